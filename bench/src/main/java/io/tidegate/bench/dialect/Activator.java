package io.tidegate.bench.dialect;

import io.tidegate.api.connection.Dialect;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** Offers the dialect above the one that is shipped, by its ranking. */
public final class Activator implements BundleActivator {
  private static final int ABOVE = 1_000;

  @Override
  public void start(BundleContext context) {
    Map<String, Object> above = Map.of(Constants.SERVICE_RANKING, ABOVE);
    var unused =
        context.registerService(
            Dialect.class, new AnsweringDialect(), FrameworkUtil.asDictionary(above));
  }

  @Override
  public void stop(BundleContext context) {
    // the framework takes the service back
  }
}
