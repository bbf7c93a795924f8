package io.tidegate.core.control;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The loop's cycles of a second: when the next one is due, and which of them had no decision of
 * their own. Who decides on a cycle when the next one is due already decides on that one at once;
 * those between the two are skipped. Of the loop's thread, but for the counts, which any may read.
 */
final class Beat {
  static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong cycles = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private long next;
  private volatile long latest;

  /** The first cycle is due now. */
  void begin(long now) {
    next = now;
  }

  boolean due(long now) {
    return now - next >= 0;
  }

  /** Until the next cycle; negative when it is due. */
  long left(long now) {
    return next - now;
  }

  /** The cycle that was due has its decision. */
  void decided(long now) {
    long late = now - next;
    long whole = late / PERIOD_NANOS;
    count(Math.max(1, whole), Math.max(0, whole - 1));
    latest = Math.max(latest, late);
    next += late > PERIOD_NANOS ? late : PERIOD_NANOS;
  }

  /** No decision came about; the next try is a period away when this one was due. */
  void failed(long now) {
    if (due(now)) {
      long whole = 1 + (now - next) / PERIOD_NANOS;
      count(whole, whole);
      next = now + PERIOD_NANOS;
    }
  }

  private void count(long due, long without) {
    long unused = cycles.addAndGet(due);
    unused = missed.addAndGet(without);
  }

  long cycles() {
    return cycles.get();
  }

  long missed() {
    return missed.get();
  }

  /** Longest time from the moment a cycle was due until it was decided, ns. */
  long latestNanos() {
    return latest;
  }
}
