package io.tidegate.core.safety;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.SafetyState.EvseMemory;
import io.tidegate.api.control.SitePicture;
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

  final double[] chargeW;
  final double[] dischargeW;
  final double[] phaseChargeW;
  final double[] phaseDischargeW;

  Excess(Topology site, SitePicture picture, List<EvseMemory> memory, Reach reach, Motion motion) {
    double[] charge = new double[site.evses];
    double[] discharge = new double[site.evses];
    evseChargeW = charge;
    evseDischargeW = discharge;
    for (int i = 0; i < site.evses; i++) {
      EvseState evse = Absent.orPresent(picture, i);
      boolean settled =
          !motion.moving(
              i < memory.size() ? memory.get(i) : EvseMemory.FRESH, evse.measured().powerAt());
      if (settled && evse.session().isPresent() && evse.online()) {
        charge[i] = beyond(reach.chargeWorstW[i], reach.chargeToldW[i]);
        discharge[i] = beyond(reach.dischargeWorstW[i], reach.dischargeToldW[i]);
      }
    }
    chargeW = site.sumsBelow(charge);
    dischargeW = site.sumsBelow(discharge);
    phaseChargeW = site.phaseSumsBelow(charge);
    phaseDischargeW = site.phaseSumsBelow(discharge);
  }

  private static double beyond(double worstW, double toldW) {
    double excess = worstW - toldW;
    return excess > Math.max(TOLERANCE_W, TOLERANCE * toldW) ? excess : 0;
  }
}
