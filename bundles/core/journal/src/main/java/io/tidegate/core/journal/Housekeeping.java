package io.tidegate.core.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer thread does while nobody waits, in slices of a few milliseconds: drops segments
 * beyond the retention, deletes their entries, forgets keys, gives pages back.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int ENTRIES_A_SLICE = 500;
  private static final int PAGES_A_SLICE = 200;

  private final Clock clock;
  private volatile boolean due = true;
  private long last = System.nanoTime();
  private boolean busy = true;

  Housekeeping(Clock clock) {
    this.clock = clock;
  }

  /** The limits or the segments have changed. Any thread. */
  void soon() {
    due = true;
  }

  /** There is more to do, in the next pause. */
  boolean isBusy() {
    return busy || due;
  }

  void run(Store store, Limits limits) throws SQLException {
    long now = System.nanoTime();
    if (due || now - last >= PERIOD_NANOS) {
      due = false;
      last = now;
      retain(store, limits);
    }
    if (busy) {
      busy = store.segments().purge(ENTRIES_A_SLICE);
      store.commit();
      if (!busy) {
        busy = store.shrink(PAGES_A_SLICE);
      }
    }
  }

  private void retain(Store store, Limits limits) throws SQLException {
    Instant now = clock.instant();
    int segments = store.segments().retain(limits, now);
    int keys = store.once().forget(now);
    store.commit();
    busy = true;
    if (segments + keys > 0) {
      LOG.info("Dropped {} segments and {} remembered ids beyond their time", segments, keys);
    }
  }
}
