package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.quantity.StationId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that are this dialect's. A station that connects twice is reached by its newest
 * connection; the late end of an older one changes nothing (C1). Thread-safe.
 */
final class Lines {
  private final Map<Mailbox, Line> byMailbox = new ConcurrentHashMap<>();
  private final Map<StationId, Line> byStation = new ConcurrentHashMap<>();

  Line attach(Mailbox mailbox) {
    Line line = new Line(mailbox);
    byMailbox.put(mailbox, line);
    byStation.merge(
        line.station(),
        line,
        (old, newer) ->
            old.mailbox().peer().connection() > newer.mailbox().peer().connection() ? old : newer);
    return line;
  }

  Optional<Line> of(Mailbox mailbox) {
    return Optional.ofNullable(byMailbox.get(mailbox));
  }

  /** The newest connection of the station. */
  Optional<Line> of(StationId station) {
    return Optional.ofNullable(byStation.get(station));
  }

  /** Whether no newer connection has taken its place, and it is not closed. */
  boolean newest(Line line) {
    return byStation.get(line.station()) == line;
  }

  /** Takes a connection out; empty when it was not there. */
  Optional<Line> detach(Mailbox mailbox) {
    Optional<Line> line = Optional.ofNullable(byMailbox.remove(mailbox));
    line.ifPresent(
        l -> {
          byStation.remove(l.station(), l);
          l.release();
        });
    return line;
  }

  Collection<Line> all() {
    return byStation.values();
  }
}
