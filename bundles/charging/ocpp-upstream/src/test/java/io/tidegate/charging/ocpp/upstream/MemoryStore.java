package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.journal.StateStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A store whose disk never fails; it outlives the exchanges that use it. */
final class MemoryStore implements StateStore {
  private final Map<String, Map<String, byte[]>> spaces = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Void> put(String space, String key, byte[] value) {
    if (value != null && value.length > 65_536) {
      return CompletableFuture.failedStage(new IllegalArgumentException("too long"));
    }
    Map<String, byte[]> values = spaces.computeIfAbsent(space, s -> new ConcurrentHashMap<>());
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public Map<String, byte[]> all(String space) {
    return new TreeMap<>(spaces.getOrDefault(space, Map.of()));
  }
}
