package io.tidegate.itests.updates.broken;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Of a bundle that uninstalls the control loop when it starts. */
public final class Evicting implements BundleActivator {
  @Override
  public void start(BundleContext context) throws BundleException {
    for (Bundle bundle : context.getBundles()) {
      if ("io.tidegate.core.control".equals(bundle.getSymbolicName())) {
        bundle.uninstall();
      }
    }
  }

  @Override
  public void stop(BundleContext context) {
    // what it has done is done
  }
}
