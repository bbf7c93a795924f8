package io.tidegate.host.kura.cloud;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many a minute and no more; thread-safe. */
final class Budget {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private final LongSupplier nanos;
  private double left = Double.MAX_VALUE;
  private long at;

  Budget(LongSupplier nanos) {
    this.nanos = nanos;
    this.at = nanos.getAsLong();
  }

  /** Whether there is one left; the rate may change from call to call. */
  synchronized boolean take(int perMinute) {
    long now = nanos.getAsLong();
    left = Math.min(perMinute, left + (double) (now - at) / MINUTE * perMinute);
    at = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
