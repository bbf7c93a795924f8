package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.quantity.StationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Connections by station: one each, the newest. Thread-safe. */
final class Registry {
  private final Map<StationId, Connection> stations = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger sockets = new AtomicInteger();

  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Takes the connection in; the one whose place it took is returned, to be retired. */
  Optional<Connection> enter(Connection connection) {
    return Optional.ofNullable(stations.put(connection.peer().station(), connection));
  }

  /** A connection that was replaced long ago leaves without harm to its successor. */
  void leave(Connection connection) {
    stations.remove(connection.peer().station(), connection);
  }

  List<Connection> all() {
    return List.copyOf(stations.values());
  }

  /** Counts a socket in; false when there are too many already. */
  boolean admitSocket(int most) {
    if (sockets.incrementAndGet() > most) {
      sockets.decrementAndGet();
      return false;
    }
    return true;
  }

  void socketGone() {
    sockets.decrementAndGet();
  }

  int sockets() {
    return sockets.get();
  }
}
