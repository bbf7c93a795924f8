package io.tidegate.charging.secc;

import io.tidegate.api.journal.StateStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers what it is made with. */
record FakeStore(Map<String, byte[]> kept) implements StateStore {
  @Override
  public CompletionStage<Void> put(String space, String key, byte[] value) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public Map<String, byte[]> all(String space) {
    return kept;
  }
}
