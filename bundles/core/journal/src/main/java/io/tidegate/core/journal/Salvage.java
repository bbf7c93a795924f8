package io.tidegate.core.journal;

import io.tidegate.api.journal.TransactionLedger.Event;
import io.tidegate.api.journal.TransactionLedger.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
    long events = 0;
    long keys = 0;
    long states = 0;
    try (Connection source = Sqlite.readOnly(damaged)) {
      Salvage salvage = new Salvage(source, target);
      events =
          salvage.table(
              "SELECT e.rowid, c.station, c.name, e.sequence, e.kind, e.evse, e.session, e.at,"
                  + " e.received_at, e.offline, e.import_wh, e.export_wh, e.payload"
                  + " FROM charge_event e JOIN charge c ON c.id = e.charge ORDER BY e.rowid",
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
    }
    target.commit();
    return "%d transaction events, %d command ids and %d states saved"
        .formatted(events, keys, states);
  }

  private long table(String query, Row row) throws SQLException {
    long saved = 0;
    long last = Long.MIN_VALUE;
    long first = Long.MAX_VALUE;
    for (String order : new String[] {"", " DESC"}) {
      try (PreparedStatement statement = source.prepareStatement(query + order);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next() && (order.isEmpty() || rows.getLong(1) > last)) {
          long id = rows.getLong(1);
          row.save(rows);
          saved++;
          last = order.isEmpty() ? id : last;
          first = Math.min(first, id);
        }
      } catch (SQLException e) {
        if (!Trouble.isCorrupt(e) && Trouble.isEnvironmental(e)) {
          throw e;
        }
        LOG.warn("The damage ends {} after {} rows", query, saved, e);
      }
    }
    return saved;
  }

  private void event(ResultSet row) throws SQLException {
    target
        .charges()
        .record(
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
                OnceTable.bytes(row, 13)));
  }

  private void copy(String insert, ResultSet row, int columns) throws SQLException {
    try (PreparedStatement statement = target.connection().prepareStatement(insert)) {
      for (int column = 1; column <= columns; column++) {
        statement.setObject(column, row.getObject(column + 1));
      }
      statement.executeUpdate();
    }
  }

  private static double register(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  @FunctionalInterface
  private interface Row {
    void save(ResultSet row) throws SQLException;
  }
}
