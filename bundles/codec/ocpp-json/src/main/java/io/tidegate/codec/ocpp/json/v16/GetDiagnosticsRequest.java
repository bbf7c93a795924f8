package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Upload diagnostics.
 *
 * @param retryInterval s
 */
public record GetDiagnosticsRequest(
    String location,
    OptionalInt retries,
    OptionalInt retryInterval,
    Optional<Stamp> startTime,
    Optional<Stamp> stopTime)
    implements Request {}
