package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The power that schedules of somebody else leave now. Pure. */
final class ForeignLimit {
  private ForeignLimit() {}

  /**
   * The lowest limit of all schedules that hold now, W, at least 0.
   *
   * @param now by the station's clock
   * @return NaN when none holds
   */
  static double watts(List<ChargingSchedule> schedules, Instant now, double volts, int phases) {
    double lowest = Double.NaN;
    for (ChargingSchedule schedule : schedules) {
      double limit = now(schedule, now, volts, phases);
      lowest =
          Double.isNaN(lowest) ? limit : Math.min(lowest, Double.isNaN(limit) ? lowest : limit);
    }
    return lowest;
  }

  private static double now(ChargingSchedule schedule, Instant now, double volts, int phases) {
    // without a start it is relative to something that we do not see: the first period stands
    long elapsed =
        schedule.startSchedule().map(s -> Duration.between(s.at(), now).toSeconds()).orElse(0L);
    if (elapsed < 0 || elapsed >= schedule.duration().orElse(Integer.MAX_VALUE)) {
      return Double.NaN;
    }
    double limit = Double.NaN;
    for (ChargingSchedulePeriod period : schedule.chargingSchedulePeriod()) {
      if (period.startPeriod() <= elapsed) {
        int wires = period.numberPhases().orElse(phases);
        double factor = schedule.chargingRateUnit() == ChargingRateUnit.A ? volts * wires : 1;
        limit = period.limit().map(l -> Math.max(0, l.doubleValue() * factor)).orElse(Double.NaN);
      }
    }
    return limit;
  }
}
