package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** Which log, and where to. */
public record LogParameters(
    String remoteLocation, Optional<Stamp> oldestTimestamp, Optional<Stamp> latestTimestamp) {}
