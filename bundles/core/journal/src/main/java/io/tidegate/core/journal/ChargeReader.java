package io.tidegate.core.journal;

import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.journal.TransactionLedger.Summary;
import io.tidegate.api.journal.TransactionLedger.Told;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Summaries of charging transactions, made from their events. For one read-only connection. */
final class ChargeReader {
  static final int MOST_MISSING = 1000;
  private static final String COLUMNS =
      "SELECT id, station, name, evse, session, ended_at FROM charge ";
  private final Connection connection;

  ChargeReader(Connection connection) {
    this.connection = connection;
  }

  Optional<Summary> one(String station, String transaction) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "WHERE station = ? AND name = ?")) {
      query.setString(1, station);
      query.setString(2, transaction);
      return summaries(query).stream().findFirst();
    }
  }

  /** Highest number first. */
  List<Told> latest(String station, String transaction, int most) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT e.sequence, e.payload FROM charge_event e JOIN charge c ON c.id = e.charge"
                + " WHERE c.station = ? AND c.name = ? AND e.kind <> 'ENDED_ESTIMATED'"
                + " ORDER BY e.sequence DESC LIMIT ?")) {
      query.setString(1, station);
      query.setString(2, transaction);
      query.setInt(3, Math.max(0, most));
      List<Told> events = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          events.add(new Told(row.getInt(1), OnceTable.bytes(row, 2)));
        }
      }
      return List.copyOf(events);
    }
  }

  /** Without an end, oldest first. */
  List<Summary> open() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "WHERE ended_at IS NULL ORDER BY id")) {
      return summaries(query);
    }
  }

  /** Newest first. */
  List<Summary> recent(int most) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COLUMNS + "ORDER BY id DESC LIMIT ?")) {
      query.setInt(1, Math.max(0, most));
      return summaries(query);
    }
  }

  private List<Summary> summaries(PreparedStatement query) throws SQLException {
    List<Summary> summaries = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Events events = events(row.getLong(1));
        summaries.add(
            new Summary(
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                events.startedAt,
                Optional.ofNullable(row.getString(6)).map(Instant::parse),
                events.highest,
                List.copyOf(events.missing),
                Registers.energyWh(events.importWh.build().toArray()),
                Registers.energyWh(events.exportWh.build().toArray()),
                events.estimated && !events.ended));
      }
    }
    return List.copyOf(summaries);
  }

  private Events events(long charge) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT sequence, kind, at, import_wh, export_wh FROM charge_event"
                + " WHERE charge = ? ORDER BY sequence")) {
      query.setLong(1, charge);
      Events events = new Events();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Kind kind = Kind.valueOf(row.getString(2));
          if (kind == Kind.ENDED_ESTIMATED) {
            // the gateway's own: no number and no reading of the station's
            events.estimated = true;
            continue;
          }
          events.sequence(row.getInt(1));
          events.time(kind, Instant.parse(row.getString(3)));
          events.importWh.add(register(row, 4));
          events.exportWh.add(register(row, 5));
        }
      }
      return events;
    }
  }

  private static double register(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  /** One transaction's events, taken in the order of their numbers. */
  private static final class Events {
    private final List<Integer> missing = new ArrayList<>();
    private final DoubleStream.Builder importWh = DoubleStream.builder();
    private final DoubleStream.Builder exportWh = DoubleStream.builder();
    private Instant startedAt;
    private boolean startKnown;
    private boolean estimated;
    private boolean ended;
    private int highest;

    void sequence(int number) {
      for (long gap = highest + 1L;
          startedAt != null && gap < number && missing.size() < MOST_MISSING;
          gap++) {
        missing.add((int) gap);
      }
      highest = number;
    }

    /** The start is Started's time; until that arrives, the earliest event's. */
    void time(Kind kind, Instant at) {
      boolean earliest = startedAt == null || (!startKnown && at.isBefore(startedAt));
      if (earliest || (kind == Kind.STARTED && !startKnown)) {
        startedAt = at;
      }
      startKnown |= kind == Kind.STARTED;
      ended |= kind == Kind.ENDED;
    }
  }
}
