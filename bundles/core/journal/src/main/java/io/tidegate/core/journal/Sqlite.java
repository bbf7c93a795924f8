package io.tidegate.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Opens connections. The driver's native library is unpacked below the gateway's own home. */
final class Sqlite {
  /** Header field that marks a file as a Tidegate journal: "TGJL". */
  static final int APPLICATION_ID = 0x54474A4C;

  static final int SCHEMA_VERSION = 1;
  private static final String TEMPORARY = "org.sqlite.tmpdir";
  private static final int BUSY_TIMEOUT_MS = 2000;
  private static final int WAL_LIMIT_BYTES = 16 << 20;

  private Sqlite() {}

  /** Must precede the first connection; blocks. */
  static void unpackBelow(Path home) throws IOException {
    Path directory = home.resolve("tmp");
    Files.createDirectories(directory);
    if (System.getProperty(TEMPORARY) == null) {
      System.setProperty(TEMPORARY, directory.toString());
    }
  }

  /** The writer's connection: WAL, every commit synchronised to the disk. */
  static Connection writable(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setSynchronous(SynchronousMode.FULL);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    // the driver would ask for the last row's id after each row
    config.setGetGeneratedKeys(false);
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try {
      execute(connection, "PRAGMA auto_vacuum = INCREMENTAL"); // heeded by an empty file only
      execute(connection, "PRAGMA journal_mode = WAL");
      return connection;
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  static Connection readOnly(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  static int pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA " + name)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
