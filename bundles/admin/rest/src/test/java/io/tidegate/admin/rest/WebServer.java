package io.tidegate.admin.rest;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * The HTTP server that the product ships, in a framework of its own inside this JVM, on a free
 * loopback port. Servlets come from the test's class path through the whiteboard.
 */
final class WebServer implements AutoCloseable {
  private static final String SHARED =
      "jakarta.servlet;version=6.1.0,jakarta.servlet.annotation;version=6.1.0,"
          + "jakarta.servlet.descriptor;version=6.1.0,jakarta.servlet.http;version=6.1.0,"
          + "javax.servlet;version=3.1.0,javax.servlet.annotation;version=3.1.0,"
          + "javax.servlet.descriptor;version=3.1.0,javax.servlet.http;version=3.1.0,"
          + "org.apache.felix.http.jakartawrappers;version=1.2.0,"
          + "org.apache.felix.http.javaxwrappers;version=1.2.0,"
          + "org.slf4j;version=2.0.17,org.slf4j.spi;version=2.0.17,org.slf4j.event;version=2.0.17,"
          + "org.slf4j.helpers;version=2.0.17";
  private static final String CONTRACTS =
      "osgi.contract;osgi.contract=JavaServlet;version:Version=\"4.0\","
          + "osgi.contract;osgi.contract=JakartaServlet;version:List<Version>=\"6.0,6.1\"";

  private final Framework framework;
  private final int port;

  WebServer(Path storage, Map<String, String> settings) throws Exception {
    port = freePort();
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED);
    properties.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, CONTRACTS);
    properties.put("org.apache.felix.http.host", "127.0.0.1");
    properties.put("org.osgi.service.http.port", Integer.toString(port));
    properties.put("org.apache.felix.http.jetty.acceptors", "1");
    properties.put("org.apache.felix.http.jetty.selectors", "1");
    properties.putAll(settings);
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(properties);
    framework.start();
    for (String name :
        List.of("commons-io", "commons-fileupload", "org.apache.felix.http.jetty12")) {
      context().installBundle("file:" + jar(name)).start();
    }
  }

  private static Path jar(String name) {
    return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().matches(name + "-\\d.*\\.jar"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  int port() {
    return port;
  }

  /** Registers a servlet as its component would. */
  void serve(Servlet servlet, String... patterns) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("osgi.http.whiteboard.servlet.name", "tidegate-rest");
    properties.put("osgi.http.whiteboard.servlet.pattern", patterns);
    properties.put("osgi.http.whiteboard.servlet.asyncSupported", true);
    context().registerService(Servlet.class.getName(), servlet, properties);
  }

  /** Moves the framework to that start level; the server itself runs from the first on. */
  void level(int level) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> reached.countDown());
    if (!reached.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("start level " + level + " was not reached");
    }
  }

  /** What the runtime service says where the server listens. */
  List<String> endpoints() throws org.osgi.framework.InvalidSyntaxException {
    var found =
        context()
            .getAllServiceReferences(
                "org.osgi.service.servlet.runtime.HttpServiceRuntime", "(osgi.http.endpoint=*)");
    return found == null
        ? List.of()
        : List.of((String[]) found[0].getProperty("osgi.http.endpoint"));
  }

  @Override
  public void close() throws Exception {
    framework.stop();
    framework.waitForStop(TimeUnit.SECONDS.toMillis(10));
  }
}
