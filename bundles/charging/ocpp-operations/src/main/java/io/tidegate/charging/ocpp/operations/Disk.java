package io.tidegate.charging.ocpp.operations;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that blocks on files, one piece after the other. Its thread comes with the first piece and
 * goes after 5 s without any. What waits is bounded by the stations, each of which waits for its
 * answer. Thread-safe.
 */
final class Disk implements AutoCloseable {
  private static final int MOST_WAITING = 20_000;
  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
  private final ThreadPoolExecutor worker;

  /** A piece of work. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  Disk() {
    worker =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "tidegate-ocpp-operations");
              thread.setDaemon(true);
              return thread;
            });
    worker.allowCoreThreadTimeOut(true);
  }

  /** Completes when it is done; exceptionally when it failed or too much waits. */
  CompletableFuture<Void> run(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      worker.execute(
          () -> {
            try {
              work.run();
              done.complete(null);
            } catch (IOException | RuntimeException e) {
              done.completeExceptionally(e);
            }
          });
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  /** Interrupts what runs, forgets what waits; waits a moment for the thread to go. */
  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(200, TimeUnit.MILLISECONDS)) {
        LOG.warn("A file keeps its thread; it goes when the file lets it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
