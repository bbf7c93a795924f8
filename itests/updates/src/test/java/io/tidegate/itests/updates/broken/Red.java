package io.tidegate.itests.updates.broken;

import java.util.Hashtable;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Of a bundle that starts, and is not well. */
public final class Red implements BundleActivator, HealthCheck {
  @Override
  public void start(BundleContext context) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(HealthCheck.NAME, "meant-to-be-red");
    properties.put(HealthCheck.TAGS, "tidegate");
    context.registerService(HealthCheck.class, this, properties);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework takes the service back
  }

  @Override
  public Result execute() {
    return new Result(Result.Status.CRITICAL, "it was meant to be red");
  }
}
