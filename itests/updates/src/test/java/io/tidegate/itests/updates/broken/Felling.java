package io.tidegate.itests.updates.broken;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Of a bundle that stops the framework when it starts, and never comes through its own stop. */
public final class Felling implements BundleActivator {
  @Override
  public void start(BundleContext context) throws BundleException {
    context.getBundle(0).stop();
  }

  @Override
  public void stop(BundleContext context) {
    while (true) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        // that is the fault: it does not let go
      }
    }
  }
}
