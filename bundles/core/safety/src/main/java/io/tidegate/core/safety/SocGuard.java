package io.tidegate.core.safety;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Session;
import io.tidegate.api.site.SafetyLimits;
import java.time.Instant;

/**
 * The state of charge: never discharged at or below the floor, which is the site's minimum (S2.9)
 * or the driver's reserve, whichever is higher; once it was reached, not before the re-enable level
 * (S3.4).
 */
final class SocGuard {
  private static final double FULL_PCT = 100;

  private final SafetyLimits limits;
  private final Instant now;

  SocGuard(SafetyLimits limits, Instant now) {
    this.limits = limits;
    this.now = now;
  }

  boolean known(Measured measured) {
    double soc = measured.socPct();
    return Ages.fresh(measured.socAt(), now, limits.socMaxAgeS()) && soc >= 0 && soc <= FULL_PCT;
  }

  private double floorPct(Session session) {
    double reserve = session.reservePct();
    return reserve > limits.minSocPct() ? Math.min(FULL_PCT, reserve) : limits.minSocPct();
  }

  /** The latch as it is after the newest state of charge. */
  boolean latched(boolean before, Session session, Measured measured) {
    if (!known(measured)) {
      return before;
    }
    double floor = floorPct(session);
    if (!(measured.socPct() > floor)) {
      return true;
    }
    double above = Math.max(0, limits.reenableSocPct() - limits.minSocPct());
    return before && !(measured.socPct() >= Math.min(FULL_PCT, floor + above));
  }

  /**
   * Applies the rules to both directions.
   *
   * @param deliveringW power that may have flowed out since the state of charge was measured, W ≥ 0
   */
  void apply(EvseState evse, Session session, boolean latched, double deliveringW, Ends ends) {
    Measured measured = evse.measured();
    if (!known(measured)) {
      ends.discharge().lower(0, ReasonCode.SOC_UNKNOWN);
      return;
    }
    if (measured.socPct() >= FULL_PCT) {
      ends.charge().lower(0, ReasonCode.SOC_FULL);
    }
    double floor = floorPct(session);
    if (!(present(measured, session, deliveringW) > floor)) {
      boolean reserve = session.reservePct() > limits.minSocPct();
      ends.discharge().lower(0, reserve ? ReasonCode.RESERVE : ReasonCode.SOC_FLOOR);
    }
    if (latched) {
      ends.discharge().lower(0, ReasonCode.SOC_HYSTERESIS);
    }
  }

  /** The state of charge less what may have flowed out since it was measured. */
  private double present(Measured measured, Session session, double deliveringW) {
    double capacity = session.capacityWh();
    if (!(capacity > 0) || !(deliveringW > 0)) {
      return measured.socPct();
    }
    double hours = Ages.seconds(measured.socAt(), now) / 3600;
    return measured.socPct() - 100 * deliveringW * hours / capacity;
  }

  /** Limits of the two directions. */
  record Ends(Ceiling charge, Ceiling discharge) {}
}
