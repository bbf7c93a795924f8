package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** A firmware and when to fetch and install it. */
public record Firmware(
    String location,
    Stamp retrieveDateTime,
    String signingCertificate,
    String signature,
    Optional<Stamp> installDateTime) {}
