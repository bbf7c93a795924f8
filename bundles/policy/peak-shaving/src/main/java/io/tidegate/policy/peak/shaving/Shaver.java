package io.tidegate.policy.peak.shaving;

import java.time.Duration;
import java.time.Instant;

/**
 * How much the vehicles must take or deliver so that the import stays at the threshold: the power
 * that the load calls for, corrected by a PI controller on what the meter really shows. Not
 * thread-safe; time comes in with each call.
 */
final class Shaver {
  /** A longer gap tells nothing about the time in between. */
  private static final double LONGEST_STEP_S = 2;

  /** Vehicles within this of what they were asked are following. */
  private static final double FOLLOWING_W = 500;

  private static final double FOLLOWING_SHARE = 0.1;

  private final PeakSettings settings;
  private boolean active;
  private double integralW;
  private double askedW;
  private Instant last = Instant.EPOCH;

  Shaver(PeakSettings settings) {
    this.settings = settings;
  }

  /**
   * @param importW what the meter shows, W
   * @param vehiclesW what the vehicles behind it take, negative when they deliver, W
   * @return what the vehicles should take, ≤ 0, W; NaN while the load alone stays below the
   *     threshold
   */
  double ask(Instant at, double importW, double vehiclesW) {
    double loadW = importW - vehiclesW;
    double roomW = settings.thresholdW() - loadW;
    if (roomW >= (active ? settings.hysteresisW() : 0)) {
      reset();
      return Double.NaN;
    }
    correct(at, settings.thresholdW() - importW, vehiclesW);
    active = true;
    last = at;
    double proportionalW =
        following(vehiclesW) ? settings.proportional() * (settings.thresholdW() - importW) : 0;
    double correctionW = clamp(proportionalW + integralW, settings.maxCorrectionW());
    askedW = Math.min(0, Math.max(-settings.maxDischargeW(), roomW + correctionW));
    return askedW;
  }

  void reset() {
    active = false;
    integralW = 0;
    askedW = 0;
  }

  /**
   * The integral grows only while the vehicles follow: as long as they are on their way, or cannot
   * give what they were asked, the error says nothing about the calculation (anti-windup).
   */
  private void correct(Instant at, double errorW, double vehiclesW) {
    double stepS = Math.min(LONGEST_STEP_S, Duration.between(last, at).toNanos() / 1e9);
    boolean saturated =
        (askedW <= -settings.maxDischargeW() && errorW < 0) || (askedW >= 0 && errorW > 0);
    if (active && stepS > 0 && following(vehiclesW) && !saturated) {
      integralW =
          clamp(integralW + settings.integral() * errorW * stepS, settings.maxCorrectionW());
    }
  }

  private boolean following(double vehiclesW) {
    return active
        && Math.abs(vehiclesW - askedW)
            <= Math.max(FOLLOWING_W, FOLLOWING_SHARE * Math.abs(askedW));
  }

  private static double clamp(double value, double most) {
    return Math.max(-most, Math.min(most, value));
  }
}
