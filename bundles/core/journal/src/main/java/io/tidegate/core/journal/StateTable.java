package io.tidegate.core.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small state by space and key. Instance methods: only the writer thread. */
final class StateTable {
  private final PreparedStatement put;
  private final PreparedStatement remove;

  StateTable(Connection connection) throws SQLException {
    this.put =
        connection.prepareStatement(
            "INSERT INTO state VALUES (?, ?, ?)"
                + " ON CONFLICT (space, key) DO UPDATE SET value = excluded.value");
    this.remove = connection.prepareStatement("DELETE FROM state WHERE space = ? AND key = ?");
  }

  /** A null value removes the key. */
  void put(String space, String key, byte[] value) throws SQLException {
    PreparedStatement statement = value == null ? remove : put;
    statement.setString(1, space);
    statement.setString(2, key);
    if (value != null) {
      statement.setBytes(3, value);
    }
    statement.executeUpdate();
  }

  static Map<String, byte[]> all(Connection connection, String space) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT key, value FROM state WHERE space = ? ORDER BY key")) {
      query.setString(1, space);
      Map<String, byte[]> values = new LinkedHashMap<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          values.put(rows.getString(1), OnceTable.bytes(rows, 2));
        }
      }
      return Collections.unmodifiableMap(values);
    }
  }
}
