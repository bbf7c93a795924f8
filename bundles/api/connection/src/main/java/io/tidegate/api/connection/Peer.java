package io.tidegate.api.connection;

import io.tidegate.api.quantity.StationId;

/**
 * Who is at the other end.
 *
 * @param station authenticated identity
 * @param connection number of the connection, rising over the life of the transport
 * @param subprotocol negotiated
 * @param remote address and port
 * @param securityProfile OCPP security profile it came with, 0–3
 */
public record Peer(
    StationId station, long connection, String subprotocol, String remote, int securityProfile) {}
