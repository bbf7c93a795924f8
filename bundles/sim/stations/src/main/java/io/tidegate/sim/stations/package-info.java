/** Charging stations with vehicles, over real sockets: a gateway cannot tell them from devices. */
package io.tidegate.sim.stations;
