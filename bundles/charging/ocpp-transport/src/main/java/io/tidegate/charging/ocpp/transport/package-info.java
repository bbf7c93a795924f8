/**
 * OCPP-J over WebSocket: sockets that outlive the code that speaks over them (OCPP 2.0.1 and 2.1
 * part 4, RFC 6455).
 */
package io.tidegate.charging.ocpp.transport;
