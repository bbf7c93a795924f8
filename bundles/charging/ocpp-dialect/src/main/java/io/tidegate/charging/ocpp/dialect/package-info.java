/**
 * The engine of the OCPP dialects: what a charging station says and is told, in the shape of OCPP
 * 2.1, without a socket, a thread or a state of its own. A plain library, inlined into each dialect
 * bundle, which brings the {@link io.tidegate.charging.ocpp.dialect.Language} of its version.
 */
package io.tidegate.charging.ocpp.dialect;
