package io.tidegate.hardware.modbus.bus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connect: doubling from the least to the most, each with a jitter
 * down to its half, so that many gateways do not knock in step. Not thread-safe.
 */
final class BackOff {
  private final Duration min;
  private final Duration max;
  private final RandomGenerator random;
  private long nextMs;

  BackOff(Duration min, Duration max, RandomGenerator random) {
    this.min = min;
    this.max = max;
    this.random = random;
    reset();
  }

  void reset() {
    nextMs = min.toMillis();
  }

  Duration failed() {
    long now = nextMs;
    nextMs = Math.min(2 * nextMs, max.toMillis());
    return Duration.ofMillis(now - (long) (random.nextDouble() * now / 2));
  }
}
