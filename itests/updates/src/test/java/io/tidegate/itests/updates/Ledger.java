package io.tidegate.itests.updates;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** What a gateway has booked of its stations' transactions. */
final class Ledger {
  private static final String EVENTS =
      "SELECT c.station, COUNT(*), COUNT(DISTINCT e.sequence), MIN(e.sequence), MAX(e.sequence)"
          + " FROM charge c JOIN charge_event e ON e.charge = c.id GROUP BY c.id";

  private Ledger() {}

  /**
   * How many events of each station are booked; one that has several transactions, or in whose
   * numbers one is missing or there twice, has -1.
   *
   * @param home of the gateway
   */
  static Map<String, Integer> events(Path home) throws SQLException {
    Map<String, Integer> events = new TreeMap<>();
    String file = "jdbc:sqlite:file:" + home.resolve("data/journal.db") + "?mode=ro";
    try (Connection connection = DriverManager.getConnection(file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(EVENTS)) {
      while (row.next()) {
        int count = row.getInt(2);
        boolean whole = row.getInt(3) == count && row.getInt(4) == 0 && row.getInt(5) == count - 1;
        events.merge(row.getString(1), whole ? count : -1, (one, other) -> -1);
      }
    }
    return events;
  }
}
