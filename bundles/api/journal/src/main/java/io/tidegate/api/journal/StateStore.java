package io.tidegate.api.journal;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Small durable state of bundles, by space and key. A service of {@code core/journal}; any thread.
 */
public interface StateStore {

  /**
   * Completes when durable, exceptionally with {@link JournalException}. A null value removes the
   * key. At most 64 KiB a value.
   */
  CompletionStage<Void> put(String space, String key, byte[] value);

  /** All of a space. Blocks: for the start. */
  Map<String, byte[]> all(String space);
}
