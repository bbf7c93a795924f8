package io.tidegate.core.safety;

import io.tidegate.api.control.SafetyState.EvseMemory;
import java.util.List;

/**
 * Power that EVSEs take or deliver beyond all that they were told, though they have had time to
 * obey: it is lost to the others below the same nodes. By node and by {@code 3 * node + phase}, W.
 */
final class Excess {
  /** Measuring error: a share of the power … */
  private static final double TOLERANCE = 0.05;

  /** … and at least this, W. */
  private static final double TOLERANCE_W = 200;

  /** Of each EVSE, W. */
  final double[] evseChargeW;

  final double[] evseDischargeW;

  /** Whether there is none at all. */
  final boolean none;

  final double[] chargeW;
  final double[] dischargeW;
  final double[] phaseChargeW;
  final double[] phaseDischargeW;

  Excess(Topology site, List<EvseMemory> memory, Reach reach, Motion motion) {
    double[] charge = site.scratch.take();
    double[] discharge = site.scratch.take();
    evseChargeW = charge;
    evseDischargeW = discharge;
    boolean any = false;
    for (int i = 0; i < site.evses; i++) {
      double in = beyond(reach.chargeWorstW[i], reach.chargeToldW[i]);
      double out = beyond(reach.dischargeWorstW[i], reach.dischargeToldW[i]);
      EvseMemory last = i < memory.size() ? memory.get(i) : EvseMemory.FRESH;
      if ((in > 0 || out > 0) && reach.reachable[i] && !motion.moving(last, reach.measuredAt[i])) {
        charge[i] = in;
        discharge[i] = out;
        any = true;
      }
    }
    none = !any;
    chargeW = any ? site.sumsBelow(charge) : new double[site.nodes];
    dischargeW = any ? site.sumsBelow(discharge) : new double[site.nodes];
    phaseChargeW = any ? site.phaseSumsBelow(charge) : new double[3 * site.nodes];
    phaseDischargeW = any ? site.phaseSumsBelow(discharge) : new double[3 * site.nodes];
  }

  private static double beyond(double worstW, double toldW) {
    double excess = worstW - toldW;
    return excess > Math.max(TOLERANCE_W, TOLERANCE * toldW) ? excess : 0;
  }
}
