package io.tidegate.core.safety;

import io.tidegate.api.site.PackThermal;

/**
 * Thermal inertia of a battery pack (S1.9): a lumped mass, heated by the square of the current,
 * cooled by its surroundings. Solved exactly for a constant power, so any step is stable.
 */
final class PackModel {
  private final PackThermal pack;
  private final double tripC;

  /** Part of a difference to the final temperature that is left after the step, and the horizon. */
  private final double stepLeft;

  private final double horizonLeft;
  private final double stepS;

  PackModel(PackThermal pack, double tripC, double stepS) {
    this.pack = pack;
    this.tripC = tripC;
    this.stepS = stepS > 0 ? stepS : 0;
    stepLeft = left(this.stepS);
    horizonLeft = left(pack.horizonS());
  }

  private double left(double seconds) {
    double left = StrictMath.exp(-pack.conductanceWPerK() * seconds / pack.heatCapacityJPerK());
    return left >= 0 && left <= 1 ? left : 1;
  }

  double ambientC() {
    return pack.ambientC();
  }

  /** The temperature one step later. */
  double advanced(double beforeC, double powerW) {
    double start = Double.isFinite(beforeC) ? beforeC : pack.ambientC();
    double current = powerW / pack.nominalVoltageV();
    double heatW = pack.resistanceOhm() * current * current;
    double after =
        stepLeft < 1
            ? start * stepLeft
                + (pack.ambientC() + heatW / pack.conductanceWPerK()) * (1 - stepLeft)
            : start + heatW * stepS / pack.heatCapacityJPerK();
    return Double.isFinite(after) ? after : start;
  }

  /**
   * Highest power that leaves the pack below its trip temperature at the end of the horizon, W; the
   * temperature moves in one direction only, so it is the highest on the way, too.
   */
  double mostW(double nowC) {
    if (!(nowC < tripC)) {
      return 0;
    }
    double heatW =
        horizonLeft < 1
            ? pack.conductanceWPerK()
                * ((tripC - nowC * horizonLeft) / (1 - horizonLeft) - pack.ambientC())
            : pack.heatCapacityJPerK() * (tripC - nowC) / pack.horizonS();
    double most = pack.nominalVoltageV() * Math.sqrt(heatW / pack.resistanceOhm());
    return most > 0 ? most : 0;
  }
}
