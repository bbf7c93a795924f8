package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Hold these limits (K01). */
public record SetChargingProfileRequest(int evseId, ChargingProfile chargingProfile)
    implements Request {}
