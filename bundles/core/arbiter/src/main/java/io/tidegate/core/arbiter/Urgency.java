package io.tidegate.core.arbiter;

/**
 * How urgent a vehicle is: pure formulas over its needs. Laxity is the time that it could still
 * wait and yet leave with what it wants.
 */
final class Urgency {
  /** Part of the power at the connector that ends up in the battery, on the cautious side. */
  static final double CHARGE_EFFICIENCY = 0.92;

  /** A vehicle with less laxity than its margin must charge now; the margin is at most this, s … */
  static final double LONGEST_MARGIN_S = 600;

  /** … and for short stays this share of the time left, and what starting up takes, s. */
  static final double MARGIN_LEFT_SHARE = 0.15;

  static final double START_UP_S = 5;

  /** Share of the charging time that is added to the margin: long charges err more. */
  static final double MARGIN_SHARE = 0.05;

  private static final double LONG_LAXITY_S = 4 * 3600.0;
  private static final double SUPPOSED_CAPACITY_WH = 50_000;

  private Urgency() {}

  /** Energy at the connector to the target, Wh, ≥ 0. */
  static double needWh(double socPct, double targetPct, double capacityWh) {
    return Math.max(0, (targetPct - socPct) * capacityWh * (0.01 / CHARGE_EFFICIENCY));
  }

  /** Time that the need takes at a power, s; infinite at 0 W. */
  static double chargingS(double needWh, double powerW) {
    return needWh == 0 ? 0 : needWh * 3600 / powerW;
  }

  static double marginS(double chargingS, double leftS) {
    double left = Math.min(LONGEST_MARGIN_S, START_UP_S + MARGIN_LEFT_SHARE * Math.max(0, leftS));
    return left + MARGIN_SHARE * Math.min(chargingS, LONG_LAXITY_S * 6);
  }

  /**
   * Weight for charging, 1 to 8: {@code (1 + 3·ρ)·(2 − SoC)}.
   *
   * @param pressure ρ, charging time over time left, 0 to 1; 0 without a departure
   * @param socPct NaN counts as half full
   */
  static double chargeWeight(double pressure, double socPct) {
    double soc = Double.isNaN(socPct) ? 0.5 : Math.min(100, Math.max(0, socPct)) * 0.01;
    return (1 + 3 * pressure) * (2 - soc);
  }

  /**
   * Weight for discharging: {@code max(0.5, energy above the floor in kWh)·(¼ + ¾·min(1, laxity / 4
   * h))}.
   */
  static double dischargeWeight(double aboveFloorPct, double capacityWh, double laxityS) {
    double capacity = capacityWh > 0 ? capacityWh : SUPPOSED_CAPACITY_WH;
    double energyKwh = Math.min(1000, Math.max(0, aboveFloorPct) * capacity * 1e-5);
    double patience = Math.min(1, Math.max(0, laxityS) * (1 / LONG_LAXITY_S));
    return Math.max(0.5, energyKwh) * (0.25 + 0.75 * patience);
  }
}
