/**
 * The vehicle's side of SLAC and power-line modems, for tests and demos: as functions of a clock
 * that is handed in, in memory, or over raw Ethernet. Shares nothing with the gateway but the
 * codec.
 */
package io.tidegate.sim.slac;
