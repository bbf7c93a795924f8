package io.tidegate.admin.updates.engine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what calls code of other bundles, each on a thread of its own and until a deadline. A thread
 * that is not back then is interrupted; one that does not mind that is left behind, and its bundle
 * hangs. When it does so in its activator the framework keeps the bundle's lock for it, and nobody
 * can stop the bundle before the thread is back or the container starts anew; in a component the
 * bundle has started, and can be stopped. Nobody else is held up. Any thread.
 */
public final class Hangs {
  private static final Logger LOG = LoggerFactory.getLogger(Hangs.class);
  private static final String WAY_OUT =
      "restart the gateway in a quiet window to be rid of its thread";
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Supplier<Duration> most;
  private final Map<Thread, Hang> lost = new ConcurrentHashMap<>();

  /**
   * @param most how long one operation on a bundle may take
   */
  public Hangs(Supplier<Duration> most) {
    this.most = most;
  }

  /** What is done to a bundle, as in "hangs in its start". */
  enum Work {
    START,
    STOP,
    REMOVAL,
    /** An object of one of its services is asked for. */
    SERVICE;

    private String words() {
      return this == SERVICE ? "the making of a service" : "its " + name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it is done. */
  @FunctionalInterface
  interface Operation {
    void run() throws BundleException, InterruptedException;
  }

  /** Where a thread is lost, and a sentence about it. */
  private record Hang(Bundle bundle, String words) {}

  /** Whether a thread is lost in that bundle. */
  boolean hangs(Bundle bundle) {
    return hang(bundle).isPresent();
  }

  private Optional<Hang> hang(Bundle bundle) {
    return lost.values().stream().filter(hang -> hang.bundle().equals(bundle)).findFirst();
  }

  /** Of bundles that hang, a sentence each. */
  public List<String> sentences() {
    return lost.values().stream().map(Hang::words).sorted().toList();
  }

  /** Fails when a bundle that has got no further than its activator hangs in it, or any start. */
  private void refuse(Bundle bundle, Work work) throws BundleException {
    Optional<Hang> hang = hang(bundle);
    if (hang.isPresent() && (work == Work.START || bundle.getState() != Bundle.ACTIVE)) {
      throw new BundleException(hang.get().words());
    }
  }

  /**
   * Runs an operation and waits for it.
   *
   * @param late what is to be done should it come back after it was given up
   * @throws BundleException when it fails, was not done in time, or the bundle hangs already
   */
  void run(Bundle bundle, Work work, Operation operation, Operation late)
      throws BundleException, InterruptedException {
    refuse(bundle, work);
    Run run = new Run(bundle, operation, late);
    run.thread.start();
    Duration limit = most.get();
    if (run.over(limit)) {
      run.result();
      return;
    }
    String within = " " + work.words() + " within " + limit.toMillis() + " ms";
    String words = name(bundle) + " has not come through" + within + " and hangs; " + WAY_OUT;
    throw new BundleException(
        run.leave(words) ? words : name(bundle) + " had not come through" + within);
  }

  private static String name(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  /** One operation under way. */
  private final class Run {
    private final Bundle bundle;
    private final Operation late;
    private final FutureTask<Optional<BundleException>> task;
    private final Thread thread;
    private boolean left;
    private boolean done;

    Run(Bundle bundle, Operation operation, Operation late) {
      this.bundle = bundle;
      this.late = late;
      task = new FutureTask<>(() -> attempt(operation));
      thread = new Thread(this::work, "tidegate-updates-" + bundle.getBundleId());
      thread.setDaemon(true);
    }

    private Optional<BundleException> attempt(Operation operation) throws InterruptedException {
      try {
        operation.run();
        return Optional.empty();
      } catch (BundleException e) {
        return Optional.of(e);
      }
    }

    private void work() {
      task.run();
      synchronized (this) {
        done = true;
        if (!left) {
          return;
        }
      }
      String words = lost.get(thread).words();
      try {
        // whoever interrupted it has gone
        boolean unused = Thread.interrupted();
        late.run();
        LOG.warn("{}: it is back now, and is dealt with", words);
      } catch (BundleException | IllegalStateException | InterruptedException e) {
        LOG.error("{}: it is back now, and cannot be dealt with", words, e);
      } finally {
        lost.remove(thread);
      }
    }

    /** Whether it is over in time; when the caller is interrupted, so is it. */
    boolean over(Duration limit) throws InterruptedException {
      try {
        Object unused = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (ExecutionException e) {
        return true; // told by result()
      } catch (TimeoutException e) {
        return false;
      } catch (InterruptedException e) {
        thread.interrupt();
        thread.join(FAREWELL.toMillis());
        throw e;
      }
    }

    /** Interrupts it; whether it did not mind, and hangs from now on. */
    boolean leave(String words) throws InterruptedException {
      thread.interrupt();
      thread.join(FAREWELL.toMillis());
      synchronized (this) {
        if (done) {
          return false;
        }
        left = true;
        lost.put(thread, new Hang(bundle, words));
      }
      LOG.error("{}\n{}", words, trace());
      return true;
    }

    private String trace() {
      StringBuilder out = new StringBuilder("where its thread is:");
      for (StackTraceElement element : thread.getStackTrace()) {
        out.append("\n\tat ").append(element);
      }
      return out.toString();
    }

    void result() throws BundleException, InterruptedException {
      try {
        Optional<BundleException> failed = task.get();
        if (failed.isPresent()) {
          throw failed.get();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failed) {
          throw failed;
        }
        throw new BundleException(name(bundle) + " failed: " + e.getCause(), e.getCause());
      }
    }
  }
}
