package io.tidegate.core.safety;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.SafetyLimits;
import java.time.Instant;

/**
 * How far each EVSE may go by what it may be obeying, until a setpoint that is issued now has
 * expired: the accepted setpoint, all unanswered ones, and its fallback wherever an expiry could
 * bring that back. Magnitudes ≥ 0, by direction.
 */
final class Reach {
  /** The picture's EVSEs, in the order of the model's. */
  final EvseState[] evses;

  /** At this moment, by what it was told, W. */
  final double[] chargeNowW;

  /** The same or what it is measured to take, W. */
  final double[] chargeNowWorstW;

  /** The same until the end of all that, W. */
  final double[] chargeToldW;

  final double[] dischargeToldW;

  /** The same or what it is measured to do, whichever is more, W. */
  final double[] chargeWorstW;

  final double[] dischargeWorstW;

  /** What it is at least at, whichever of all that it obeys, W. */
  final double[] chargeSureW;

  final double[] dischargeSureW;

  /** Lowest and highest power that it may be obeying at this moment, W, load convention. */
  final double[] lowW;

  final double[] highW;

  /**
   * What it does without a setpoint, W: its safe share once its station has assured that; until
   * then nothing is known, and it may charge at its most.
   */
  final double[] fallbackW;

  /** Whether a setpoint can be sent to it: connected and in session. */
  final boolean[] reachable;

  /** … and whether it answers. */
  final boolean[] responsive;

  /** What it is measured to take, W; 0 while that is not {@link #measured}. */
  final double[] measuredW;

  /** Whether its power is measured, and lately. */
  final boolean[] measured;

  /** When its power was measured last. */
  final Instant[] measuredAt;

  /** Whether there is a session. */
  final boolean[] occupied;

  private final Topology site;
  private final Instant now;
  private final SafetyLimits limits;

  Reach(Topology site, SitePicture picture) {
    this.site = site;
    now = picture.at();
    limits = site.model.safety();
    int n = site.evses;
    chargeNowW = site.scratch.take();
    chargeNowWorstW = site.scratch.take();
    chargeToldW = site.scratch.take();
    dischargeToldW = site.scratch.take();
    chargeWorstW = site.scratch.take();
    dischargeWorstW = site.scratch.take();
    chargeSureW = site.scratch.take();
    dischargeSureW = site.scratch.take();
    lowW = site.scratch.take();
    highW = site.scratch.take();
    measuredW = site.scratch.take();
    measured = new boolean[n];
    measuredAt = new Instant[n];
    occupied = new boolean[n];
    fallbackW = site.scratch.take();
    reachable = new boolean[n];
    responsive = new boolean[n];
    evses = new EvseState[n];
    for (int i = 0; i < n; i++) {
      evses[i] = Absent.orPresent(picture, i);
      read(i, evses[i]);
      measure(i, evses[i].measured());
    }
  }

  private void read(int i, EvseState evse) {
    Commitment c = evse.commitment();
    boolean accepted = c.acceptedId() != 0 && mayHold(c.acceptedUntil());
    boolean pending = !Double.isNaN(c.pendingMaxW()) && mayHold(c.pendingUntil());
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    if (accepted) {
      low = lowest(i, c.acceptedW());
      high = highest(i, c.acceptedW());
    }
    if (pending) {
      low = Math.min(low, lowest(i, c.pendingMinW()));
      high = Math.max(high, highest(i, c.pendingMaxW()));
    }
    occupied[i] = evse.session().isPresent();
    fallbackW[i] = evse.shareAssured() ? site.shareW[i] : site.maxChargeW[i];
    double fallback = occupied[i] || !evse.online() ? fallbackW[i] : 0;
    // unseen, a vehicle may have left and another come; by its own clock a station may be back
    boolean back = !evse.online() || !(accepted && holdsStill(c.acceptedUntil()));
    if (back) {
      low = Math.min(low, fallback);
      high = Math.max(high, fallback);
    }
    lowW[i] = low;
    highW[i] = high;
    boolean covered = evse.online() && accepted && low >= 0 && holdsLong(c.acceptedUntil());
    double told = Math.max(0, covered ? high : Math.max(high, fallback));
    chargeNowW[i] = Math.max(0, high);
    chargeToldW[i] = told;
    dischargeToldW[i] = Math.max(0, -low);
    chargeSureW[i] = back && !evse.shareAssured() ? 0 : Math.max(0, low);
    dischargeSureW[i] = Math.max(0, -high);
    reachable[i] = evse.online() && occupied[i];
    responsive[i] = reachable[i] && answers(i, evse);
  }

  /** A session that has just begun has had no time to answer. */
  private boolean answers(int i, EvseState evse) {
    Commitment c = evse.commitment();
    double life = Timing.lifeS(c.acceptedW(), fallbackW[i]);
    boolean accepted =
        c.acceptedId() != 0 && Ages.seconds(now, c.acceptedUntil()) >= life - Timing.SILENCE_S;
    return accepted || Ages.fresh(evse.session().get().started(), now, Timing.SILENCE_S);
  }

  /** Whether a station may still take a setpoint with this expiry for valid. */
  private boolean mayHold(Instant until) {
    return Ages.seconds(now, until) + Timing.SKEW_S > 0;
  }

  /** Whether no station can take a setpoint with this expiry for expired yet. */
  private boolean holdsStill(Instant until) {
    return Ages.seconds(now, until) > Timing.SKEW_S;
  }

  /** Whether it is certain to outlast everything that is issued now. */
  private boolean holdsLong(Instant until) {
    return Ages.seconds(now, until) >= Timing.EXPIRY_S + 2 * Timing.SKEW_S;
  }

  private double lowest(int i, double told) {
    return Double.isFinite(told) ? told : -site.maxDischargeW[i];
  }

  private double highest(int i, double told) {
    return Double.isFinite(told) ? told : site.maxChargeW[i];
  }

  private void measure(int i, Measured last) {
    measuredAt[i] = last.powerAt();
    measured[i] =
        Double.isFinite(last.powerW())
            && Ages.fresh(last.powerAt(), now, limits.telemetryMaxAgeS());
    measuredW[i] = measured[i] ? last.powerW() : 0;
    chargeNowWorstW[i] = Math.max(chargeNowW[i], measuredW[i]);
    chargeWorstW[i] = Math.max(chargeToldW[i], measuredW[i]);
    dischargeWorstW[i] = Math.max(dischargeToldW[i], -measuredW[i]);
  }
}
