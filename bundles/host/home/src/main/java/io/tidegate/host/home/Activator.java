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
    // a property of the system is one of the container, unless the container has its own
    HomeFolder.missing(context::getProperty, home).forEach(System::setProperty);
    LOG.info("files are kept under {}", home);
  }

  @Override
  public void stop(BundleContext context) {
    // what it said stays true
  }
}
