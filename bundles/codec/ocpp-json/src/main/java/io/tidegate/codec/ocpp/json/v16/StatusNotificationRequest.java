package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** Status of a connector, or with 0 of the station. */
public record StatusNotificationRequest(
    int connectorId,
    ChargePointErrorCode errorCode,
    ChargePointStatus status,
    Optional<String> info,
    Optional<Stamp> timestamp,
    Optional<String> vendorId,
    Optional<String> vendorErrorCode)
    implements Request {}
