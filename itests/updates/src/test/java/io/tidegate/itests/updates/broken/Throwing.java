package io.tidegate.itests.updates.broken;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Of a bundle that cannot start. */
public final class Throwing implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    throw new IllegalStateException("it was meant to fail");
  }

  @Override
  public void stop(BundleContext context) {
    // it has never been started
  }
}
