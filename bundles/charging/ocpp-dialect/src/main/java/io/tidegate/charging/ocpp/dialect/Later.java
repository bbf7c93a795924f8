package io.tidegate.charging.ocpp.dialect;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Does things after a while, unless they are cancelled or it is closed before. Owns no thread: it
 * waits on the JDK's own timer. Thread-safe.
 */
public final class Later implements AutoCloseable {
  private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final Function<Duration, CompletableFuture<Void>> timer;
  private final Executor executor;
  private volatile boolean closed;

  public Later(Executor executor) {
    this(
        delay ->
            new CompletableFuture<Void>()
                .completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS),
        executor);
  }

  /**
   * @param timer gives a stage that completes after the delay
   */
  Later(Function<Duration, CompletableFuture<Void>> timer, Executor executor) {
    this.timer = timer;
    this.executor = executor;
  }

  /**
   * @param task must not block
   * @return cancels it
   */
  Runnable in(Duration delay, Runnable task) {
    CompletableFuture<Void> due = timer.apply(delay);
    long key = number.incrementAndGet();
    waiting.put(key, due);
    CompletableFuture<Void> done =
        due.whenComplete((nothing, cancelled) -> waiting.remove(key))
            .thenRunAsync(
                () -> {
                  if (!closed) {
                    task.run();
                  }
                },
                executor);
    if (closed) {
      due.cancel(false);
    }
    return () -> {
      due.cancel(false);
      done.cancel(false);
    };
  }

  @Override
  public void close() {
    closed = true;
    waiting.values().forEach(due -> due.cancel(false));
  }
}
