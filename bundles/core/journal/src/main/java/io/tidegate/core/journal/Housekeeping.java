package io.tidegate.core.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer thread does between transactions, in slices of a few milliseconds: drops segments
 * beyond the retention, deletes their entries, forgets keys, gives pages back.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int ENTRIES_A_SLICE = 500;
  private static final int PAGES_A_SLICE = 200;

  private final Clock clock;
  private volatile boolean due = true;
  private long lastRound = System.nanoTime();
  private long lastSlice = System.nanoTime();
  private boolean purging = true;

  Housekeeping(Clock clock) {
    this.clock = clock;
  }

  /** The limits or the segments have changed. Any thread. */
  void soon() {
    due = true;
  }

  /** How long the writer may wait for work before there is something to do here, ms. */
  long pauseMillis() {
    return due || purging ? TimeUnit.NANOSECONDS.toMillis(SLICE_NANOS) : 1000;
  }

  /** Does one slice when its time has come. */
  void run(Store store, Limits limits) throws SQLException {
    long now = System.nanoTime();
    if (now - lastSlice < SLICE_NANOS) {
      return;
    }
    lastSlice = now;
    if (due || now - lastRound >= PERIOD_NANOS) {
      due = false;
      lastRound = now;
      retain(store, limits);
    } else if (purging) {
      purging = store.segments().purge(ENTRIES_A_SLICE);
      store.commit();
      purging = purging || store.shrink(PAGES_A_SLICE);
    }
  }

  private void retain(Store store, Limits limits) throws SQLException {
    Instant now = clock.instant();
    int segments = store.segments().retain(limits, now);
    int keys = store.once().forget(now);
    store.commit();
    purging = true;
    if (segments + keys > 0) {
      LOG.info("Dropped {} segments and {} remembered ids beyond their time", segments, keys);
    }
  }
}
