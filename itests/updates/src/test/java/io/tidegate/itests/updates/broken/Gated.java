package io.tidegate.itests.updates.broken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Of a bundle that waits where files of the home tell it to, and writes down that it does. */
public final class Gated implements BundleActivator, HealthCheck {
  @Override
  public void start(BundleContext context) throws IOException, InterruptedException {
    Path home = Path.of(context.getProperty("tidegate.home"));
    if (Files.exists(home.resolve("gate-red"))) {
      Hashtable<String, Object> properties = new Hashtable<>();
      properties.put(HealthCheck.NAME, "meant-to-be-red");
      properties.put(HealthCheck.TAGS, "tidegate");
      context.registerService(HealthCheck.class, this, properties);
    }
    pass(home, "gate-start");
  }

  @Override
  public void stop(BundleContext context) throws IOException, InterruptedException {
    pass(Path.of(context.getProperty("tidegate.home")), "gate-stop");
  }

  private static void pass(Path home, String gate) throws IOException, InterruptedException {
    while (Files.exists(home.resolve(gate))) {
      Files.writeString(home.resolve(gate + ".reached"), "");
      Thread.sleep(20);
    }
  }

  @Override
  public Result execute() {
    return new Result(Result.Status.CRITICAL, "it was meant to be red");
  }
}
