package io.tidegate.core.safety;

/**
 * The allowed difference between two phases, as a cap for the single-phase EVSEs of each phase: no
 * more than the difference above what the lowest other phase is certain to take. Certain is only
 * what is measured and will be allowed further. Three-phase EVSEs load all phases alike.
 */
final class Spread {
  private final double allowedW;

  /** What charging single-phase EVSEs are certain to take on each phase, W. */
  private final double[] certainW = new double[3];

  Spread(Topology site, Reach reach, double[] chargeWantW) {
    double allowed = site.model.grid().maxImbalanceW();
    allowedW = allowed >= 0 ? allowed : 0;
    for (int i = 0; i < site.evses && allowedW < Double.POSITIVE_INFINITY; i++) {
      if (site.wiring[i] != Topology.THREE_PHASE) {
        double takes = Math.max(0, reach.measuredW[i]);
        certainW[site.wiring[i]] += Math.min(takes, chargeWantW[i]);
      }
    }
  }

  /**
   * @param deliveredW what single-phase EVSEs may deliver on each phase
   */
  double[] chargeCapsW(double[] deliveredW) {
    double[] caps = new double[3];
    for (int p = 0; p < 3; p++) {
      int q = (p + 1) % 3;
      int r = (p + 2) % 3;
      double lowest = Math.min(certainW[q] - deliveredW[q], certainW[r] - deliveredW[r]);
      caps[p] = allowedW + lowest;
    }
    return caps;
  }

  /**
   * @param takenW what single-phase EVSEs may take on each phase
   */
  double[] dischargeCapsW(double[] takenW) {
    double[] caps = new double[3];
    for (int p = 0; p < 3; p++) {
      double highest = Math.max(takenW[(p + 1) % 3], takenW[(p + 2) % 3]);
      caps[p] = allowedW + certainW[p] - highest;
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
