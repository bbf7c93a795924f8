/**
 * The protocol between the gateway and the board of a charger of its own: frames with checksum and
 * number, over serial lines or TCP. Pure functions, no I/O, no clock; {@code
 * docs/protocols/charger-board.md} is its description.
 */
package io.tidegate.codec.charger.board;
