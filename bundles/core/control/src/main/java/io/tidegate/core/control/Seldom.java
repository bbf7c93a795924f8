package io.tidegate.core.control;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets what could be logged several times a second into the log once a minute, with how often it
 * was left out. One thread's.
 */
final class Seldom {
  static final long BETWEEN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private final LongSupplier nanos;
  private boolean any;
  private long last;
  private long leftOut;

  /**
   * @param nanos a clock that only goes forward
   */
  Seldom(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How many were left out since the last line, when it is time for another; else empty. */
  OptionalLong next() {
    long now = nanos.getAsLong();
    if (any && now - last < BETWEEN_NANOS) {
      leftOut++;
      return OptionalLong.empty();
    }
    OptionalLong others = OptionalLong.of(leftOut);
    any = true;
    last = now;
    leftOut = 0;
    return others;
  }
}
