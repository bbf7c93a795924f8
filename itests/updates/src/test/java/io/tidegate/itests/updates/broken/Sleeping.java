package io.tidegate.itests.updates.broken;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Of a bundle that never comes through its start, whoever interrupts it. */
public final class Sleeping implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    while (true) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        // that is what is wrong with it
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void stop(BundleContext context) {
    // it has never been started
  }
}
