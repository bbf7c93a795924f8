package io.tidegate.core.safety;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.Setpoint;
import java.time.Instant;
import java.util.List;

/** Which setpoints are worth a message now, and how long they live. */
final class Outbox {
  /** Below this difference two powers are the same setpoint, W. */
  private static final double SAME_W = 0.5;

  /** Room that is not worth a rise, W. */
  private static final double STEADY_W = 100;

  private final Topology site;
  private final Reach reach;
  private final Instant now;

  // there are two lives, and thousands of setpoints may share them
  private final Instant expiry;
  private final Instant pauseExpiry;

  Outbox(Topology site, Reach reach, Instant now) {
    this.site = site;
    this.reach = reach;
    this.now = now;
    expiry = after(Timing.EXPIRY_S);
    pauseExpiry = after(Timing.PAUSE_EXPIRY_S);
  }

  private Instant after(double lifeS) {
    long until = Math.min(Instant.MAX.getEpochSecond(), now.getEpochSecond() + (long) lifeS);
    return Instant.ofEpochSecond(until, now.getNano());
  }

  /**
   * @param urgent safety needs the EVSE to fall: no deadband
   */
  boolean due(int i, Commitment c, double powerW, boolean urgent) {
    double last = c.lastSentW();
    double age = Ages.seconds(c.lastSentAt(), now);
    if (!Double.isFinite(last) || !(age >= 0 && age < site.renewalS[i])) {
      return true;
    }
    if (c.lastSentId() == 0 && age >= Timing.RETRY_S) {
      return true; // it never left: the station may not have named its transaction again yet
    }
    double change = Math.abs(powerW - last);
    if (change < SAME_W) {
      return (urgent && age >= Timing.RETRY_S && !settled(c))
          || (age >= Timing.DOUBT_S && doubtful(c));
    }
    boolean falls = Math.abs(powerW) < Math.abs(last) || powerW * last < 0;
    boolean startsOrStops = (powerW == 0) != (last == 0) || powerW * last < 0;
    return startsOrStops || (urgent && falls) || change >= site.deadbandW[i];
  }

  /**
   * What is sent where the tree leaves {@code powerW}: a little room that is back is left alone, or
   * the noise of the meters would be a fall after each renewal.
   */
  double steady(int i, Commitment c, double powerW) {
    double last = c.lastSentW();
    double rise = Math.abs(powerW) - Math.abs(last);
    boolean little = rise > 0 && rise < Math.min(site.deadbandW[i], STEADY_W);
    return little && powerW * last > 0 ? last : powerW;
  }

  /** Whether the last setpoint is in force or may still be answered; else it was refused. */
  private boolean settled(Commitment c) {
    return c.uncertain(now) || (c.inForce(now) && c.acceptedId() == c.lastSentId());
  }

  /**
   * Whether nothing was accepted yet and more than was told last may be in force, as after a
   * restart: until a setpoint is accepted the EVSE costs the others room.
   */
  private boolean doubtful(Commitment c) {
    double told = c.lastSentW();
    return c.acceptedId() == 0
        && c.uncertain(now)
        && (c.pendingMaxW() > Math.max(0, told) + SAME_W
            || c.pendingMinW() < Math.min(0, told) - SAME_W);
  }

  Setpoint setpoint(int i, long id, double powerW, List<Reason> reasons) {
    double life = Timing.lifeS(powerW, reach.fallbackW[i]);
    return new Setpoint(
        id,
        site.id[i],
        reach.evses[i].session().map(Session::id),
        powerW,
        now,
        life == Timing.EXPIRY_S ? expiry : pauseExpiry,
        reasons);
  }
}
