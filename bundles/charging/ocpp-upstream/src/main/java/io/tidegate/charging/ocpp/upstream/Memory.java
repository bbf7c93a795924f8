package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.journal.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must outlive a restart beside the messages that wait: each station's last boot, and who has
 * accepted it. On the upstream's thread, but for {@link #load}.
 */
final class Memory {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
  private static final String BOOTS = "ocpp-upstream/boots";
  private static final String ACCEPTED = "ocpp-upstream/accepted";
  private static final byte[] YES = {1};

  private final StateStore store;
  private final Map<String, String> boots = new ConcurrentHashMap<>();
  private final Map<String, Boolean> accepted = new ConcurrentHashMap<>();

  Memory(StateStore store) {
    this.store = store;
  }

  /** Blocks: for the start. */
  void load() {
    Map<String, String> kept = new HashMap<>();
    store.all(BOOTS).forEach((k, v) -> kept.put(k, new String(v, StandardCharsets.UTF_8)));
    kept.forEach(boots::putIfAbsent);
    store.all(ACCEPTED).keySet().forEach(k -> accepted.putIfAbsent(k, true));
  }

  Optional<String> boot(String station) {
    return Optional.ofNullable(boots.get(station));
  }

  CompletionStage<Void> boot(String station, String payload) {
    if (payload.equals(boots.put(station, payload))) {
      return CompletableFuture.completedStage(null);
    }
    return store.put(BOOTS, station, payload.getBytes(StandardCharsets.UTF_8));
  }

  boolean accepted(String upstream, String station) {
    return accepted.getOrDefault(upstream + "/" + station, false);
  }

  void accepted(String upstream, String station, boolean yes) {
    Boolean before = accepted.put(upstream + "/" + station, yes);
    if (!Boolean.valueOf(yes).equals(before)) {
      store
          .put(ACCEPTED, upstream + "/" + station, yes ? YES : null)
          .whenComplete(
              (nothing, failure) -> {
                if (failure != null) {
                  LOG.warn("Upstream {}: {}", upstream, failure.getMessage());
                }
              });
    }
  }
}
