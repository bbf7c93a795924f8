package io.tidegate.charging.ocpp.v201;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.StationId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which stations were accepted before, over restarts: a station that reconnects should not boot
 * again (OCPP 2.x part 4 §5.4). Also at which EVSE each unfinished transaction runs: later events
 * need not say. Both are read once, off the caller's thread. Thread-safe, never blocks.
 */
final class Acceptance {
  static final String SPACE = "ocpp-accepted";
  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

  private final StateStore store;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<Open, Integer> open = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> loaded;

  private record Open(String station, String transaction) {}

  Acceptance(StateStore store, TransactionLedger ledger, Executor reader) {
    this.store = store;
    loaded = CompletableFuture.runAsync(() -> load(ledger), reader);
  }

  private void load(TransactionLedger ledger) {
    try {
      accepted.addAll(store.all(SPACE).keySet());
      ledger.open().forEach(t -> open.put(new Open(t.station(), t.transaction()), t.evse()));
    } catch (RuntimeException e) {
      LOG.error("Stations accepted earlier could not be read: each has to boot again", e);
    }
  }

  /** Whether the station was accepted before. */
  CompletionStage<Boolean> known(StationId station) {
    return loaded.thenApply(done -> accepted.contains(station.value()));
  }

  /**
   * Remembers an accepted station. Completes when that is durable or has failed: a station is not
   * sent away for a full disk.
   */
  CompletionStage<Void> remember(StationId station) {
    return loaded.thenCompose(
        done -> {
          if (accepted.contains(station.value())) {
            return CompletableFuture.completedStage(null);
          }
          return store
              .put(SPACE, station.value(), new byte[] {1})
              .handle(
                  (nothing, failure) -> {
                    if (failure == null) {
                      accepted.add(station.value());
                    } else {
                      LOG.warn(
                          "Station {} is accepted, but has to boot again after a restart: {}",
                          station,
                          failure.getMessage());
                    }
                    return null;
                  });
        });
  }

  /** EVSE of a transaction that began before the gateway did; 0 when unknown. */
  int evseOf(StationId station, String transaction) {
    return open.getOrDefault(new Open(station.value(), transaction), 0);
  }

  void ended(StationId station, String transaction) {
    open.remove(new Open(station.value(), transaction));
  }
}
