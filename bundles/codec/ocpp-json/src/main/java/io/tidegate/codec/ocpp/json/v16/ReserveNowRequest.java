package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** Keep a connector for a driver. */
public record ReserveNowRequest(
    int connectorId,
    Stamp expiryDate,
    String idTag,
    int reservationId,
    Optional<String> parentIdTag)
    implements Request {}
