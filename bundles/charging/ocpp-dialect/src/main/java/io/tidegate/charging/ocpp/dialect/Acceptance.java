package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.quantity.StationId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which stations were accepted before, over restarts: a station that reconnects should not boot
 * again (OCPP 2.x part 4 §5.4). Read once, off the caller's thread, with all else that must be
 * known before a station is served. Thread-safe, never blocks.
 */
final class Acceptance {
  static final String SPACE = "ocpp-accepted";
  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

  private final StateStore store;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> loaded;

  /**
   * @param more what else is read before any station is served
   */
  Acceptance(StateStore store, Runnable more, Executor reader) {
    this.store = store;
    loaded = CompletableFuture.runAsync(() -> load(more), reader);
  }

  private void load(Runnable more) {
    try {
      accepted.addAll(store.all(SPACE).keySet());
      more.run();
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
}
