package io.tidegate.admin.updates.fetch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses with decorrelated jitter: each is drawn between the least and three times the one before,
 * so that thousands of gateways that lost a server together do not come back together. Not
 * thread-safe.
 */
final class BackOff {
  private final long minMs;
  private final long maxMs;
  private final RandomGenerator random;
  private long lastMs;

  BackOff(Duration min, Duration max, RandomGenerator random) {
    minMs = min.toMillis();
    maxMs = Math.max(minMs, max.toMillis());
    this.random = random;
    lastMs = minMs;
  }

  /** The next pause. */
  Duration next() {
    lastMs = Math.min(maxMs, random.nextLong(minMs, Math.max(lastMs, minMs) * 3 + 1));
    return Duration.ofMillis(lastMs);
  }

  /** Something came: the next pause is a short one again. */
  void reset() {
    lastMs = minMs;
  }
}
