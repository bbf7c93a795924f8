package io.tidegate.core.safety;

/**
 * The allowed difference between two phases, as a cap for the single-phase EVSEs of each phase:
 * what they may take there and what others may deliver on another phase, all at worst, add up to no
 * more than the difference. Nothing that other phases take is counted on: any vehicle may stop.
 * Three-phase EVSEs load all phases alike.
 */
final class Spread {
  private final double allowedW;

  Spread(Topology site) {
    double allowed = site.model.grid().maxImbalanceW();
    allowedW = allowed >= 0 ? allowed : 0;
  }

  /**
   * Caps of one direction.
   *
   * @param othersW what single-phase EVSEs may do on each phase in the other direction, W ≥ 0
   */
  double[] capsW(double[] othersW) {
    double[] caps = new double[3];
    for (int p = 0; p < 3; p++) {
      caps[p] = allowedW - Math.max(othersW[(p + 1) % 3], othersW[(p + 2) % 3]);
    }
    return caps;
  }

  static double[] singlesW(Topology site, double[] evseW) {
    double[] sum = new double[3];
    for (int i = 0; i < site.evses; i++) {
      if (site.wiring[i] != Topology.THREE_PHASE) {
        sum[site.wiring[i]] += evseW[i];
      }
    }
    return sum;
  }
}
