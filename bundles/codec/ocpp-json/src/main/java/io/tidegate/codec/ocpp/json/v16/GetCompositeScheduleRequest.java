package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/**
 * Which limits do you follow?
 *
 * @param duration s
 */
public record GetCompositeScheduleRequest(
    int connectorId, int duration, Optional<ChargingRateUnit> chargingRateUnit)
    implements Request {}
