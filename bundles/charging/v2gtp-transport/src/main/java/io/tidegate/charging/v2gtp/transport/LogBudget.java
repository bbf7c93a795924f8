package io.tidegate.charging.v2gtp.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * A few lines a minute: what strangers can cause must not fill the disk. What was kept back is
 * counted in one line when the minute is over. Thread-safe.
 */
final class LogBudget {
  static final int LINES_A_MINUTE = 30;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String about;
  private final LongSupplier nanos;
  private long since;
  private int lines;
  private long keptBack;

  /**
   * @param about what the lines are about, for the one that counts
   * @param nanos monotonic
   */
  LogBudget(Logger log, String about, LongSupplier nanos) {
    this.log = log;
    this.about = about;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  void info(String format, Object... arguments) {
    if (granted()) {
      log.info(format, arguments);
    }
  }

  void warn(String format, Object... arguments) {
    if (granted()) {
      log.warn(format, arguments);
    }
  }

  /** Says what was kept back once the minute is over; to be called now and then. */
  synchronized void settle() {
    long now = nanos.getAsLong();
    if (now - since >= MINUTE) {
      if (keptBack > 0) {
        log.warn("{}: {} more lines within a minute, kept back", about, keptBack);
      }
      since = now;
      lines = 0;
      keptBack = 0;
    }
  }

  private synchronized boolean granted() {
    settle();
    if (lines < LINES_A_MINUTE) {
      lines++;
      return true;
    }
    keptBack++;
    return false;
  }
}
