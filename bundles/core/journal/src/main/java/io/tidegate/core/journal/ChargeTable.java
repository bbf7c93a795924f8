package io.tidegate.core.journal;

import io.tidegate.api.journal.TransactionLedger.Event;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.journal.TransactionLedger.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Charging transactions and their events; named charge because a transaction is also what SQL
 * makes. Only the writer thread.
 */
final class ChargeTable {
  /** Of so many transactions it need not look up the row. */
  private static final int REMEMBERED = 4_096;

  private final Map<Key, Charge> charges =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Charge> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final PreparedStatement find;
  private final PreparedStatement create;
  private final PreparedStatement payload;
  private final PreparedStatement insert;
  private final PreparedStatement amend;

  private record Key(String station, String transaction) {}

  /**
   * @param named its EVSE and session are known
   */
  private record Charge(long id, boolean named) {}

  ChargeTable(Connection connection) throws SQLException {
    this.find =
        connection.prepareStatement(
            "SELECT id, evse <> 0 AND session <> '' FROM charge WHERE station = ? AND name = ?");
    this.create =
        connection.prepareStatement(
            "INSERT INTO charge (station, name, evse, session) VALUES (?, ?, ?, ?) RETURNING id");
    this.payload =
        connection.prepareStatement(
            "SELECT payload FROM charge_event WHERE charge = ? AND sequence = ?");
    this.insert =
        connection.prepareStatement(
            "INSERT INTO charge_event (charge, sequence, kind, evse, session, at, received_at,"
                + " offline, import_wh, export_wh, payload)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (charge, sequence) DO NOTHING");
    // what the first event did not name, a later one may; and the station's own end, the first of
    // them, takes the place of an estimated one
    this.amend =
        connection.prepareStatement(
            """
            UPDATE charge SET
              evse = CASE WHEN evse = 0 THEN ?1 ELSE evse END,
              session = CASE WHEN session = '' THEN ?2 ELSE session END,
              ended_at = CASE
                WHEN ended_at IS NULL THEN ?3
                WHEN ?5 = 'ENDED'
                  AND EXISTS (SELECT 1 FROM charge_event
                    WHERE charge = ?4 AND kind = 'ENDED_ESTIMATED')
                  AND 1 = (SELECT count(*) FROM charge_event
                    WHERE charge = ?4 AND kind = 'ENDED')
                THEN ?3
                ELSE ended_at END
            WHERE id = ?4""");
  }

  Outcome record(Event event) throws SQLException {
    Charge charge = charge(event);
    if (insert(charge.id(), event) == 0) {
      return known(charge.id(), event);
    }
    if (!charge.named() || ends(event)) {
      amend(charge.id(), event);
      // it may have its names now
      charges.remove(new Key(event.station(), event.transaction()));
    }
    return Outcome.RECORDED;
  }

  /** What it remembers may have been rolled back. */
  void forget() {
    charges.clear();
  }

  private Outcome known(long charge, Event event) throws SQLException {
    payload.setLong(1, charge);
    payload.setInt(2, event.sequence());
    try (ResultSet known = payload.executeQuery()) {
      known.next();
      return Arrays.equals(OnceTable.bytes(known, 1), event.payload())
          ? Outcome.DUPLICATE
          : Outcome.CONFLICTING;
    }
  }

  private static boolean ends(Event event) {
    return event.kind() == Kind.ENDED || event.kind() == Kind.ENDED_ESTIMATED;
  }

  private void amend(long charge, Event event) throws SQLException {
    amend.setInt(1, event.evse());
    amend.setString(2, event.session());
    amend.setString(3, ends(event) ? event.at().toString() : null);
    amend.setLong(4, charge);
    amend.setString(5, event.kind().name());
    amend.executeUpdate();
  }

  private Charge charge(Event event) throws SQLException {
    Key key = new Key(event.station(), event.transaction());
    Charge known = charges.get(key);
    if (known == null) {
      known = find(event);
      charges.put(key, known);
    }
    return known;
  }

  private Charge find(Event event) throws SQLException {
    find.setString(1, event.station());
    find.setString(2, event.transaction());
    try (ResultSet known = find.executeQuery()) {
      if (known.next()) {
        return new Charge(known.getLong(1), known.getBoolean(2));
      }
    }
    create.setString(1, event.station());
    create.setString(2, event.transaction());
    create.setInt(3, event.evse());
    create.setString(4, event.session());
    try (ResultSet made = create.executeQuery()) {
      made.next();
      return new Charge(made.getLong(1), event.evse() != 0 && !event.session().isEmpty());
    }
  }

  /** How many rows it made: none when the number is known. */
  private int insert(long charge, Event event) throws SQLException {
    insert.setLong(1, charge);
    insert.setInt(2, event.sequence());
    insert.setString(3, event.kind().name());
    insert.setInt(4, event.evse());
    insert.setString(5, event.session());
    insert.setString(6, event.at().toString());
    insert.setString(7, event.receivedAt().toString());
    insert.setBoolean(8, event.offline());
    insert.setDouble(9, event.importWh()); // SQLite keeps NaN as NULL
    insert.setDouble(10, event.exportWh());
    insert.setBytes(11, event.payload());
    return insert.executeUpdate();
  }
}
