/**
 * OCPP 2.0.1 between a station's connection and the site: a dialect without a socket, a thread or a
 * state of its own.
 */
package io.tidegate.charging.ocpp.v201;
