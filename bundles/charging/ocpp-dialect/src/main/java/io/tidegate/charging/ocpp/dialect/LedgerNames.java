package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Summary;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under which name a transaction stands in the ledger: under the station's own id, unless a station
 * that has lost its counter gives an id a second time. Such a transaction gets the time of its
 * start behind its id, so that nothing of it is taken for a repetition of the older one. Replays
 * find the same name again, over restarts too. Thread-safe, never blocks.
 */
final class LedgerNames {
  static final String SPACE = "ocpp-reused";
  private static final Logger LOG = LoggerFactory.getLogger(LedgerNames.class);
  private static final char MARK = '#';

  /** A start so much after the end of the older transaction is no repetition of its start. */
  private static final Duration CLEARLY = Duration.ofSeconds(2);

  private final StateStore store;
  private final TransactionLedger ledger;
  private final Executor reader;
  private final Map<String, Reused> reused = new ConcurrentHashMap<>();

  /** Newest use of an id that was used before. */
  private record Reused(String name, Instant since) {}

  LedgerNames(StateStore store, TransactionLedger ledger, Executor reader) {
    this.store = store;
    this.ledger = ledger;
    this.reader = reader;
  }

  /** Reads what was given out before. Blocks: for the start. */
  void load() {
    store
        .all(SPACE)
        .forEach(
            (key, value) -> {
              String name = new String(value, StandardCharsets.UTF_8);
              since(name).ifPresent(at -> reused.putIfAbsent(key, new Reused(name, at)));
            });
  }

  /** The station's own id of a transaction of the ledger. */
  static String transaction(String name) {
    return since(name).isPresent() ? name.substring(0, name.lastIndexOf(MARK)) : name;
  }

  private static Optional<Instant> since(String name) {
    int mark = name.lastIndexOf(MARK);
    if (mark < 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(name.substring(mark + 1)));
    } catch (DateTimeParseException e) {
      // an id of the station's own that happens to hold the mark
      return Optional.empty();
    }
  }

  /** The name for an event, whatever has happened in between. */
  CompletionStage<String> of(Line line, TransactionEventRequest event) {
    String name = known(line, event);
    return switch (event.eventType()) {
      case STARTED ->
          CompletableFuture.supplyAsync(() -> ledger.summary(line.station().value(), name), reader)
              .exceptionally(unreadable -> Optional.empty())
              .thenApply(
                  older ->
                      older.filter(o -> fresh(line, event, o)).isPresent()
                          ? again(line.station(), event)
                          : name);
      case UPDATED, ENDED -> CompletableFuture.completedStage(name);
    };
  }

  private String known(Line line, TransactionEventRequest event) {
    String id = event.transactionInfo().transactionId();
    Optional<EvseEntry> running = line.state().evseOf(id);
    boolean starts =
        event.eventType() == io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
    if (running.isPresent() && !event.offline() && !starts) {
      return running.get().booked();
    }
    Reused newest = reused.get(key(line.station(), id));
    // what lay in the station's queue belongs to the older one
    return newest == null || event.timestamp().at().isBefore(newest.since()) ? id : newest.name();
  }

  /** Whether the start is of another transaction than the one that the ledger has. */
  private static boolean fresh(Line line, TransactionEventRequest event, Summary older) {
    Instant at = event.timestamp().at();
    if (at.equals(older.startedAt())) {
      return false;
    }
    if (older.endedAt().filter(end -> at.isAfter(end.plus(CLEARLY))).isPresent()) {
      return true;
    }
    boolean taken =
        event.seqNo() <= older.highestSequence() && !older.missing().contains(event.seqNo());
    return taken && !event.offline() && bootedSince(line, older.transaction());
  }

  /** Whether the station has booted and not spoken of the transaction since. */
  private static boolean bootedSince(Line line, String name) {
    StationState state = line.state();
    return state.booted()
        && state.evses().stream().noneMatch(e -> e.booked().equals(name) && e.lastSequence() >= 0);
  }

  private String again(StationId station, TransactionEventRequest event) {
    String id = event.transactionInfo().transactionId();
    Instant at = event.timestamp().at();
    String name = id + MARK + at;
    String key = key(station, id);
    Reused before = reused.put(key, new Reused(name, at));
    if (before == null || !before.name().equals(name)) {
      LOG.error(
          "Station {} begins another transaction under the id {}, which it has used before: it has"
              + " lost its counter; booked as {}",
          station,
          Entrance.printable(id),
          Entrance.printable(name));
      store
          .put(SPACE, key, name.getBytes(StandardCharsets.UTF_8))
          .whenComplete(
              (nothing, failure) -> {
                if (failure != null) {
                  LOG.warn(
                      "Station {}: the name {} is forgotten at a restart: {}",
                      station,
                      Entrance.printable(name),
                      failure.getMessage());
                }
              });
    }
    return name;
  }

  private static String key(StationId station, String id) {
    return station.value() + '/' + id;
  }
}
