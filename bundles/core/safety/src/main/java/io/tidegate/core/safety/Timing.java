package io.tidegate.core.safety;

/** The times of a setpoint's life, s. */
final class Timing {
  /** A setpoint reverts by itself this long after it was issued. */
  static final double EXPIRY_S = 30;

  /**
   * A pause, and any level below what the EVSE falls back to, holds longer: whoever was given the
   * room that it left has reverted before it does, even when both have lost the gateway.
   */
  static final double PAUSE_EXPIRY_S = 60;

  /** A setpoint is renewed this long after the last one was sent, at the latest. */
  static final double RENEWAL_S = 10;

  /**
   * On a site of {@value #MANY} EVSEs and more renewals come up to this much sooner, each EVSE's at
   * its own time: what went to all of them at once must not be renewed for all of them at once,
   * when what stations say meanwhile would wait behind thousands of messages.
   */
  static final double RENEWAL_SPREAD_S = 2;

  static final int MANY = 200;

  private static final double GOLDEN_RATIO = 0.6180339887498949;

  /** A station that has accepted nothing for this long does not answer: renewals come faster. */
  static final double SILENCE_S = 15;

  /** A safety decrease that was refused or never left is tried again after this. */
  static final double RETRY_S = 2;

  /** What an EVSE of which nothing is known was told is told again after this. */
  static final double DOUBT_S = 1;

  /** How far a station's idea of an expiry may be from ours: whole seconds, its clock. */
  static final double SKEW_S = 3;

  /** Time that a device has to reach a level, and its power to show in a measurement. */
  static final double SETTLE_S = 3;

  private Timing() {}

  /**
   * When an EVSE's setpoint is renewed, s after it was sent.
   *
   * @param evses of the site
   */
  static double renewalS(int evse, int evses) {
    if (evses < MANY) {
      return RENEWAL_S;
    }
    // neighbours far apart, and all of them evenly over the spread
    double place = evse * GOLDEN_RATIO;
    return RENEWAL_S - RENEWAL_SPREAD_S * (place - StrictMath.floor(place));
  }

  /** Life of a setpoint, s. */
  static double lifeS(double powerW, double fallbackW) {
    return powerW >= 0 && powerW < fallbackW ? PAUSE_EXPIRY_S : EXPIRY_S;
  }
}
