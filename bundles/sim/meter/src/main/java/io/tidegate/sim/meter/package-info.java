/** A grid meter on a real Modbus TCP socket. */
package io.tidegate.sim.meter;
