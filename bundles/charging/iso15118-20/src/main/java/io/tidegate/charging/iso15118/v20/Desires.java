package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction.Wants;
import io.tidegate.codec.exi.iso15118.common.DisplayParameters;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import java.time.Instant;
import java.util.Optional;

/** What the vehicle can and wants, put together from its messages. */
final class Desires {
  private Desires() {}

  /** Power; what is NaN stays as it was. */
  static Wants power(Wants w, double chargeW, double dischargeW) {
    return new Wants(
        Numbers.or(chargeW, w.maxChargeW()),
        Numbers.or(dischargeW, w.maxDischargeW()),
        w.socPct(),
        w.capacityWh(),
        w.targetSocPct(),
        w.targetWh(),
        w.maxWh(),
        w.minWh(),
        w.departure());
  }

  /** Energy still wanted, in Wh; what is missing stays as it was. */
  static Wants energy(Wants w, RationalNumber target, RationalNumber max, RationalNumber min) {
    return new Wants(
        w.maxChargeW(),
        w.maxDischargeW(),
        w.socPct(),
        w.capacityWh(),
        w.targetSocPct(),
        Numbers.or(Numbers.of(target), w.targetWh()),
        Numbers.or(Numbers.of(max), w.maxWh()),
        Numbers.or(Numbers.of(min), w.minWh()),
        w.departure());
  }

  /**
   * Departure, told in seconds from a moment.
   *
   * @param inS null when the vehicle said nothing
   */
  static Wants departure(Wants w, Instant now, Long inS) {
    if (inS == null) {
      return w;
    }
    Instant at = now.plusSeconds(inS);
    // said again and again in seconds from now, the moment wavers by less than two seconds
    boolean same =
        w.departure()
            .map(old -> Math.abs(old.getEpochSecond() - at.getEpochSecond()) <= 2)
            .orElse(false);
    return same
        ? w
        : new Wants(
            w.maxChargeW(),
            w.maxDischargeW(),
            w.socPct(),
            w.capacityWh(),
            w.targetSocPct(),
            w.targetWh(),
            w.maxWh(),
            w.minWh(),
            Optional.of(at));
  }

  /** State of charge at which the vehicle wants to leave, 0–100 or null. */
  static Wants target(Wants w, Integer targetSocPct) {
    return soc(w, null, targetSocPct, null);
  }

  /** What the vehicle shows to its driver. */
  static Wants display(Wants w, DisplayParameters d) {
    return d == null ? w : soc(w, d.presentSOC(), d.targetSOC(), d.batteryEnergyCapacity());
  }

  private static Wants soc(
      Wants w, Integer presentPct, Integer targetPct, RationalNumber capacityWh) {
    return new Wants(
        w.maxChargeW(),
        w.maxDischargeW(),
        presentPct == null ? w.socPct() : presentPct,
        Numbers.or(Numbers.of(capacityWh), w.capacityWh()),
        targetPct == null ? w.targetSocPct() : targetPct,
        w.targetWh(),
        w.maxWh(),
        w.minWh(),
        w.departure());
  }
}
