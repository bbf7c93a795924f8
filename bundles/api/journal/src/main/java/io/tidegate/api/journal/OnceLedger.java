package io.tidegate.api.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Remembers ids so that nothing is done twice (S1.8, S3.3). A service of {@code core/journal}; any
 * thread.
 */
public interface OnceLedger {

  /**
   * Records the key with its content unless it is known. Completes when durable, exceptionally with
   * {@link JournalException}.
   *
   * @param space what kind of key it is, e.g. {@code grid-command}
   * @param content canonical bytes: equal content with an equal key is a repetition, other content
   *     a conflict
   * @param keep how long the key is remembered; 30 days for commands
   */
  CompletionStage<Verdict> once(
      String space, String key, byte[] content, Instant at, Duration keep);

  /** Everything in a space that is still remembered, oldest first. Blocks: for the start only. */
  List<Remembered> remembered(String space);

  /** A remembered key. The content belongs to this record. */
  @SuppressWarnings("ArrayRecordComponent")
  record Remembered(String key, Instant at, byte[] content) {}

  /** What became of the key. */
  enum Verdict {
    NEW,
    REPEATED,
    CONFLICT
  }
}
