package io.tidegate.launcher;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Notices, before the first bundle is stopped, that the framework stops, or that somebody lowers
 * its start level: either takes the gateway away and leaves the process. It does not wait for the
 * end, which a bundle that hangs may keep from coming. On threads of the framework; any may ask.
 */
final class Downfall implements SynchronousBundleListener {
  private final FrameworkStartLevel levels;
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile int needed;
  private volatile boolean sunk;

  Downfall(Bundle framework) {
    levels = framework.adapt(FrameworkStartLevel.class);
  }

  void watch(BundleContext context) {
    context.addBundleListener(this);
  }

  /** The start level was reached: from now on it is not to be left. */
  void reached(int level) {
    needed = level;
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() != BundleEvent.STOPPING || begun.getCount() == 0) {
      return;
    }
    if (event.getBundle().getBundleId() == 0) {
      begun.countDown();
    } else if (levels.getStartLevel() < needed) {
      sunk = true;
      begun.countDown();
    }
  }

  /** Waits until it begins. */
  void await() throws InterruptedException {
    begun.await();
  }

  boolean hasBegun() {
    return begun.getCount() == 0;
  }

  /** What has happened, a sentence; before it begins nothing of it is true. */
  String sentence() {
    return sunk
        ? "A bundle lowered the start level of the container."
        : "A bundle stopped the container.";
  }
}
