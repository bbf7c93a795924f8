package io.tidegate.core.safety;

import io.tidegate.api.control.Commitment;
import java.time.Instant;

/**
 * What each EVSE will be obeying without another message: the last setpoint, once it was accepted
 * or while it may still be; the most that it may be obeying when that was refused. Unlike what is
 * measured, it has no noise. Magnitudes ≥ 0, by direction, W.
 */
final class Standing {
  final double[] chargeW;
  final double[] dischargeW;

  Standing(Topology site, Reach reach, Instant now) {
    chargeW = site.scratch.copy(reach.chargeNowW);
    dischargeW = site.scratch.copy(reach.dischargeToldW);
    for (int i = 0; i < site.evses; i++) {
      Commitment last = reach.evses[i].commitment();
      if (reach.reachable[i] && comes(last, now)) {
        chargeW[i] = Math.max(0, last.lastSentW());
        dischargeW[i] = Math.max(0, -last.lastSentW());
      }
    }
  }

  private static boolean comes(Commitment c, Instant now) {
    boolean unanswered =
        c.uncertain(now) && c.lastSentW() >= c.pendingMinW() && c.lastSentW() <= c.pendingMaxW();
    boolean accepted = c.inForce(now) && c.acceptedId() == c.lastSentId();
    return (unanswered || accepted) && Double.isFinite(c.lastSentW());
  }
}
