package io.tidegate.core.journal;

import io.tidegate.api.journal.TransactionLedger.Event;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.journal.TransactionLedger.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Charging transactions and their events; named charge because a transaction is also what SQL
 * makes. Only the writer thread.
 */
final class ChargeTable {
  private final PreparedStatement find;
  private final PreparedStatement create;
  private final PreparedStatement payload;
  private final PreparedStatement insert;
  private final PreparedStatement amend;

  ChargeTable(Connection connection) throws SQLException {
    this.find = connection.prepareStatement("SELECT id FROM charge WHERE station = ? AND name = ?");
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
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
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
    long charge = charge(event);
    payload.setLong(1, charge);
    payload.setInt(2, event.sequence());
    try (ResultSet known = payload.executeQuery()) {
      if (known.next()) {
        return Arrays.equals(OnceTable.bytes(known, 1), event.payload())
            ? Outcome.DUPLICATE
            : Outcome.CONFLICTING;
      }
    }
    insert(charge, event);
    amend.setInt(1, event.evse());
    amend.setString(2, event.session());
    boolean ends = event.kind() == Kind.ENDED || event.kind() == Kind.ENDED_ESTIMATED;
    amend.setString(3, ends ? event.at().toString() : null);
    amend.setLong(4, charge);
    amend.setString(5, event.kind().name());
    amend.executeUpdate();
    return Outcome.RECORDED;
  }

  private long charge(Event event) throws SQLException {
    find.setString(1, event.station());
    find.setString(2, event.transaction());
    try (ResultSet known = find.executeQuery()) {
      if (known.next()) {
        return known.getLong(1);
      }
    }
    create.setString(1, event.station());
    create.setString(2, event.transaction());
    create.setInt(3, event.evse());
    create.setString(4, event.session());
    try (ResultSet made = create.executeQuery()) {
      made.next();
      return made.getLong(1);
    }
  }

  private void insert(long charge, Event event) throws SQLException {
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
    insert.executeUpdate();
  }
}
