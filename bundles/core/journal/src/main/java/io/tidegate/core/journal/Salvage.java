package io.tidegate.core.journal;

import io.tidegate.api.journal.TransactionLedger.Event;
import io.tidegate.api.journal.TransactionLedger.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what must never be lost out of a damaged journal: transactions, remembered keys, small
 * state. Each table is read from its beginning to the damage, and from its end back to it.
 */
final class Salvage {
  private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
  private final Connection source;
  private final Store target;

  private Salvage(Connection source, Store target) {
    this.source = source;
    this.target = target;
  }

  /** Returns what was saved, in words. Throws only when the new file cannot be written. */
  static String from(Path damaged, Store target) throws SQLException {
    int events = 0;
    int keys = 0;
    int states = 0;
    try (Connection source = Sqlite.readOnly(damaged)) {
      Salvage salvage = new Salvage(source, target);
      events =
          salvage.table(
              "SELECT e.id, c.station, c.name, e.sequence, e.kind, e.evse, e.session, e.at,"
                  + " e.received_at, e.offline, e.import_wh, e.export_wh, e.payload"
                  + " FROM charge_event e JOIN charge c ON c.id = e.charge ORDER BY e.id",
              salvage::event);
      keys =
          salvage.table(
              "SELECT rowid, space, key, at, expires, content FROM once ORDER BY rowid",
              row -> salvage.copy("INSERT OR REPLACE INTO once VALUES (?, ?, ?, ?, ?)", row, 5));
      states =
          salvage.table(
              "SELECT rowid, space, key, value FROM state ORDER BY rowid",
              row -> salvage.copy("INSERT OR REPLACE INTO state VALUES (?, ?, ?)", row, 3));
    } catch (SQLException e) {
      LOG.warn("{} does not open: nothing can be saved from it", damaged, e);
    } catch (TargetFailure e) {
      throw e.failure;
    }
    target.commit();
    return "%d transaction events, %d command ids and %d states saved"
        .formatted(events, keys, states);
  }

  private int table(String query, Row row) {
    Set<Long> saved = new HashSet<>();
    pass(query, row, saved);
    pass(query + " DESC", row, saved);
    return saved.size();
  }

  /** Ends at the damage, or at a row that the pass before has saved. */
  private void pass(String query, Row row, Set<Long> saved) {
    try (PreparedStatement statement = source.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next() && !saved.contains(rows.getLong(1))) {
        long id = rows.getLong(1);
        Write write = row.read(rows);
        try {
          write.run();
        } catch (SQLException e) {
          throw new TargetFailure(e);
        }
        saved.add(id);
      }
    } catch (TargetFailure e) {
      throw e;
    } catch (SQLException | RuntimeException e) {
      LOG.warn("The damage ends {} after {} rows", query, saved.size(), e);
    }
  }

  private Write event(ResultSet row) throws SQLException {
    Event event =
        new Event(
            row.getString(2),
            row.getString(3),
            row.getInt(4),
            Kind.valueOf(row.getString(5)),
            row.getInt(6),
            row.getString(7),
            Instant.parse(row.getString(8)),
            Instant.parse(row.getString(9)),
            row.getBoolean(10),
            register(row, 11),
            register(row, 12),
            OnceTable.bytes(row, 13));
    return () -> target.charges().record(event);
  }

  private Write copy(String insert, ResultSet row, int columns) throws SQLException {
    Object[] values = new Object[columns];
    for (int column = 0; column < columns; column++) {
      values[column] = row.getObject(column + 2);
    }
    return () -> {
      try (PreparedStatement statement = target.connection().prepareStatement(insert)) {
        for (int column = 0; column < columns; column++) {
          statement.setObject(column + 1, values[column]);
        }
        statement.executeUpdate();
      }
    };
  }

  private static double register(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  /** Reads a row of the damaged file. */
  @FunctionalInterface
  private interface Row {
    Write read(ResultSet row) throws SQLException;
  }

  /** Writes it to the new one. */
  @FunctionalInterface
  private interface Write {
    void run() throws SQLException;
  }

  /** The new file cannot be written: unlike damage, a reason to try again later. */
  private static final class TargetFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException failure;

    TargetFailure(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
