package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** A firmware and when to fetch and install it. */
public record Firmware(
    String location,
    Stamp retrieveDateTime,
    Optional<Stamp> installDateTime,
    Optional<String> signingCertificate,
    Optional<String> signature) {}
