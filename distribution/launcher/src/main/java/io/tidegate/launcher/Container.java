package io.tidegate.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The embedded framework. Its storage is emptied at every start and the jars are used where they
 * lie, so the folder {@code bundle/} alone says what runs, and a cache that a crash has damaged
 * cannot hinder the next start.
 */
final class Container {

  /** Above logging (1), libraries and api (2), platform (3) and the core (4) come the doors. */
  static final int HEADLESS_LEVEL = 4;

  /** After that the start goes on by itself and is a problem for as long as it does. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int LOCK_TURNS = 100;
  private static final Duration LOCK_PAUSE = Duration.ofMillis(20);

  private final Framework framework;
  private final List<String> problems = new ArrayList<>();
  private final Queue<Bundle> hindered = new ConcurrentLinkedQueue<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final Downfall downfall;
  private volatile String late = "";

  private Container(Framework framework) {
    this.framework = framework;
    downfall = new Downfall(framework);
  }

  /**
   * Installs the bundles and starts the levels up to {@code highest}; returns when that level is
   * reached, or after 30 s while it is not: a {@link #problems() problem} until it is.
   *
   * @param bundles by start level
   * @param storage emptied first
   * @param properties framework properties beside those of the storage
   * @throws CommandException when the framework itself cannot start; a bundle that cannot is a
   *     {@link #problems() problem} and the others run
   */
  static Container start(
      SortedMap<Integer, List<Path>> bundles,
      Path storage,
      int highest,
      Map<String, String> properties)
      throws CommandException {
    return start(bundles, storage, highest, properties, PATIENCE);
  }

  /** As above with another patience. */
  static Container start(
      SortedMap<Integer, List<Path>> bundles,
      Path storage,
      int highest,
      Map<String, String> properties,
      Duration patience)
      throws CommandException {
    Map<String, String> configuration = new HashMap<>(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    configuration.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
    // Netty and JNA look at the JDK's internals when they may and do without when they may not.
    configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "sun.misc,sun.reflect");
    configuration.put("felix.cache.locking", "false");
    // The framework would print to standard output; its errors are told by listener and log.
    configuration.put("felix.log.level", "0");
    try {
      Container container = new Container(new FrameworkFactory().newFramework(configuration));
      container.framework.init();
      container.framework.getBundleContext().addFrameworkListener(container::note);
      container.downfall.watch(container.framework.getBundleContext());
      container.begin(bundles, highest);
      container.raiseTo(highest, patience);
      return container;
    } catch (BundleException e) {
      throw new CommandException(ExitCode.START, "the container did not start: " + e, e);
    }
  }

  /**
   * Installs level by level and lets each start while the next ones are installed: reading their
   * manifests takes a quarter of a start, and another thread starts bundles. Who gets which package
   * does not depend on who is faster, since a level is resolved before there is anybody of the next
   * one. Where one of its bundles needs a higher level, everybody waits until all are installed.
   */
  private void begin(SortedMap<Integer, List<Path>> bundles, int highest)
      throws BundleException, CommandException {
    FrameworkStartLevel levels = framework.adapt(FrameworkStartLevel.class);
    FutureTask<Void> starting =
        new FutureTask<>(
            () -> {
              framework.start();
              return null;
            });
    Thread starter = new Thread(starting, "tidegate-start");
    boolean complete = true;
    for (Map.Entry<Integer, List<Path>> level : bundles.entrySet()) {
      List<Bundle> startable = install(level.getKey(), level.getValue());
      complete = complete && level.getKey() <= highest && resolved(startable);
      if (complete && starter.getState() == Thread.State.NEW) {
        starter.start();
      } else if (complete && starting.isDone()) {
        levels.setStartLevel(level.getKey());
      }
    }
    levels.setInitialBundleStartLevel(1);
    if (starter.getState() == Thread.State.NEW) {
      starter.start();
    }
    await(starting);
  }

  private boolean resolved(List<Bundle> bundles) {
    return bundles.isEmpty() || framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
  }

  private static void await(FutureTask<Void> starting) throws BundleException, CommandException {
    try {
      starting.get();
    } catch (ExecutionException e) {
      throw new BundleException("the framework does not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.START, "interrupted while starting", e);
    }
  }

  /** Those of them that can be started, all but fragments. */
  private List<Bundle> install(int level, List<Path> jars) {
    BundleContext context = framework.getBundleContext();
    framework.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(level);
    List<Bundle> startable = new ArrayList<>();
    for (Path jar : jars) {
      try {
        Bundle bundle = context.installBundle("reference:" + jar.toUri());
        if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
          startable.add(bundle);
          bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
      } catch (BundleException e) {
        problem(jar.getFileName() + ": " + e.getMessage());
      }
    }
    return startable;
  }

  private void raiseTo(int level, Duration patience) throws CommandException {
    framework
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(
            level,
            event -> {
              if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                downfall.reached(level);
                reached.countDown();
              }
            });
    try {
      if (reached.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        startHindered();
      } else {
        late = "start level " + level + " was not reached in " + patience.toSeconds() + " s";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.START, "interrupted while starting", e);
    }
  }

  /**
   * Felix takes back the lock of a bundle that is being started when a class that is being wired
   * elsewhere needs the lock of the whole framework, and leaves the bundle as it was; the same
   * again is the answer.
   */
  private void startHindered() {
    int left = LOCK_TURNS;
    for (Bundle bundle = hindered.poll(); bundle != null; bundle = hindered.poll()) {
      try {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      } catch (BundleException e) {
        if (hindered(e) && left-- > 0) {
          hindered.add(bundle);
          LockSupport.parkNanos(LOCK_PAUSE.toNanos());
        } else {
          problem(bundle, e);
        }
      }
    }
  }

  private static boolean hindered(BundleException failure) {
    return String.valueOf(failure.getMessage()).contains("global lock");
  }

  /** Other errors of the framework are the log's. */
  private void note(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR
        && event.getThrowable() instanceof BundleException failure) {
      if (hindered(failure)) {
        hindered.add(event.getBundle());
        if (reached.getCount() == 0) {
          // told late: events have a thread of their own, which waits for no bundle
          new Thread(this::startHindered, "tidegate-start").start();
        }
      } else {
        problem(event.getBundle(), failure);
      }
    }
  }

  private void problem(Bundle bundle, BundleException failure) {
    String text = String.valueOf(failure.getMessage());
    problem(bundle.getSymbolicName() + ": " + text.lines().findFirst().orElse(""));
  }

  private void problem(String sentence) {
    synchronized (problems) {
      problems.add(sentence);
    }
  }

  /** What could not be installed or started, or is still starting, one sentence each. */
  List<String> problems() {
    List<String> now;
    synchronized (problems) {
      now = new ArrayList<>(problems);
    }
    if (!late.isEmpty() && reached.getCount() > 0) {
      now.add(late);
    }
    return List.copyOf(now);
  }

  /** Whether a bundle of that name is there, whatever its state. */
  boolean has(String symbolicName) {
    return Arrays.stream(framework.getBundleContext().getBundles())
        .anyMatch(bundle -> symbolicName.equals(bundle.getSymbolicName()));
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Whether and how it goes down, by whomever. */
  Downfall downfall() {
    return downfall;
  }

  /** Waits until the framework has stopped. */
  void join() throws InterruptedException {
    framework.waitForStop(0);
  }

  /**
   * Stops level by level, the doors first and the core after them.
   *
   * @return whether it was done in time
   */
  boolean stop(long millis) {
    try {
      framework.stop();
      return framework.waitForStop(millis).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    } catch (BundleException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
