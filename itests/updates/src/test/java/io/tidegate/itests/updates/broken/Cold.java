package io.tidegate.itests.updates.broken;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Of a bundle that starts well on a gateway that runs, and never when the gateway starts. */
public final class Cold implements BundleActivator {
  private static final int HIGHEST_LEVEL = 99;

  @Override
  public void start(BundleContext context) throws InterruptedException {
    FrameworkStartLevel level = context.getBundle(0).adapt(FrameworkStartLevel.class);
    while (level.getStartLevel() < HIGHEST_LEVEL) {
      Thread.sleep(50);
    }
  }

  @Override
  public void stop(BundleContext context) {
    // nothing was begun
  }
}
