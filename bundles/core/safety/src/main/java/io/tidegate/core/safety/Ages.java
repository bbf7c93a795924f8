package io.tidegate.core.safety;

import java.time.Instant;

/** Arithmetic on instants that holds for every instant there is. */
final class Ages {
  private Ages() {}

  /** Time from one instant to another, s; negative when {@code to} is the earlier one. */
  static double seconds(Instant from, Instant to) {
    return (double) (to.getEpochSecond() - from.getEpochSecond())
        + (to.getNano() - from.getNano()) * 1e-9;
  }

  /**
   * Whether what was received at {@code received} is no older than allowed, nor from the future.
   */
  static boolean fresh(Instant received, Instant now, double maxAgeS) {
    double age = seconds(received, now);
    return age >= 0 && age <= maxAgeS;
  }

  /** Whether anything was ever received. */
  static boolean ever(Instant received) {
    return received.isAfter(Instant.EPOCH);
  }
}
