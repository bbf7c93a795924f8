package io.tidegate.core.journal;

import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.JournalStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes, {@code tidegate-journal}. It takes what waits in the queue and makes
 * it durable in one transaction. Work that meets a trouble stays and is tried again each second, or
 * fails when its deadline is over.
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** Requests may fill the queue further than entries: an answer is worth more than a record. */
  private static final int REQUEST_ROOM = 1000;

  static final String STOPPED = "ERR_JOURNAL_STOPPED";
  private static final int MOST_IN_TRANSACTION = 5000;
  private static final long BYTES_IN_TRANSACTION = 4 * Limits.MEGABYTE;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long HELD_MILLIS = 5;
  private static final long STOP_MILLIS = 1900;

  private final JournalFile file;
  private final Duration patience;
  private final StatusBoard board = new StatusBoard();
  private final Losses losses = new Losses();
  private final Intake intake = new Intake();
  private final AtomicInteger backlog = new AtomicInteger();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final Thread thread;
  private volatile Limits limits;
  private volatile boolean overflow;
  private volatile boolean stopping;
  private volatile long busySince;
  private volatile int mostPages;
  private final AtomicLong commits = new AtomicLong();

  // the writer thread's own
  private final List<Work> pending = new ArrayList<>();
  private final Housekeeping housekeeping;
  private final LogRoom logRoom;
  private Store store;
  private Trouble trouble;
  private long lastAttempt = System.nanoTime() - RETRY_NANOS;
  private long lossesRecorded;

  /**
   * @param patience how long a request waits for its commit before it fails, and how long a single
   *     write may take before the disk counts as dead
   */
  Writer(JournalFile file, Limits limits, Clock clock, Duration patience) {
    this.file = file;
    this.logRoom = new LogRoom(file.path());
    this.limits = limits;
    this.patience = patience;
    this.housekeeping = new Housekeeping(clock);
    this.thread = new Thread(this::run, "tidegate-journal");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Writes what waits, closes the file and ends the thread, within 2 s. */
  void stop() {
    stopping = true;
    intake.add(
        new Work.Request<>(
            none -> null, new CompletableFuture<>(), Long.MAX_VALUE, Work.Haste.USUAL),
        0);
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.error("ERR_JOURNAL_STALLED: the disk of {} does not answer; gave up on it", file.path());
    }
  }

  void limits(Limits newer) {
    limits = newer;
    housekeeping.soon();
  }

  /** Bounds the file, so that a test can fill it up: pages of 4 KiB. */
  void room(int pages) {
    mostPages = pages;
  }

  Losses losses() {
    return losses;
  }

  StatusBoard board() {
    return board;
  }

  long commits() {
    return commits.get();
  }

  /** Completes when the file was first opened, or could not be. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  JournalStatus status() {
    return stalled()
        ? new JournalStatus(
            false,
            "ERR_JOURNAL_STALLED",
            "The disk of %s has not answered for %d s: check it"
                .formatted(file.path(), patience.toSeconds()))
        : board.get();
  }

  /** Takes an entry unless the queue is full or nothing can be written. */
  boolean append(Work entry) {
    JournalStatus now = status();
    boolean possible = now.writable() || now.equals(StatusBoard.STARTING);
    if (possible && offer(entry, limits.queueEntries())) {
      return true;
    }
    overflow |= possible;
    losses.refused();
    return false;
  }

  <T> CompletableFuture<T> request(Work.Statement<T> statement) {
    return request(statement, Work.Haste.USUAL);
  }

  /** Runs a statement in a transaction. The stage completes on the writer thread. */
  <T> CompletableFuture<T> request(Work.Statement<T> statement, Work.Haste haste) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return submit(new Work.Request<>(statement, answer, deadline(), haste), answer);
  }

  CompletableFuture<Void> flush() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    return submit(new Work.Flush(answer, deadline(), losses), answer);
  }

  /** Puts another file in place; afterwards nothing is written until the next start. */
  CompletableFuture<Path> replace(Path prepared) {
    CompletableFuture<Path> answer = new CompletableFuture<>();
    return submit(new Replacement(prepared, answer), answer);
  }

  private <T> CompletableFuture<T> submit(Work work, CompletableFuture<T> answer) {
    if (!offer(work, limits.queueEntries() + REQUEST_ROOM)) {
      answer.completeExceptionally(
          stopping
              ? stopped()
              : new JournalException(
                  "ERR_JOURNAL_QUEUE_FULL", "more is asked than the disk can take", null));
    }
    // beside the writer's own deadline, for a disk that never answers
    CompletableFuture<T> result = new CompletableFuture<>();
    var unused =
        answer
            .orTimeout(2 * patience.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (value, failure) -> {
                  if (failure == null) {
                    result.complete(value);
                  } else {
                    result.completeExceptionally(
                        failure instanceof JournalException
                            ? failure
                            : new JournalException(
                                "ERR_JOURNAL_STALLED", "no answer from the disk", failure));
                  }
                });
    return result;
  }

  private boolean offer(Work work, int most) {
    if (stopping || backlog.incrementAndGet() > most) {
      backlog.decrementAndGet();
      return false;
    }
    intake.add(work, work.lingerNanos(limits));
    return true;
  }

  private long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  private boolean stalled() {
    long since = busySince;
    return since != 0 && System.nanoTime() - since > patience.toNanos();
  }

  private void run() {
    try {
      while (!stopping) {
        gather();
        step(); // with an empty hand, too: it opens, probes, keeps house
      }
    } catch (InterruptedException e) {
      LOG.warn("The journal's thread was interrupted", e);
    } catch (Error e) {
      LOG.error("{}: the journal's thread has died", STOPPED, e);
      throw e;
    } finally {
      finish();
    }
  }

  /** Waits for work. What can wait lingers for company, so that flash memory lasts. */
  private void gather() throws InterruptedException {
    boolean waiting = store == null && trouble == null;
    intake.take(pending, MOST_IN_TRANSACTION, waiting ? 0 : pause());
  }

  private long pause() {
    if (trouble != null) {
      return 200;
    }
    return pending.isEmpty() ? housekeeping.pauseMillis() : HELD_MILLIS;
  }

  private void step() {
    expire();
    replaceIfAsked();
    long now = System.nanoTime();
    if (trouble != null && (!trouble.passing() || now - lastAttempt < RETRY_NANOS)) {
      return;
    }
    lastAttempt = now;
    busySince = now == 0 ? 1 : now;
    try {
      if (store == null) {
        store = file.open();
      }
      if (mostPages > 0) {
        Sqlite.pragma(store.connection(), "max_page_count = " + mostPages);
      }
      long spare = checkSpace();
      publishOverflow();
      write();
      logRoom.extend(spare);
      publish();
      opened.complete(null);
    } catch (SQLException | IOException | RuntimeException e) {
      failed(e);
    } finally {
      busySince = 0;
    }
  }

  private void write() throws SQLException {
    if (trouble != null || commits.get() == 0) {
      store.probe();
      commit();
    }
    writePending();
    housekeeping.run(
        store, limits); // a slice at most: traffic that never pauses must not starve it
  }

  /** In transactions of a bounded size, so that large bodies do not fill the memory. */
  private void writePending() throws SQLException {
    while (!pending.isEmpty()) {
      List<Work> batch = nextBatch();
      if (batch.isEmpty() && held()) {
        return;
      }
      boolean written = batch.isEmpty();
      // a grid command does not wait until the file has caught up with the log either
      boolean express = !written && batch.get(0).express();
      while (!written) {
        Work current = null;
        try {
          for (Work work : batch) {
            current = work;
            work.write(store);
          }
          current = null;
          store.catchUp(!express);
          commit();
          written = true;
        } catch (SQLException | RuntimeException e) {
          if (current == null || (e instanceof SQLException sql && Trouble.isEnvironmental(sql))) {
            throw e;
          }
          store.rollback();
          batch.remove(current);
          drop(current, e);
        }
      }
      settle(batch);
    }
  }

  /** The first of what is pending, encoded; what cannot be encoded is dropped. */
  private List<Work> nextBatch() {
    List<Work> batch = new ArrayList<>();
    long bytes = 0;
    for (Work work : Precedence.first(pending, stopping)) {
      try {
        bytes += work.encode();
        batch.add(work);
      } catch (RuntimeException e) {
        drop(work, e);
      }
      if (bytes > BYTES_IN_TRANSACTION) {
        break;
      }
    }
    return batch;
  }

  private boolean held() {
    return !stopping && !pending.isEmpty() && !pending.get(0).ready();
  }

  /** Tells everybody who waits, after the status. */
  private void settle(List<Work> batch) {
    pending.subList(0, batch.size()).clear();
    backlog.addAndGet(-batch.size());
    publish();
    batch.forEach(Work::committed);
    if (batch.stream().anyMatch(Work.Beginning.class::isInstance)) {
      housekeeping.soon();
    }
  }

  private void commit() throws SQLException {
    long total = losses.total();
    store.segments().lost(total - lossesRecorded);
    store.commit();
    lossesRecorded = total;
    commits.incrementAndGet();
  }

  /** A piece of work that fails by its own fault must not keep the others from the disk. */
  private void drop(Work work, Exception e) {
    pending.remove(work);
    backlog.decrementAndGet();
    work.failed(
        new JournalException(
            "ERR_JOURNAL_REJECTED", "a record cannot be written: " + e.getMessage(), e));
  }

  private void expire() {
    long now = System.nanoTime();
    Iterator<Work> works = pending.iterator();
    while (trouble != null && works.hasNext()) {
      Work work = works.next();
      if (work.expired(now)) {
        works.remove();
        backlog.decrementAndGet();
        work.failed(trouble.exception());
      }
    }
  }

  /**
   * After a shortage a quarter more must be free, so that the state does not flutter.
   *
   * @return free space beyond the reserve, bytes
   */
  private long checkSpace() throws IOException {
    boolean wasFull = trouble != null && trouble.code().equals(Trouble.DISK_FULL);
    long reserve = limits.reserveBytes();
    long needed = wasFull ? reserve + reserve / 4 : reserve;
    long free = file.usableSpace();
    if (free < needed) {
      throw new TroubleException(Trouble.lowSpace(file.path(), free, needed));
    }
    return free - needed;
  }

  /** A full queue is told before the write that relieves it. */
  private void publishOverflow() {
    if (overflow) {
      board.set(
          new JournalStatus(
              false,
              "ERR_JOURNAL_QUEUE_FULL",
              "More is recorded than the disk of " + file.path() + " can take: records are lost"));
    }
  }

  private void publish() {
    trouble = null;
    if (!overflow || backlog.get() <= limits.queueEntries() / 2) {
      overflow = false;
      board.set(JournalStatus.WRITABLE);
    }
  }

  private void failed(Exception e) {
    trouble = Trouble.of(file.path(), e);
    LOG.debug("{}", trouble.sentence(), e);
    board.set(trouble.status());
    opened.complete(null);
    if (trouble.code().equals(Trouble.CORRUPT)) {
      file.markDamaged();
    }
    // SQLite may have rolled back by itself, and what the connection believes may be wrong now
    close();
  }

  /** Needs no sound file, so it also helps where the present one is damaged. */
  private void replaceIfAsked() {
    for (Work work : List.copyOf(pending)) {
      if (work instanceof Replacement replacement) {
        pending.remove(work);
        backlog.decrementAndGet();
        close();
        trouble = replacement.carryOut(file);
        board.set(trouble.status());
      }
    }
  }

  private void finish() {
    stopping = true;
    if (trouble == null || trouble.passing()) {
      intake.drain(pending);
      trouble = null;
      step();
    }
    intake.drain(pending);
    settle();
    pending.forEach(work -> work.failed(stopped()));
    pending.clear();
    close();
    file.release();
    board.set(new JournalStatus(false, STOPPED, "The journal is stopped: start its bundle"));
    opened.complete(null);
  }

  private void settle() {
    try {
      if (store != null && trouble == null) {
        store.segments().settle();
        store.commit();
      }
    } catch (SQLException e) {
      LOG.debug("{}: the newest counts are not in the file", file.path(), e);
    }
  }

  private static JournalException stopped() {
    return new JournalException(STOPPED, "the journal is stopped", null);
  }

  private void close() {
    try {
      if (store != null) {
        store.close();
      }
    } catch (SQLException e) {
      LOG.warn("{} was not closed cleanly", file.path(), e);
    }
    store = null;
  }
}
