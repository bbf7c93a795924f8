package io.tidegate.cloud.hawkbit;

import java.util.Hashtable;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a bundle that is meant to fail, as its header {@link #HEADER} says. */
public final class Unfit implements BundleActivator, HealthCheck {
  static final String HEADER = "Test-Fault";
  static final String THROWS = "throws";
  static final String RED = "red";

  @Override
  public void start(BundleContext context) {
    if (THROWS.equals(context.getBundle().getHeaders("").get(HEADER))) {
      throw new IllegalStateException("it was meant to fail");
    }
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
