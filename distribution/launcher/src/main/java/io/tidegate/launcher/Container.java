package io.tidegate.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The embedded framework. Its storage is emptied at every start and the jars are used where they
 * lie, so the folder {@code bundle/} alone says what runs, and a cache that a crash has damaged
 * cannot hinder the next start.
 */
final class Container {

  /** Above logging (1), libraries and api (2), platform (3) and the core (4) come the doors. */
  static final int HEADLESS_LEVEL = 4;

  private final Framework framework;
  private final List<String> problems = new ArrayList<>();

  private Container(Framework framework) {
    this.framework = framework;
  }

  /**
   * Installs the bundles and starts the levels up to {@code highest}; returns when that level is
   * reached.
   *
   * @param storage emptied first
   * @param properties framework properties beside those of the storage
   * @throws CommandException when the framework itself cannot start; a bundle that cannot is a
   *     {@link #problems() problem} and the others run
   */
  static Container start(
      Distribution distribution, Path storage, int highest, Map<String, String> properties)
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
      container.install(distribution);
      container.framework.start();
      container.raiseTo(highest);
      return container;
    } catch (BundleException e) {
      throw new CommandException(ExitCode.START, "the container did not start: " + e, e);
    }
  }

  private void install(Distribution distribution) throws CommandException {
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(this::note);
    for (Map.Entry<Integer, List<Path>> level : distribution.bundles().entrySet()) {
      for (Path jar : level.getValue()) {
        try {
          Bundle bundle = context.installBundle("reference:" + jar.toUri());
          bundle.adapt(BundleStartLevel.class).setStartLevel(level.getKey());
          if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
          }
        } catch (BundleException e) {
          problem(jar.getFileName() + ": " + e.getMessage());
        }
      }
    }
  }

  private void raiseTo(int level) throws CommandException {
    CountDownLatch reached = new CountDownLatch(1);
    framework
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(
            level,
            event -> {
              if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                reached.countDown();
              }
            });
    try {
      if (!reached.await(30, TimeUnit.SECONDS)) {
        problem("start level " + level + " was not reached in 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.START, "interrupted while starting", e);
    }
  }

  /** Other errors of the framework are the log's. */
  private void note(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR
        && event.getThrowable() instanceof BundleException failure) {
      String text = String.valueOf(failure.getMessage());
      problem(event.getBundle().getSymbolicName() + ": " + text.lines().findFirst().orElse(""));
    }
  }

  private void problem(String sentence) {
    synchronized (problems) {
      problems.add(sentence);
    }
  }

  /** What could not be installed or started, one sentence each. */
  List<String> problems() {
    synchronized (problems) {
      return List.copyOf(problems);
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Waits until somebody has stopped the framework. */
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
