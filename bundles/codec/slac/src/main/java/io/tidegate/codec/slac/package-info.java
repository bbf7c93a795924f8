/**
 * Management messages (MME) of HomePlug Green PHY that the matching of ISO 15118-3 needs, and the
 * few of two makers of modems that tell of the line: Ethernet frames of type 0x88E1 to records and
 * back. Pure functions, no I/O, no clock, no randomness.
 */
package io.tidegate.codec.slac;
