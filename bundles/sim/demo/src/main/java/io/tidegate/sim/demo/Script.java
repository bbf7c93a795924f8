package io.tidegate.sim.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The evening's clock, in seconds of the script. Where something took longer than planned, all that
 * follows is later by as much, so that no act is cut short by the one before it. The script's
 * thread.
 */
final class Script {
  private final Instant begin = Instant.now();
  private Duration late = Duration.ZERO;

  /** When that second is, or was, as far as is known now. */
  Instant at(double seconds) {
    return begin.plus(late).plusMillis((long) (seconds * 1000));
  }

  /** Waits for that second. */
  void until(double seconds) throws InterruptedException {
    until(at(seconds));
  }

  static void until(Instant instant) throws InterruptedException {
    long left = Duration.between(Instant.now(), instant).toMillis();
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep(left);
    }
  }

  /** Waits for the second at which an act begins; when it has passed, the rest is later. */
  void act(double seconds) throws InterruptedException {
    until(seconds);
    Duration behind = Duration.between(at(seconds), Instant.now());
    if (!behind.isNegative()) {
      late = late.plus(behind);
    }
  }
}
