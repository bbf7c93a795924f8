package ${package};

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.jar.JarFile;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** A container with the built bundle, and with the gateway's api as the test itself sees it. */
final class Container implements AutoCloseable {
  private static final long PATIENCE_MS = 30_000;
  private final Framework framework;

  Container(Path cache) throws Exception {
    StringJoiner shared = new StringJoiner(",");
    for (String jar : jars("io.tidegate.api.", "slf4j-api")) {
      shared.add(exports(jar));
    }
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage", cache.toString(),
                    "org.osgi.framework.system.packages.extra", shared.toString()));
    framework.init();
    BundleContext context = framework.getBundleContext();
    for (String jar :
        jars("org.osgi.util.", "org.osgi.service.component-1", "org.apache.felix.scr")) {
      context.installBundle(new File(jar).toURI().toString());
    }
    context.installBundle(new File(System.getProperty("bundle")).toURI().toString());
    framework.start();
    for (Bundle bundle : context.getBundles()) {
      bundle.start();
    }
  }

  /** A service of the bundle. */
  <T> T service(Class<T> type) throws InterruptedException {
    ServiceTracker<T, T> tracker = new ServiceTracker<>(framework.getBundleContext(), type, null);
    tracker.open();
    T service = tracker.waitForService(PATIENCE_MS);
    if (service == null) {
      throw new AssertionError("no " + type.getSimpleName() + " within " + PATIENCE_MS + " ms");
    }
    return service;
  }

  /** A service that the gateway offers. */
  <T> void offer(Class<T> type, T service) {
    framework.getBundleContext().registerService(type, service, null);
  }

  private static List<String> jars(String... prefixes) {
    return java.util.Arrays.stream(
            System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            jar -> {
              String name = new File(jar).getName();
              return java.util.Arrays.stream(prefixes).anyMatch(name::startsWith);
            })
        .toList();
  }

  private static String exports(String jar) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      return file.getManifest().getMainAttributes().getValue("Export-Package");
    }
  }

  @Override
  public void close() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(PATIENCE_MS);
  }
}
