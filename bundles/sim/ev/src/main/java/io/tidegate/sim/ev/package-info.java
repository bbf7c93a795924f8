/**
 * Vehicles with a communication controller of their own (EVCC), over real sockets: a station cannot
 * tell them from devices. Written against the standards alone: nothing but the codec is shared with
 * the station's side.
 */
package io.tidegate.sim.ev;
