package io.tidegate.core.safety;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SitePicture;

/**
 * What is left of the proposals after each EVSE's own limits: within its interval, a discharge only
 * with a living mandate, nothing between 0 and the minimum current.
 */
final class Proposals {
  /** Magnitudes by direction; at most one of the two is not 0. */
  final double[] chargeW;

  final double[] dischargeW;

  /** What cut a proposal last; null where nothing did. */
  final Reason[] binding;

  private final Topology site;
  private final Bounds bounds;
  private final Allocation proposal;
  private final Mandates mandates;

  Proposals(Topology site, SitePicture picture, Reach reach, Bounds bounds, Allocation proposal) {
    this.site = site;
    this.bounds = bounds;
    this.proposal = proposal;
    mandates = new Mandates(picture);
    chargeW = site.scratch.take();
    dischargeW = site.scratch.take();
    binding = new Reason[site.evses];
    for (int i = 0; i < site.evses; i++) {
      if (reach.reachable[i]) {
        take(i);
      } else {
        binding[i] = bounds.maxReason(i);
      }
    }
  }

  private void take(int i) {
    double power = i < proposal.evses() ? proposal.powerW(i) : 0;
    if (power > 0) {
      double most = bounds.maxW(i);
      binding[i] = power > most ? bounds.maxReason(i) : null;
      chargeW[i] = noLess(i, Math.min(power, most), site.minChargeW[i]);
    } else if (power < 0) {
      double most = -bounds.minW(i);
      binding[i] = -power > most ? bounds.minReason(i) : null;
      double within = noLess(i, Math.min(-power, most), site.minDischargeW[i]);
      dischargeW[i] = mandated(i, within);
    }
  }

  /** A discharge may not be higher than this yet. */
  void hold(int i, double mostW) {
    if (dischargeW[i] > mostW) {
      dischargeW[i] = mostW < site.minDischargeW[i] ? 0 : mostW;
      binding[i] = new Reason(ReasonCode.AWAITING_DECREASE, "", 0 - dischargeW[i]);
    }
  }

  private double mandated(int i, double power) {
    if (power > 0 && !mandates.alive(proposal.mandate(i))) {
      String who = proposal.mandate(i) == null ? "" : proposal.mandate(i);
      binding[i] = new Reason(ReasonCode.MANDATE_LOST, who, 0);
      return 0;
    }
    return power;
  }

  private double noLess(int i, double power, double minimum) {
    if (power > 0 && power < minimum) {
      binding[i] = new Reason(ReasonCode.MIN_CURRENT, "", minimum);
      return 0;
    }
    return power;
  }
}
