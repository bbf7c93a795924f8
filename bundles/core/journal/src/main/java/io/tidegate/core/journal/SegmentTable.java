package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal.EntryKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;

/**
 * Segments and their entries. An entry's id rises over the life of the journal; a segment owns the
 * ids from its first up to the next one's first. Only the writer thread.
 */
final class SegmentTable {
  /** What an entry costs beside its body, about, bytes. */
  private static final int ENTRY_OVERHEAD = 24;

  private final Connection connection;
  private final PreparedStatement insertEntry;
  private final PreparedStatement insertSegment;
  private final PreparedStatement addCounts;
  private final PreparedStatement purge;
  private long segment;
  private long nextEntry;
  private long firstKept;
  private long entries;
  private long bytes;
  private long lost;

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
    entries = 0;
    bytes = 0;
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
    entries++;
    bytes += body.length + ENTRY_OVERHEAD;
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

  /** Adds what was appended to the newest segment's counts: before its successor and the commit. */
  void settle() throws SQLException {
    if (segment == 0 || entries + lost == 0) {
      return;
    }
    addCounts.setLong(1, entries);
    addCounts.setLong(2, bytes);
    addCounts.setLong(3, lost);
    addCounts.setLong(4, segment);
    addCounts.executeUpdate();
    entries = 0;
    bytes = 0;
    lost = 0;
  }

  /**
   * Drops segments beyond the retention, oldest first, never the newest. A segment's age is that of
   * its last entry, which is the next one's beginning.
   *
   * @return how many were dropped
   */
  int retain(Limits limits, Instant now) throws SQLException {
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
