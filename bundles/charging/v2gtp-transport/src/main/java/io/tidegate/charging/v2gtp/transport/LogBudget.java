package io.tidegate.charging.v2gtp.transport;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** A few lines a second: what strangers can cause must not fill the disk. Thread-safe. */
final class LogBudget {
  private static final int LINES_A_SECOND = 10;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private long since = System.nanoTime() - SECOND;
  private int lines;
  private long keptBack;

  LogBudget(Logger log) {
    this.log = log;
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

  private synchronized boolean granted() {
    long now = System.nanoTime();
    if (now - since > SECOND) {
      if (keptBack > 0) {
        log.warn("{} lines on refused connections and datagrams kept back", keptBack);
      }
      since = now;
      lines = 0;
      keptBack = 0;
    }
    if (++lines <= LINES_A_SECOND) {
      return true;
    }
    keptBack++;
    return false;
  }
}
