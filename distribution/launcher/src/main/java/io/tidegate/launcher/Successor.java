package io.tidegate.launcher;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Has the container followed by another one in the same process: when the updater asks for it, by a
 * service in a type of the JDK, and when a start on trial has brought up no updater that could
 * judge it.
 */
final class Successor {
  private static final long TRIAL_S = 120;

  private final Runnable startAnew;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);

  Successor(Container container, Runnable startAnew) {
    this.startAnew = startAnew;
    container.context().registerService(Runnable.class, this::ask, properties());
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> properties() {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("tidegate.launcher", "restart");
    return properties;
  }

  /** Returns at once: who asks is one of those that are going to be stopped. */
  private void ask() {
    if (asked.compareAndSet(false, true)) {
      new Thread(startAnew, "tidegate-restart").start();
    }
  }

  /** Asks by itself when nobody has judged the start in two minutes. */
  void watch(BooleanSupplier judged) {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (!over.await(TRIAL_S, TimeUnit.SECONDS) && !judged.getAsBoolean()) {
                  ask();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "tidegate-trial");
    thread.setDaemon(true);
    thread.start();
  }

  /** Its container has stopped. */
  void forget() {
    over.countDown();
  }
}
