package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One thing for the writer thread to do. All methods run on that thread. */
interface Work {

  /**
   * Turns values into bytes before the transaction; what it throws is this work's own failure.
   *
   * @return how many bytes it has now
   */
  default long encode() {
    return 0;
  }

  /** Writes within the open transaction; called again when that was rolled back. */
  void write(Store store) throws SQLException;

  /** What was written is durable. */
  default void committed() {}

  /** It will never be durable. */
  void failed(JournalException why);

  /** How long it may wait for company before its transaction begins, ns. */
  default long lingerNanos(Limits limits) {
    return 0;
  }

  /** Depends on nothing before it, and somebody waits who must not wait for all that. */
  default boolean express() {
    return false;
  }

  /** Whether it can be encoded without waiting; until then nothing passes it that depends on it. */
  default boolean ready() {
    return true;
  }

  /** May pass entries that were there before it. */
  default boolean independent() {
    return false;
  }

  /** Nobody waits for it any more. */
  default boolean expired(long nanoTime) {
    return false;
  }

  /** How a request meets the rest. */
  enum Haste {
    /** In a transaction before everything that waits: it must not depend on that. */
    EXPRESS,
    /** At once, with all that waits. */
    USUAL,
    /** A device waits, but not a person or the grid: a moment for company. */
    PATIENT
  }

  /** An input or a decision. */
  final class Entry implements Work {
    private final EntryKind kind;
    private final long sequence;
    private final Instant at;
    private final Supplier<byte[]> source;
    private final Losses losses;
    private byte[] body;

    Entry(EntryKind kind, long sequence, Instant at, Supplier<byte[]> source, Losses losses) {
      this.kind = kind;
      this.sequence = sequence;
      this.at = at;
      this.source = source;
      this.losses = losses;
    }

    @Override
    public long encode() {
      if (body == null) {
        body = source.get();
      }
      return body.length;
    }

    @Override
    public void write(Store store) throws SQLException {
      store.segments().append(kind, sequence, at, body);
    }

    @Override
    public void failed(JournalException why) {
      losses.lost(kind, sequence, why);
    }

    @Override
    public long lingerNanos(Limits limits) {
      return limits.linger().toNanos();
    }
  }

  /**
   * The beginning of a segment. Its checkpoint is megabytes on a large site: it is encoded beside
   * the writer, while what stations wait for goes on.
   */
  final class Beginning implements Work {
    private final long sequence;
    private final Instant at;
    private final CompletableFuture<byte[]> encoding;
    private final Map<String, String> bundles;
    private final Losses losses;
    private byte[] checkpoint;

    Beginning(
        long sequence,
        Instant at,
        Supplier<byte[]> source,
        Map<String, String> bundles,
        Losses losses) {
      this.sequence = sequence;
      this.at = at;
      this.encoding = CompletableFuture.supplyAsync(source, Beginning::beside);
      this.bundles = bundles;
      this.losses = losses;
    }

    /** Not the common pool: who reads the ledger there by the thousand would keep it waiting. */
    private static void beside(Runnable encoding) {
      Thread thread = new Thread(encoding, "tidegate-journal-checkpoint");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public boolean ready() {
      return encoding.isDone();
    }

    @Override
    public long encode() {
      checkpoint = encoding.join();
      return checkpoint.length;
    }

    @Override
    public void write(Store store) throws SQLException {
      store.segments().begin(sequence, at, checkpoint, bundles);
    }

    @Override
    public void failed(JournalException why) {
      losses.lost(null, sequence, why);
    }
  }

  /** Tells that everything before it is durable, or that something of it was lost. */
  final class Flush implements Work {
    private final CompletableFuture<Void> answer;
    private final long deadline;
    private final Losses losses;

    Flush(CompletableFuture<Void> answer, long deadline, Losses losses) {
      this.answer = answer;
      this.deadline = deadline;
      this.losses = losses;
    }

    @Override
    public void write(Store store) {
      // what counts is the commit
    }

    @Override
    public void committed() {
      long lost = losses.unreported();
      if (lost == 0) {
        answer.complete(null);
      } else {
        answer.completeExceptionally(
            new JournalException(
                "ERR_JOURNAL_ENTRY_LOST", lost + " entries before this flush were lost", null));
      }
    }

    @Override
    public void failed(JournalException why) {
      answer.completeExceptionally(why);
    }

    @Override
    public boolean expired(long nanoTime) {
      return nanoTime - deadline > 0;
    }
  }

  /** Something whose author waits for the answer. */
  final class Request<T> implements Work {
    private final Statement<T> statement;
    private final CompletableFuture<T> answer;
    private final long deadline;
    private final Haste haste;
    private T result;

    Request(Statement<T> statement, CompletableFuture<T> answer, long deadline, Haste haste) {
      this.statement = statement;
      this.answer = answer;
      this.deadline = deadline;
      this.haste = haste;
    }

    @Override
    public boolean express() {
      return haste == Haste.EXPRESS;
    }

    @Override
    public boolean independent() {
      return true;
    }

    @Override
    public long lingerNanos(Limits limits) {
      return haste == Haste.PATIENT
          ? Math.min(limits.eventsLinger().toNanos(), limits.linger().toNanos())
          : 0;
    }

    @Override
    public void write(Store store) throws SQLException {
      result = statement.run(store);
    }

    @Override
    public void committed() {
      answer.complete(result);
    }

    @Override
    public void failed(JournalException why) {
      answer.completeExceptionally(why);
    }

    @Override
    public boolean expired(long nanoTime) {
      return nanoTime - deadline > 0;
    }
  }

  /** What a request does within the transaction. */
  @FunctionalInterface
  interface Statement<T> {
    T run(Store store) throws SQLException;
  }
}
