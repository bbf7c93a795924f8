package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Report charging profiles (K09). */
public record GetChargingProfilesRequest(
    int requestId, ChargingProfileCriterion chargingProfile, OptionalInt evseId)
    implements Request {}
