package io.tidegate.itests.deployment.inside;

import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle of the tests' packages: serves what its manifest says. */
public final class Serving implements BundleActivator {
  static final String SERVICE = "java.lang.Runnable";

  @Override
  public void start(BundleContext context) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("serves", context.getBundle().getHeaders("").get("Serves"));
    context.registerService(SERVICE, (Runnable) () -> {}, properties);
  }

  @Override
  public void stop(BundleContext context) {}
}
