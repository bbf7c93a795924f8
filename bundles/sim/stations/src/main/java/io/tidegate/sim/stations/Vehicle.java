package io.tidegate.sim.stations;

import java.time.Instant;
import java.util.Optional;

/**
 * A vehicle and what its driver has asked of it.
 *
 * @param name for people
 * @param maxChargeW its own limit, W
 * @param maxDischargeW its own limit, W
 * @param targetSocPct what its driver wants at departure
 * @param departure when it leaves
 * @param dischargeAllowed whether its driver has agreed to discharge
 */
public record Vehicle(
    String name,
    Battery battery,
    double maxChargeW,
    double maxDischargeW,
    double targetSocPct,
    Optional<Instant> departure,
    boolean dischargeAllowed) {

  /**
   * What it really takes of {@code offeredW}: tapering towards full, nothing out of an empty
   * battery.
   */
  double accepts(double offeredW) {
    double soc = battery.socPct();
    if (offeredW >= 0) {
      double taper = soc >= 100 ? 0 : soc > 95 ? (100 - soc) / 5 : 1;
      return Math.min(offeredW, maxChargeW * taper);
    }
    return soc <= 1 ? 0 : Math.max(offeredW, -maxDischargeW);
  }
}
