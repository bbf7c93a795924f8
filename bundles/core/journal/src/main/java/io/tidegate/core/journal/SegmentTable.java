package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal.EntryKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Segments and their entries. An entry's id rises over the life of the journal; a segment owns the
 * ids from its first up to the next one's first. Only the writer thread.
 *
 * <p>The counts of the newest segment stand beside its checkpoint, and whoever changes them makes
 * SQLite read all of that, megabytes on a large site: they are written once a second, not with each
 * commit. How many entries a segment has follows from the ids; of its bytes, which are about right
 * anyway, a crash leaves those of the last second uncounted.
 */
final class SegmentTable {
  /** What an entry costs beside its body, about, bytes. */
  private static final int ENTRY_OVERHEAD = 24;

  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Connection connection;
  private final PreparedStatement insertEntry;
  private final PreparedStatement insertSegment;
  private final PreparedStatement addCounts;
  private final PreparedStatement purge;
  private long segment;
  private long nextEntry;
  private long firstKept;
  private long lost;

  /** Of the open transaction. */
  private Counts open = Counts.NONE;

  /** Committed, and not in the segment's row yet. */
  private Counts unsettled = Counts.NONE;

  private boolean settled;
  private long settledAt = System.nanoTime();

  private record Counts(long entries, long bytes) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(long moreEntries, long moreBytes) {
      return new Counts(entries + moreEntries, bytes + moreBytes);
    }

    Counts plus(Counts other) {
      return plus(other.entries, other.bytes);
    }
  }

  SegmentTable(Connection connection) throws SQLException {
    this.connection = connection;
    this.insertEntry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?)");
    this.insertSegment =
        connection.prepareStatement(
            "INSERT INTO segment (number, first_entry, sequence, started_at, bytes, bundles,"
                + " checkpoint) VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.addCounts =
        connection.prepareStatement(
            "UPDATE segment SET entries = entries + ?, bytes = bytes + ?, lost = lost + ?"
                + " WHERE number = ?");
    this.purge =
        connection.prepareStatement(
            "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE id < ? ORDER BY id LIMIT ?)");
    reload();
  }

  /** Reads where to go on: after opening and after a rollback. */
  void reload() throws SQLException {
    open = Counts.NONE;
    settled = false;
    lost = 0;
    segment = number("SELECT max(number) FROM segment");
    long started = number("SELECT max(first_entry) FROM segment");
    nextEntry = Math.max(started, number("SELECT max(id) FROM entry") + 1);
    firstKept = number("SELECT min(first_entry) FROM segment");
    connection.commit();
  }

  /** Appends to the newest segment. */
  void append(EntryKind kind, long sequence, Instant at, byte[] body) throws SQLException {
    if (segment == 0) {
      throw new IllegalStateException("no segment has begun yet: nothing could replay this entry");
    }
    insertEntry.setLong(1, nextEntry);
    insertEntry.setString(2, kind.name());
    insertEntry.setLong(3, sequence);
    insertEntry.setLong(4, Moments.toNanos(at));
    insertEntry.setBytes(5, body);
    insertEntry.executeUpdate();
    nextEntry++;
    open = open.plus(1, body.length + ENTRY_OVERHEAD);
  }

  /** Begins the next segment. */
  void begin(long sequence, Instant at, byte[] checkpoint, Map<String, String> bundles)
      throws SQLException {
    settle();
    insertSegment.setLong(1, segment + 1);
    insertSegment.setLong(2, nextEntry);
    insertSegment.setLong(3, sequence);
    insertSegment.setLong(4, Moments.toNanos(at));
    insertSegment.setLong(5, checkpoint.length);
    insertSegment.setString(6, BundleList.write(bundles));
    insertSegment.setBytes(7, checkpoint);
    insertSegment.executeUpdate();
    segment++;
  }

  /** Entries that should be in the newest segment and are not. */
  void lost(long count) {
    lost += count;
  }

  /** Before the commit: writes the counts when that is due. */
  void settleWhenDue() throws SQLException {
    if (lost > 0 || System.nanoTime() - settledAt >= SETTLE_NANOS) {
      settle();
    }
  }

  /** The transaction is durable. */
  void committed() {
    unsettled = settled ? open : unsettled.plus(open);
    open = Counts.NONE;
    settled = false;
  }

  /** Adds what was appended to the newest segment's counts: before its successor at the latest. */
  void settle() throws SQLException {
    settledAt = System.nanoTime();
    Counts all = settled ? open : unsettled.plus(open);
    if (segment == 0 || all.entries() + lost == 0) {
      return;
    }
    addCounts.setLong(1, all.entries());
    addCounts.setLong(2, all.bytes());
    addCounts.setLong(3, lost);
    addCounts.setLong(4, segment);
    addCounts.executeUpdate();
    settled = true;
    open = Counts.NONE;
    lost = 0;
  }

  /**
   * Drops segments beyond the retention, oldest first, never the newest. A segment's age is that of
   * its last entry, which is the next one's beginning.
   *
   * @return how many were dropped
   */
  int retain(Limits limits, Instant now) throws SQLException {
    settle();
    long oldest = Moments.toNanosClamped(now.minus(limits.retention()));
    try (PreparedStatement drop =
        connection.prepareStatement(
            """
            DELETE FROM segment WHERE number < (SELECT max(number) FROM segment) AND (
              (SELECT min(later.started_at) FROM segment later
                WHERE later.number > segment.number) < ?
              OR (SELECT sum(later.bytes) FROM segment later
                WHERE later.number >= segment.number) > ?)""")) {
      drop.setLong(1, oldest);
      drop.setLong(2, limits.maxBytes());
      int dropped = drop.executeUpdate();
      if (dropped > 0) {
        firstKept = number("SELECT min(first_entry) FROM segment");
      }
      return dropped;
    }
  }

  /** Deletes some entries of dropped segments; false when there are none left. */
  boolean purge(int most) throws SQLException {
    purge.setLong(1, firstKept);
    purge.setInt(2, most);
    return purge.executeUpdate() > 0;
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }
}
