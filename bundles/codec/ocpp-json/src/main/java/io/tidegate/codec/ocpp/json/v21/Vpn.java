package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A private network. Password and key are never to be logged. */
public record Vpn(
    String server,
    String user,
    Optional<String> group,
    String password,
    String key,
    VpnType type) {}
