package io.tidegate.admin.updates.fetch;

import java.util.function.LongSupplier;

/** A bucket of tokens, one a byte. Not thread-safe. */
final class Bandwidth {
  private static final long NANOS = 1_000_000_000L;
  private static final long LEAST_BURST = 16_384;

  private final long bytesPerSecond;
  private final long burst;
  private final LongSupplier nanoTime;
  private long tokens;
  private long filledAt;

  /**
   * @param bytesPerSecond 0: no limit
   */
  Bandwidth(long bytesPerSecond, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    burst = Math.max(LEAST_BURST, bytesPerSecond / 4);
    tokens = burst;
    filledAt = nanoTime.getAsLong();
  }

  /** Takes what has come; how long to wait before more is asked for, in nanoseconds. */
  long take(long bytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    double gained = (double) (now - filledAt) / NANOS * bytesPerSecond;
    tokens = (long) Math.min((double) burst, tokens + gained) - bytes;
    filledAt = now;
    return tokens >= 0 ? 0 : (long) (-tokens * ((double) NANOS / bytesPerSecond));
  }
}
