package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.StationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Transactions that have begun and not ended, over connections and restarts: later events need not
 * say where they run, and a station may forget to end one. Thread-safe, never blocks.
 */
final class OpenTransactions {
  // by station, then by name: a storm of boots must not search them all each time
  private final Map<String, Map<String, Open>> open = new ConcurrentHashMap<>();

  /**
   * One of them.
   *
   * @param name in the ledger
   * @param evse number within the station; 0 when unknown
   * @param highest number of its events so far
   * @param lastAt the station's time of its newest event
   */
  record Open(String name, int evse, int highest, Instant lastAt) {}

  /** Reads them from the ledger. Blocks: for the start. */
  void load(TransactionLedger ledger) {
    ledger
        .open()
        .forEach(
            t ->
                at(t.station())
                    .putIfAbsent(
                        t.transaction(),
                        new Open(t.transaction(), t.evse(), t.highestSequence(), t.startedAt())));
  }

  private Map<String, Open> at(String station) {
    return open.computeIfAbsent(station, id -> new ConcurrentHashMap<>());
  }

  Optional<Open> of(StationId station, String name) {
    return Optional.ofNullable(at(station.value()).get(name));
  }

  /** Those of a station. */
  List<Open> of(StationId station) {
    return List.copyOf(at(station.value()).values());
  }

  /** An event that does not end it. */
  void heard(StationId station, String name, int evse, int sequence, Instant at) {
    at(station.value())
        .merge(
            name,
            new Open(name, evse, sequence, at),
            (old, newer) ->
                new Open(
                    name,
                    old.evse() > 0 ? old.evse() : newer.evse(),
                    Math.max(old.highest(), newer.highest()),
                    newer.highest() > old.highest() ? newer.lastAt() : old.lastAt()));
  }

  void ended(StationId station, String name) {
    at(station.value()).remove(name);
  }
}
