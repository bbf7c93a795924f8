package io.tidegate.launcher;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the container followed by another one in the same process when the updater asks for it, by a
 * service in a type of the JDK.
 */
final class Successor {
  private Successor() {}

  /**
   * @param startAnew called on a thread of its own: who asks is one of those that are stopped
   */
  static void offer(Container container, Runnable startAnew) {
    Runnable ask = () -> new Thread(startAnew, "tidegate-restart").start();
    container.context().registerService(Runnable.class, ask, properties());
  }

  /** Whoever asks first has it done; one container has one successor. */
  static Runnable once(Runnable startAnew) {
    AtomicBoolean asked = new AtomicBoolean();
    return () -> {
      if (asked.compareAndSet(false, true)) {
        startAnew.run();
      }
    };
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> properties() {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("tidegate.launcher", "restart");
    return properties;
  }
}
