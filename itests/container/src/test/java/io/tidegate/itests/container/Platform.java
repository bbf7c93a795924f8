package io.tidegate.itests.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * A framework with the distribution's logging, libraries, api and platform, and nothing of ours
 * beside.
 */
final class Platform implements AutoCloseable {
  private final Framework framework;

  private Platform(Framework framework) {
    this.framework = framework;
  }

  /** Starts it on a home with default configuration and any free ports. */
  static Platform start(Path home) throws Exception {
    Site.fill(home);
    System.setProperty("tidegate.log", home.resolve("log").toString());
    Map<String, String> properties = new HashMap<>();
    properties.put("org.osgi.framework.storage", home.resolve("cache").toString());
    properties.put("org.osgi.framework.system.packages.extra", "sun.misc,sun.reflect");
    properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR");
    properties.put(
        "org.ops4j.pax.logging.StaticLogbackFile", home.resolve("config/logging.xml").toString());
    properties.put("tidegate.home", home.toString());
    properties.put("tidegate.set", String.join("\n", Site.anyPort()));
    properties.put("org.apache.felix.http.require.config", "true");
    Framework framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    Platform platform = new Platform(framework);
    platform.install(jar -> jar.level() <= 3 || !jar.ours());
    return platform;
  }

  /** Installs and starts those that the predicate names, in the order of their levels. */
  private void install(Predicate<Site.Jar> which) throws BundleException, IOException {
    List<Bundle> bundles = new ArrayList<>();
    for (Site.Jar jar : Site.jars()) {
      if (which.test(jar)) {
        Bundle bundle = install(jar);
        if (!jar.isFragment()) {
          bundles.add(bundle);
        }
      }
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  Bundle install(Site.Jar jar) throws BundleException, IOException {
    try (InputStream in = Files.newInputStream(jar.file())) {
      return context().installBundle(jar.file().toUri().toString(), in);
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  @Override
  public void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }
}
