/**
 * Where vehicles connect to EVSEs of our own: SECC discovery, TCP and TLS, V2GTP, and the protocol
 * handshake. What is said from there on is a dialect's.
 */
package io.tidegate.charging.v2gtp.transport;
