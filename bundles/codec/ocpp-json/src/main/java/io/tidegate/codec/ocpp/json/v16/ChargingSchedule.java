package io.tidegate.codec.ocpp.json.v16;

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
    ChargingRateUnit chargingRateUnit,
    List<ChargingSchedulePeriod> chargingSchedulePeriod,
    OptionalInt duration,
    Optional<Stamp> startSchedule,
    Optional<BigDecimal> minChargingRate) {
  public ChargingSchedule {
    chargingSchedulePeriod = List.copyOf(chargingSchedulePeriod);
  }
}
