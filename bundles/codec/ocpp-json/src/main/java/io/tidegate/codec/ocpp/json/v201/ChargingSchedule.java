package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Stamp;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Limits over time.
 *
 * @param duration s
 */
public record ChargingSchedule(
    int id,
    Optional<Stamp> startSchedule,
    OptionalInt duration,
    ChargingRateUnit chargingRateUnit,
    List<ChargingSchedulePeriod> chargingSchedulePeriod,
    Optional<BigDecimal> minChargingRate) {
  public ChargingSchedule {
    chargingSchedulePeriod = List.copyOf(chargingSchedulePeriod);
  }
}
