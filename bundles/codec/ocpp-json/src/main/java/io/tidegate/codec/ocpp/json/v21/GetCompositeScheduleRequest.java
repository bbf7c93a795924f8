package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Which limits do you follow? (K08) */
public record GetCompositeScheduleRequest(
    int duration, int evseId, Optional<ChargingRateUnit> chargingRateUnit) implements Request {}
