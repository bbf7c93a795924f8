package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;

/** A connector's status (G01). */
public record StatusNotificationRequest(
    Stamp timestamp, ConnectorStatus connectorStatus, int evseId, int connectorId)
    implements Request {}
