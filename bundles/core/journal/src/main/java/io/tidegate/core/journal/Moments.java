package io.tidegate.core.journal;

import java.time.Instant;

/**
 * Instants as nanoseconds since 1970, exact from 1678 to 2262: a replay must see the very same
 * instant.
 */
final class Moments {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Moments() {}

  /** Throws {@link ArithmeticException} outside the range. */
  static long toNanos(Instant at) {
    return Math.addExact(
        Math.multiplyExact(at.getEpochSecond(), NANOS_PER_SECOND), (long) at.getNano());
  }

  /** Like {@link #toNanos}, but ends at the ends of the range. */
  static long toNanosClamped(Instant at) {
    try {
      return toNanos(at);
    } catch (ArithmeticException e) {
      return at.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  static Instant fromNanos(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }
}
