package io.tidegate.core.journal;

import io.tidegate.api.journal.OnceLedger.Remembered;
import io.tidegate.api.journal.OnceLedger.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys that are remembered. Instance methods: only the writer thread. */
final class OnceTable {
  private final PreparedStatement find;
  private final PreparedStatement put;
  private final PreparedStatement forget;

  OnceTable(Connection connection) throws SQLException {
    this.find =
        connection.prepareStatement(
            "SELECT expires, content FROM once WHERE space = ? AND key = ?");
    this.put = connection.prepareStatement("INSERT OR REPLACE INTO once VALUES (?, ?, ?, ?, ?)");
    this.forget = connection.prepareStatement("DELETE FROM once WHERE expires <= ?");
  }

  Verdict once(String space, String key, byte[] content, Instant at, Duration keep)
      throws SQLException {
    long now = Moments.toNanosClamped(at);
    find.setString(1, space);
    find.setString(2, key);
    try (ResultSet known = find.executeQuery()) {
      if (known.next() && known.getLong(1) > now) {
        return Arrays.equals(known.getBytes(2), content) ? Verdict.REPEATED : Verdict.CONFLICT;
      }
    }
    put.setString(1, space);
    put.setString(2, key);
    put.setLong(3, now);
    put.setLong(4, Moments.toNanosClamped(at.plus(keep)));
    put.setBytes(5, content);
    put.executeUpdate();
    return Verdict.NEW;
  }

  /** Forgets keys whose time is over. */
  int forget(Instant now) throws SQLException {
    forget.setLong(1, Moments.toNanosClamped(now));
    return forget.executeUpdate();
  }

  static List<Remembered> remembered(Connection connection, String space, Instant now)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT key, at, content FROM once WHERE space = ? AND expires > ? ORDER BY at, rowid")) {
      query.setString(1, space);
      query.setLong(2, Moments.toNanosClamped(now));
      List<Remembered> keys = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          keys.add(
              new Remembered(
                  rows.getString(1), Moments.fromNanos(rows.getLong(2)), bytes(rows, 3)));
        }
      }
      return List.copyOf(keys);
    }
  }

  /** The driver gives null for an empty BLOB in some versions; ours are never null. */
  static byte[] bytes(ResultSet rows, int column) throws SQLException {
    byte[] value = rows.getBytes(column);
    return value == null ? new byte[0] : value;
  }
}
