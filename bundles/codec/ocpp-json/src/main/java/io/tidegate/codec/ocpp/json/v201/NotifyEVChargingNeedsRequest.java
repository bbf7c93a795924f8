package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** What a vehicle needs, by ISO 15118 (K15). */
public record NotifyEVChargingNeedsRequest(
    int evseId, ChargingNeeds chargingNeeds, Optional<CustomData> customData) implements Request {}
