package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/**
 * Fetch this and serve it to others (L03).
 *
 * @param checksum MD5
 * @param retryInterval s
 */
public record PublishFirmwareRequest(
    int requestId, String location, String checksum, OptionalInt retries, OptionalInt retryInterval)
    implements Request {}
