package io.tidegate.core.control.state;

import java.time.Instant;

/**
 * What an EVSE ought to be giving by now (S5.9). A fall or a change of direction counts at once; a
 * rise only after the EVSE has had time to settle.
 *
 * @param expectW power that it must have reached, W; NaN when nothing was asked
 * @param candidateW newest power it has accepted, W
 * @param since when the candidate was accepted
 */
public record Follow(double expectW, double candidateW, Instant since) {
  static final Follow NOTHING = new Follow(Double.NaN, Double.NaN, Instant.EPOCH);

  /** A difference below this is measurement noise, W. */
  private static final double TOLERANCE_W = 300;

  /** … and below this share of what was asked. */
  private static final double TOLERANCE = 0.1;

  /** Time that a device has to reach a higher power. */
  private static final long SETTLE_MS = 2_000;

  /** An EVSE that falls short and then gives this much more than it had shown has recovered, W. */
  private static final double RECOVERY_W = 100;

  /** The EVSE has accepted a setpoint. */
  Follow accepted(double powerW, Instant at) {
    if (Double.isNaN(candidateW) || Math.signum(powerW) != Math.signum(candidateW)) {
      return new Follow(0, powerW, at);
    }
    if (Math.abs(powerW) <= Math.abs(expectW)) {
      return new Follow(powerW, powerW, at);
    }
    if (Double.compare(expectW, candidateW) == 0) {
      return new Follow(expectW, powerW, at);
    }
    // still rising: the lowest of the rise is what it must have reached when the time is up
    double lowest = Math.min(Math.abs(candidateW), Math.abs(powerW));
    return new Follow(expectW, Math.copySign(lowest, powerW), since);
  }

  /** Takes the candidate over when its time to settle has passed. */
  Follow settled(Instant at) {
    boolean rising = !Double.isNaN(candidateW) && Double.compare(expectW, candidateW) != 0;
    return rising && !at.isBefore(since.plusMillis(SETTLE_MS))
        ? new Follow(candidateW, candidateW, since)
        : this;
  }

  /** Power missing from {@code measuredW}, W ≥ 0; 0 within the tolerance. */
  double shortfallW(double measuredW) {
    if (Double.isNaN(expectW) || Double.isNaN(measuredW)) {
      return 0;
    }
    double missing = Math.abs(expectW) - Math.max(0, measuredW * Math.signum(expectW));
    return missing > Math.max(TOLERANCE_W, TOLERANCE * Math.abs(expectW)) ? missing : 0;
  }

  /** Whether an EVSE that had shown {@code deliverableW} gives clearly more now. */
  static boolean recovered(double deliverableW, double measuredW) {
    return Math.abs(measuredW) > Math.abs(deliverableW) + RECOVERY_W;
  }
}
