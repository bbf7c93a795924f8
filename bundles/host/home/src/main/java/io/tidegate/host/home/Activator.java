package io.tidegate.host.home;

import io.tidegate.codec.settings.HomeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all bundles where their files are, on a host whose start script does not say it. Has to
 * start before them; the property stays for as long as the JVM runs, since those that are updated
 * ask again.
 */
public final class Activator implements BundleActivator {
  private static final Logger LOG = LoggerFactory.getLogger(Activator.class);

  /** The web server has no address of its own until it is configured. */
  private static final String WEB = "org.apache.felix.http.require.config";

  @Override
  public void start(BundleContext context) throws Exception {
    Path home =
        HomeFolder.find(context::getProperty)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "set the property tidegate.home: the folder for configuration, journal and"
                            + " keys"));
    Files.createDirectories(home.resolve("config"));
    setIfAbsent(context, HomeFolder.PROPERTY, home.toString());
    setIfAbsent(context, WEB, "true");
    LOG.info("files are kept under {}", home);
  }

  /** A property of the system is one of the container, unless the container has its own. */
  private static void setIfAbsent(BundleContext context, String name, String value) {
    if (context.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  @Override
  public void stop(BundleContext context) {
    // what it said stays true
  }
}
