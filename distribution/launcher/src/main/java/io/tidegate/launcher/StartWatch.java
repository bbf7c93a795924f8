package io.tidegate.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Watches a start that has something at stake, from before the first bundle is there until it has
 * passed, on a thread of its own: bundles may hang, or have taken the others with them. When it
 * fails the gateway is started anew. A start without anything at stake has no such thread.
 */
final class StartWatch {
  private static final long LOOK_MS = 500;

  private final Optional<? extends Stake> stake;
  private final PrintStream err;
  private final CountDownLatch over = new CountDownLatch(1);
  private final long begun = System.nanoTime();
  private volatile OptionalLong ready = OptionalLong.empty();
  private volatile String failure = "";

  /**
   * @param err for the operator
   */
  StartWatch(Optional<? extends Stake> stake, PrintStream err) {
    this.stake = stake;
    this.err = err;
  }

  /**
   * Begins to look.
   *
   * @param silentMs of the updater, as {@link Stake.Signs} has it
   * @param startAnew called once, on the watch's thread, when the start has failed
   */
  void begin(Supplier<OptionalLong> silentMs, Runnable startAnew) {
    stake.ifPresent(
        what -> {
          Thread thread = new Thread(() -> watch(what, silentMs, startAnew), "tidegate-watch");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private void watch(Stake what, Supplier<OptionalLong> silentMs, Runnable startAnew) {
    try {
      while (!over.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        OptionalLong readyMs =
            ready.isEmpty() ? ready : OptionalLong.of(elapsedMs() - ready.getAsLong());
        Stake.Verdict verdict = look(what, new Stake.Signs(elapsedMs(), readyMs, ask(silentMs)));
        if (!verdict.failure().isEmpty()) {
          failure = verdict.failure();
          err.println("tidegate: this start has failed: " + failure);
          err.flush();
          startAnew.run();
        }
        if (verdict.over()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An updater that cannot even answer is none; it may lack classes. */
  private static OptionalLong ask(Supplier<OptionalLong> silentMs) {
    try {
      return silentMs.get();
    } catch (RuntimeException | LinkageError e) {
      return OptionalLong.empty();
    }
  }

  /** A file that cannot be read or written now may be at the next look. */
  private static Stake.Verdict look(Stake what, Stake.Signs signs) {
    try {
      return what.look(signs);
    } catch (IOException e) {
      return Stake.Verdict.OPEN;
    }
  }

  private long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  /** The gateway serves. */
  void ready() {
    ready = OptionalLong.of(elapsedMs());
  }

  /** The start is over because somebody wants it so, or because it has failed. */
  void close() {
    end(failure);
  }

  /** The start is over though nobody wants it so, as long as it has something at stake. */
  void died(String why) {
    end(why);
  }

  private void end(String why) {
    over.countDown();
    try {
      if (stake.isPresent() && why.isEmpty()) {
        stake.get().stopped();
      } else if (stake.isPresent()) {
        stake.get().failed(why);
      }
    } catch (IOException e) {
      err.println("tidegate: how this start ended cannot be written: " + e.getMessage());
      err.flush();
    }
  }
}
