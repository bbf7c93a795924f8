package io.tidegate.host.kura.driver;

import java.time.Duration;
import java.time.Instant;

/**
 * What a channel reads.
 *
 * @param value a Double, Long, Boolean or String; null when there is none
 * @param at when it was so
 * @param missing why there is no value; empty when there is one
 */
record Sample(Object value, Instant at, String missing) {

  static Sample of(Object value, Instant at) {
    return new Sample(value, at, "");
  }

  /** A number; NaN is none. */
  static Sample number(double value, Instant at) {
    return Double.isFinite(value) ? of(value, at) : missing("is not known");
  }

  /** A measurement; one that is older than it may be is none: Kura's channels know no quality. */
  static Sample measured(double value, Instant at, double maxAgeS, Instant now) {
    if (!Double.isFinite(value)) {
      return missing("was never measured");
    }
    double ageS = Duration.between(at, now).toMillis() / 1_000.0;
    return ageS > maxAgeS
        ? missing(
            "was measured " + Math.round(ageS) + " s ago and may be so old at most " + maxAgeS)
        : of(value, at);
  }

  static Sample missing(String why) {
    return new Sample(null, Instant.EPOCH, why);
  }

  boolean present() {
    return value != null;
  }
}
