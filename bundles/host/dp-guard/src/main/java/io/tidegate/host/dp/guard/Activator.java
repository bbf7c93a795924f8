package io.tidegate.host.dp.guard;

import io.tidegate.codec.settings.HomeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.deploymentadmin.spi.ResourceProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the guard as the resource processor that the manifest names; each package has a copy of
 * this bundle under a name of its own. A DeploymentAdmin starts it before anything else of the
 * package, and stops the one of the installed package first.
 */
public final class Activator implements BundleActivator {
  private static final Logger LOG = LoggerFactory.getLogger(Activator.class);

  /** Of the DeploymentAdmin: it stops bundles on the thread that calls it. */
  private static final String INSTALL = "installDeploymentPackage";

  private static final String PROCESSOR = "Deployment-ProvidesResourceProcessor";

  private Path home = Path.of("");

  @Override
  public void start(BundleContext context) {
    home =
        HomeFolder.find(context::getProperty)
            .orElseThrow(
                () -> new IllegalStateException("set the property tidegate.home, or kura.home"));
    // It runs before any other bundle of ours, and they ask for this while they start.
    HomeFolder.missing(context::getProperty, home).forEach(System::setProperty);
    Guard guard =
        new Guard(
            home,
            new Ledger(home.resolve("data/dp-guard")),
            new FrameworkBundles(context),
            Clock.systemUTC());
    String pid = context.getBundle().getHeaders("").get(PROCESSOR);
    @SuppressWarnings("JdkObsolete") // what every framework takes
    Hashtable<String, Object> properties = new Hashtable<>(Map.of(Constants.SERVICE_PID, pid));
    context.registerService(ResourceProcessor.class, guard, properties);
  }

  /**
   * The last moment at which a DeploymentAdmin can be told to leave everything as it is: it has
   * stopped nothing but this bundle, and starts it again when its session is cancelled.
   */
  @Override
  public void stop(BundleContext context) throws IOException {
    if (!isInstalling()) {
      return;
    }
    Optional<String> busy = Window.busy(context);
    if (busy.isPresent() && !Rules.read(home).disturb() && cancel(context)) {
      LOG.warn(
          "WAIT: the package is left as it is, since {}; try again later, or set disturb = true in"
              + " {}",
          busy.get(),
          Rules.FILE);
    }
  }

  /**
   * Whether a DeploymentAdmin stops us for a newer package. Not to be removed: a package whose
   * removal was cancelled is stale for Felix's DeploymentAdmin until the next start.
   */
  private static boolean isInstalling() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(INSTALL)));
  }

  private static boolean cancel(BundleContext context) {
    ServiceReference<DeploymentAdmin> reference =
        context.getServiceReference(DeploymentAdmin.class);
    DeploymentAdmin admin = reference == null ? null : context.getService(reference);
    return admin != null && admin.cancel();
  }
}
