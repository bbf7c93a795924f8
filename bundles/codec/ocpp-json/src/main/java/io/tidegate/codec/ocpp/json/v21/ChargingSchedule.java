package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Limits over time.
 *
 * @param duration s; for a Dynamic profile counted from its last update, so that it ends by itself
 *     (K28.FR.13)
 * @param powerTolerance per cent that the vehicle may stray
 * @param randomizedDelay s, at most, before it begins
 */
public record ChargingSchedule(
    int id,
    Optional<Stamp> startSchedule,
    OptionalInt duration,
    ChargingRateUnit chargingRateUnit,
    List<ChargingSchedulePeriod> chargingSchedulePeriod,
    Optional<BigDecimal> minChargingRate,
    Optional<LimitAtSoC> limitAtSoC,
    Optional<BigDecimal> powerTolerance,
    Optional<Boolean> useLocalTime,
    OptionalInt randomizedDelay) {
  public ChargingSchedule {
    chargingSchedulePeriod = List.copyOf(chargingSchedulePeriod);
  }

  /** Without what a plain station has no use for. */
  public ChargingSchedule(
      int id,
      Optional<Stamp> startSchedule,
      OptionalInt duration,
      ChargingRateUnit chargingRateUnit,
      List<ChargingSchedulePeriod> chargingSchedulePeriod,
      Optional<BigDecimal> minChargingRate) {
    this(
        id,
        startSchedule,
        duration,
        chargingRateUnit,
        chargingSchedulePeriod,
        minChargingRate,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }
}
