package io.tidegate.core.control;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the newest value to a consumer on a thread of its own; values that arrive while it is busy
 * replace each other.
 *
 * @param <T> the value
 */
final class Conflater<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Conflater.class);
  private final AtomicReference<T> newest = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean running = true;

  Conflater(String name, Consumer<T> consumer) {
    thread = new Thread(() -> run(consumer), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Never blocks. */
  void offer(T value) {
    newest.set(value);
    LockSupport.unpark(thread);
  }

  private void run(Consumer<T> consumer) {
    while (running) {
      T value = newest.getAndSet(null);
      if (value == null) {
        LockSupport.park(this);
        continue;
      }
      try {
        consumer.accept(value);
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        LOG.error("{} failed", thread.getName(), e);
      }
    }
  }

  /** Lets go of the thread; waits for it at most half a second. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    thread.interrupt();
    try {
      thread.join(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
