package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.OptionalInt;

/**
 * Fetch and install this.
 *
 * @param retryInterval s
 */
public record UpdateFirmwareRequest(
    String location, Stamp retrieveDate, OptionalInt retries, OptionalInt retryInterval)
    implements Request {}
