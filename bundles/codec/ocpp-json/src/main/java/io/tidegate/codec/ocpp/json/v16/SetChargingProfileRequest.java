package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Hold these limits. */
public record SetChargingProfileRequest(int connectorId, ChargingProfile csChargingProfiles)
    implements Request {}
