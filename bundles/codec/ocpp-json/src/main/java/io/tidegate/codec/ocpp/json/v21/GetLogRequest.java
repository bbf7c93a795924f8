package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/**
 * Upload a log (N01).
 *
 * @param retryInterval s
 */
public record GetLogRequest(
    int requestId,
    LogType logType,
    LogParameters log,
    OptionalInt retries,
    OptionalInt retryInterval)
    implements Request {}
