package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Put a connector, or with 0 the station, in or out of service. */
public record ChangeAvailabilityRequest(int connectorId, AvailabilityType type)
    implements Request {}
