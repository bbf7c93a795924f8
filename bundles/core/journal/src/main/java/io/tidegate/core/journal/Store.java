package io.tidegate.core.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The writer's connection and its tables. Only the writer thread.
 *
 * <p>The driver opens a transaction with the first statement and takes the write lock with the
 * first change; {@link #commit} ends it.
 */
final class Store implements AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE probe (id INTEGER PRIMARY KEY, turn INTEGER NOT NULL)",
          """
          CREATE TABLE segment (
            number INTEGER PRIMARY KEY,
            first_entry INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            entries INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0,
            lost INTEGER NOT NULL DEFAULT 0,
            bundles TEXT NOT NULL,
            checkpoint BLOB NOT NULL)""",
          """
          CREATE TABLE entry (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            body BLOB NOT NULL)""",
          """
          CREATE TABLE once (
            space TEXT NOT NULL,
            key TEXT NOT NULL,
            at INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (space, key))""",
          "CREATE INDEX once_expires ON once (expires)",
          """
          CREATE TABLE charge (
            id INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            name TEXT NOT NULL,
            evse INTEGER NOT NULL,
            session TEXT NOT NULL,
            ended_at TEXT,
            UNIQUE (station, name))""",
          "CREATE INDEX charge_open ON charge (id) WHERE ended_at IS NULL",
          """
          CREATE TABLE charge_event (
            id INTEGER PRIMARY KEY,
            charge INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            evse INTEGER NOT NULL,
            session TEXT NOT NULL,
            at TEXT NOT NULL,
            received_at TEXT NOT NULL,
            offline INTEGER NOT NULL,
            import_wh REAL,
            export_wh REAL,
            payload BLOB NOT NULL,
            UNIQUE (charge, sequence))""",
          """
          CREATE TABLE state (
            space TEXT NOT NULL,
            key TEXT NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (space, key))""");

  /** Free pages that are kept for what comes next, 16 MB. */
  private static final int FEW_PAGES = 4096;

  /** Length of the log at which it is moved into the file: 16 MB, what the log may keep. */
  static final int LOG_PAGES = 4000;

  private final Connection connection;
  private boolean catchesUp;
  private final SegmentTable segments;
  private final OnceTable once;
  private final ChargeTable charges;
  private final StateTable states;

  private Store(Connection connection) throws SQLException {
    this.connection = connection;
    this.segments = new SegmentTable(connection);
    this.once = new OnceTable(connection);
    this.charges = new ChargeTable(connection);
    this.states = new StateTable(connection);
    catchUp(true);
  }

  /** Opens the file, makes the tables in an empty one, and reads where to go on. */
  static Store open(Path file) throws SQLException, IOException {
    Connection connection = Sqlite.writable(file);
    try {
      prepare(connection, file);
      return new Store(connection);
    } catch (SQLException | IOException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  private static void prepare(Connection connection, Path file) throws SQLException, IOException {
    int version = Sqlite.pragma(connection, "user_version");
    int tables = Sqlite.pragma(connection, "schema_version");
    if (tables > 0 && Sqlite.pragma(connection, "application_id") != Sqlite.APPLICATION_ID) {
      throw foreign(file, "is no journal of Tidegate");
    }
    if (version > Sqlite.SCHEMA_VERSION) {
      throw foreign(file, "was written by a newer version");
    }
    connection.setAutoCommit(false);
    if (tables == 0) {
      for (String statement : SCHEMA) {
        Sqlite.execute(connection, statement);
      }
      Sqlite.execute(connection, "PRAGMA application_id = " + Sqlite.APPLICATION_ID);
      Sqlite.execute(connection, "PRAGMA user_version = " + Sqlite.SCHEMA_VERSION);
      connection.commit();
    }
  }

  private static IOException foreign(Path file, String what) {
    return new TroubleException(
        new Trouble(
            "ERR_JOURNAL_VERSION",
            file + " " + what + ": install that version or move the file aside, then restart",
            false,
            null));
  }

  Connection connection() {
    return connection;
  }

  SegmentTable segments() {
    return segments;
  }

  OnceTable once() {
    return once;
  }

  ChargeTable charges() {
    return charges;
  }

  StateTable states() {
    return states;
  }

  /** A change that means nothing, to see whether changes are possible. */
  void probe() throws SQLException {
    Sqlite.execute(
        connection,
        "INSERT INTO probe VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET turn = turn + 1");
  }

  void commit() throws SQLException {
    segments.settleWhenDue();
    connection.commit();
    segments.committed();
  }

  /** Whether a commit that makes the log long may move it into the file, which takes a while. */
  void catchUp(boolean may) throws SQLException {
    if (may != catchesUp) {
      Sqlite.execute(connection, "PRAGMA wal_autocheckpoint = " + (may ? LOG_PAGES : 0));
      catchesUp = may;
    }
  }

  void rollback() throws SQLException {
    connection.rollback();
    charges.forget();
    segments.reload();
  }

  /**
   * Gives pages of dropped segments back to the disk, a slice at a time.
   *
   * @return whether there are more
   */
  boolean shrink(int pages) throws SQLException {
    int free = Sqlite.pragma(connection, "freelist_count");
    boolean worthwhile = free > FEW_PAGES && free > Sqlite.pragma(connection, "page_count") / 4;
    if (worthwhile) {
      Sqlite.execute(connection, "PRAGMA incremental_vacuum(" + pages + ")");
    }
    connection.commit();
    return worthwhile;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
