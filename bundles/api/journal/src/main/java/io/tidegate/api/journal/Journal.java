package io.tidegate.api.journal;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The append-only journal. A service of {@code core/journal}; any thread. Nothing here blocks: one
 * writer thread groups entries into transactions that are durable when committed (SQLite, WAL,
 * {@code synchronous=FULL}).
 */
public interface Journal {

  /**
   * Queues an entry. The body is encoded by the writer thread, so it must be an immutable value's.
   *
   * @param sequence the control loop's input sequence number that the entry belongs to
   * @return false when the bounded queue is full or the journal cannot be written: the entry is
   *     lost and the status says so
   */
  boolean append(EntryKind kind, long sequence, Instant at, Supplier<byte[]> body);

  /**
   * Completes when all that was appended before this call is durable; exceptionally with {@link
   * JournalException} when it cannot be.
   */
  CompletionStage<Void> flush();

  /**
   * Begins a segment: what follows can be replayed from this checkpoint. Old segments beyond the
   * retention are dropped.
   *
   * @param checkpoint the whole state of the control core
   * @param bundles symbolic name and version of the deciding bundles → SHA-256 of their content
   */
  boolean startSegment(
      long sequence, Instant at, Supplier<byte[]> checkpoint, Map<String, String> bundles);

  /**
   * The newest segment, to recover from; empty in a new journal. Blocks while it reads: for the
   * start only.
   */
  Optional<JournalArchive.Segment> newest();

  JournalStatus status();

  /**
   * Tells the listener of each change of status, from the writer thread, and of the present one at
   * once. Close to stop.
   */
  AutoCloseable onStatus(Consumer<JournalStatus> listener);

  /** What an entry is. */
  enum EntryKind {
    INPUT,
    DECISION
  }
}
