package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.journal.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A segment in a file. Each reading opens a connection of its own, so a segment holds nothing open.
 *
 * @param firstEntry id of its first entry
 * @param endEntry id of the next segment's first entry
 * @param lost entries that should be in it and are not
 */
record FileSegment(
    Path file,
    long number,
    Instant startedAt,
    long sequence,
    Map<String, String> bundles,
    long firstEntry,
    long endEntry,
    long entries,
    long bytes,
    long lost)
    implements JournalArchive.Segment {
  /** All of a file, oldest first. */
  static List<FileSegment> all(Path file) throws SQLException {
    try (Connection connection = Sqlite.readOnly(file);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT number, started_at, sequence, bundles, first_entry,"
                    + " lead(first_entry, 1, 9223372036854775807) OVER (ORDER BY number),"
                    + " max(0, lead(first_entry, 1, (SELECT coalesce(max(id), 0) + 1 FROM entry))"
                    + " OVER (ORDER BY number) - first_entry),"
                    + " bytes, lost FROM segment ORDER BY number")) {
      List<FileSegment> segments = new ArrayList<>();
      while (row.next()) {
        segments.add(
            new FileSegment(
                file,
                row.getLong(1),
                Moments.fromNanos(row.getLong(2)),
                row.getLong(3),
                BundleList.read(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9)));
      }
      return List.copyOf(segments);
    }
  }

  @Override
  public byte[] checkpoint() {
    try (Connection connection = Sqlite.readOnly(file);
        PreparedStatement query =
            connection.prepareStatement("SELECT checkpoint FROM segment WHERE number = ?")) {
      query.setLong(1, number);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          return OnceTable.bytes(row, 1);
        }
      }
    } catch (SQLException e) {
      throw Trouble.of(file, e).exception();
    }
    throw new JournalException(
        "ERR_JOURNAL_SEGMENT_GONE", "segment " + number + " was dropped from " + file, null);
  }

  @Override
  public void read(JournalArchive.Visitor visitor) throws IOException {
    read(visitor, firstEntry);
  }

  /** Hands over the last entries only. */
  void readLast(int most, JournalArchive.Visitor visitor) throws IOException {
    read(visitor, Math.max(firstEntry, firstEntry + entries - most));
  }

  private void read(JournalArchive.Visitor visitor, long from) throws IOException {
    try (Connection connection = Sqlite.readOnly(file);
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT kind, sequence, at, body FROM entry WHERE id >= ? AND id < ?"
                    + " AND EXISTS (SELECT 1 FROM segment WHERE number = ?) ORDER BY id")) {
      query.setLong(1, from);
      query.setLong(2, endEntry);
      query.setLong(3, number);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          visitor.entry(
              EntryKind.valueOf(row.getString(1)),
              row.getLong(2),
              Moments.fromNanos(row.getLong(3)),
              OnceTable.bytes(row, 4));
        }
      }
    } catch (SQLException e) {
      throw new IOException(Trouble.of(file, e).sentence(), e);
    }
  }
}
