package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Upload a log (security white paper N01). */
public record GetLogRequest(
    LogParameters log,
    LogType logType,
    int requestId,
    OptionalInt retries,
    OptionalInt retryInterval)
    implements Request {}
