/**
 * EVSEs of a gateway's own, as a demo, a test or a bench needs them: a simulated charger board, the
 * configuration and certificates for the gateway, and the plugs.
 */
package io.tidegate.sim.ev.bays;
