package io.tidegate.itests.updates.broken;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Of a bundle that lowers the start level to where there is no gateway any more. */
public final class Sinking implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    context.getBundle(0).adapt(FrameworkStartLevel.class).setStartLevel(2);
  }

  @Override
  public void stop(BundleContext context) {
    // what it has done is done
  }
}
