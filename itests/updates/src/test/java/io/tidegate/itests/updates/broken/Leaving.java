package io.tidegate.itests.updates.broken;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;

/** Of a bundle that uninstalls itself once the one before it has stopped. */
public final class Leaving implements BundleActivator, BundleListener {
  private Bundle own;

  @Override
  public void start(BundleContext context) {
    own = context.getBundle();
    context.addBundleListener(this);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework takes the listener back
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle other = event.getBundle();
    if (event.getType() == BundleEvent.STOPPED
        && other.getBundleId() != own.getBundleId()
        && own.getSymbolicName().equals(other.getSymbolicName())) {
      try {
        own.uninstall();
      } catch (BundleException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
