package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.OptionalInt;

/**
 * A transaction has begun.
 *
 * @param meterStart Wh
 */
public record StartTransactionRequest(
    int connectorId, String idTag, int meterStart, Stamp timestamp, OptionalInt reservationId)
    implements Request {}
