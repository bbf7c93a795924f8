package io.tidegate.charging.v2gtp.transport;

import java.util.concurrent.TimeUnit;

/**
 * How fast a vehicle's messages are delivered: so many a second, and as many at once after a pause.
 * On the line's event loop.
 */
final class Pace {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long each;

  /** As long before now as there is credit. */
  private long next;

  Pace(int perSecond, long now) {
    this.each = SECOND / perSecond;
    this.next = now - SECOND;
  }

  /**
   * Takes a message's place.
   *
   * @return 0: it is due; else how long to wait until one may be taken, ns
   */
  long take(long now) {
    if (now - next > SECOND) {
      next = now - SECOND;
    }
    if (next - now > 0) {
      return next - now;
    }
    next += each;
    return 0;
  }
}
