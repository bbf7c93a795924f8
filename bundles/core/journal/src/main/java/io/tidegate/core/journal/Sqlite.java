package io.tidegate.core.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** Opens connections. The driver's native library is unpacked below the gateway's own home. */
final class Sqlite {
  /** Header field that marks a file as a Tidegate journal: "TGJL". */
  static final int APPLICATION_ID = 0x54474A4C;

  static final int SCHEMA_VERSION = 1;
  private static final String TEMPORARY = "org.sqlite.tmpdir";
  private static final String LIBRARY = "org.sqlite.lib.path";
  private static final int BUSY_TIMEOUT_MS = 2000;
  private static final int WAL_LIMIT_BYTES = 16 << 20;

  /** Once a life of this class, as long as the driver's is the same. */
  private static boolean loaded;

  private Sqlite() {}

  /**
   * Must precede the first connection; blocks.
   *
   * <p>Loads the driver's native library from a copy of our own, which is gone from the disk at
   * once. The driver would unpack it too, but then compares it byte by byte with what it unpacked,
   * which took a tenth of the processor time of a start. Where this fails, it still does so.
   */
  static void unpackBelow(Path home) throws IOException {
    Path directory = home.resolve("tmp");
    Files.createDirectories(directory);
    if (System.getProperty(TEMPORARY) == null) {
      System.setProperty(TEMPORARY, directory.toString());
    }
    load(directory);
  }

  private static synchronized void load(Path directory) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    if (loaded || System.getProperty(LIBRARY) != null) {
      return;
    }
    Path own = Files.createTempDirectory(directory, "sqlite-"); // readable by the owner only
    Path copy = own.resolve(name);
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library != null) {
        Files.copy(library, copy);
        System.setProperty(LIBRARY, own.toString());
        loaded = SQLiteJDBCLoader.initialize();
      }
    } catch (Exception e) {
      throw new IOException("cannot load SQLite's native library from " + own, e);
    } finally {
      System.clearProperty(LIBRARY);
      Files.deleteIfExists(copy);
      Files.deleteIfExists(own);
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
