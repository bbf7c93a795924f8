package io.tidegate.charging.ocpp.transport;

import java.util.concurrent.TimeUnit;

/**
 * How many messages of one station may be served now: so many a second, and two seconds' worth at
 * once after a rest. Event loop only.
 */
final class Allowance {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int BURST_S = 2;

  private double left = Double.MAX_VALUE;
  private long at = System.nanoTime();

  /** Takes one; false when there is none. */
  boolean take(long now, int perSecond) {
    double most = (double) perSecond * BURST_S;
    left = Math.min(most, left + (now - at) / SECOND * perSecond);
    at = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
