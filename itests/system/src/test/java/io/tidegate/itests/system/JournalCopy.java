package io.tidegate.itests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A journal as somebody with a SQLite shell sees it; the gateway that wrote it has ended. */
final class JournalCopy {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Path file;

  private JournalCopy(Path file) {
    this.file = file;
  }

  /** Copies a journal with what is still in its write-ahead log. */
  static JournalCopy of(Path journal, Path copy) throws IOException {
    for (String part : new String[] {"", "-wal"}) {
      Path from = journal.resolveSibling(journal.getFileName() + part);
      if (Files.exists(from)) {
        Files.copy(from, copy.resolveSibling(copy.getFileName() + part));
      }
    }
    return new JournalCopy(copy);
  }

  Path file() {
    return file;
  }

  /** The first column of the first row. */
  long number(String query, String... parameters) throws SQLException {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : -1;
      }
    }
  }

  /**
   * Adds one watt to a discharge setpoint in the middle of the journal.
   *
   * @return the number of the decision that issued it
   */
  long alterOneSetpoint() throws SQLException, IOException {
    try (Connection connection = open();
        Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery("SELECT id, body FROM entry WHERE kind = 'DECISION' ORDER BY id")) {
      while (row.next()) {
        JsonNode decision = JSON.readTree(row.getBytes(2));
        JsonNode setpoint = decision.path("setpoints").path(0);
        if (setpoint.path("powerW").asDouble() < 0) {
          ((ObjectNode) setpoint).put("powerW", setpoint.path("powerW").asDouble() + 1);
          write(connection, row.getLong(1), JSON.writeValueAsBytes(decision));
          return decision.path("number").asLong();
        }
      }
    }
    throw new AssertionError("the journal has no discharge setpoint");
  }

  private static void write(Connection connection, long id, byte[] body) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE entry SET body = ? WHERE id = ?")) {
      update.setBytes(1, body);
      update.setLong(2, id);
      update.executeUpdate();
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }
}
