package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts entries that were appended and never written: holes in a segment. Any thread. */
final class Losses {
  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private long reported;

  /** An accepted entry, or with a null kind the beginning of a segment, could not be written. */
  void lost(EntryKind kind, long sequence, JournalException why) {
    accepted.incrementAndGet();
    LOG.error(
        "{}: {} with sequence {} is lost",
        why.code(),
        kind == null ? "segment" : kind,
        sequence,
        why);
  }

  /** An entry was refused: its author knows, the segment has a hole all the same. */
  void refused() {
    refused.incrementAndGet();
  }

  /**
   * How many were lost after they had been accepted, since the last call: their authors believe
   * them safe until they flush. Only the writer thread.
   */
  long unreported() {
    long now = accepted.get();
    long news = now - reported;
    reported = now;
    return news;
  }

  long total() {
    return accepted.get() + refused.get();
  }
}
