package io.tidegate.admin.updates.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks somebody who may not answer, on a thread beside the caller's and for so long at most. While
 * an earlier question has not come back no other one is asked, so that there is one thread at most.
 * One thread at a time.
 */
final class Aside {
  private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

  private final Duration most;
  private Optional<Future<?>> out = Optional.empty();

  Aside(Duration most) {
    this.most = most;
  }

  /** The answer; none when it failed, or did not come in time. */
  <T> Optional<T> ask(Callable<T> question) throws InterruptedException {
    if (out.filter(earlier -> !earlier.isDone()).isPresent()) {
      return Optional.empty();
    }
    FutureTask<T> task = new FutureTask<>(question);
    Thread thread = new Thread(task, "tidegate-updates-ask");
    thread.setDaemon(true);
    out = Optional.of(task);
    thread.start();
    try {
      return Optional.of(task.get(most.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      LOG.debug("no answer", e.getCause());
      return Optional.empty();
    } finally {
      thread.interrupt();
    }
  }
}
