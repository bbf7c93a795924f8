package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tidegate.admin.updates.store.Before;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.dto.DTOConstants;
import org.osgi.service.servlet.runtime.dto.FailedServletDTO;
import org.osgi.service.servlet.runtime.dto.FilterDTO;
import org.osgi.service.servlet.runtime.dto.ResourceDTO;
import org.osgi.service.servlet.runtime.dto.RuntimeDTO;
import org.osgi.service.servlet.runtime.dto.ServletContextDTO;
import org.osgi.service.servlet.runtime.dto.ServletDTO;

/** Paths that bundles serve, as an HTTP server tells of them and as they answer (P2). */
class DoorsTest {
  private final List<ServletDTO> servlets = new ArrayList<>();
  private final ServletContextDTO root = new ServletContextDTO();
  private final RuntimeDTO told = new RuntimeDTO();
  private static final String TOKEN = "t".repeat(43);

  private int status = 200;
  private int inside = 200;
  private volatile boolean shownElsewhere;
  private Path home;
  private HttpServer server;
  private Framework framework;
  private Forge forge;
  private Doors doors;
  private Bundle rest;
  private ServiceRegistration<?> runtime;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("cache").toString(),
                    "tidegate.home",
                    folder.toString()));
    home = folder;
    framework.start();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean shown =
              ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
          shownElsewhere |= shown && !path.equals("/api/v1/site");
          int api = shown && path.equals("/api/v1/site") ? inside : 401;
          exchange.sendResponseHeaders(path.startsWith("/api/") ? api : status, -1);
          exchange.close();
        });
    server.start();
    doors =
        new Doors(
            new Bundles(
                framework.getBundleContext(),
                new Patience(),
                new Hangs(() -> Duration.ofSeconds(20))));
    root.contextPath = "/";
    root.resourceDTOs = new ResourceDTO[0];
    root.filterDTOs = new FilterDTO[0];
    told.servletContextDTOs = new ServletContextDTO[] {root};
    told.failedServletDTOs = new FailedServletDTO[0];
    rest = started("rest", "1.0.0");
    runtime = listen();
  }

  @AfterEach
  void close() throws Exception {
    server.stop(0);
    framework.stop();
    framework.waitForStop(10_000);
  }

  private Bundle started(String name, String version) throws Exception {
    Path jar = forge.file(name, version, Map.of());
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    bundle.start();
    return bundle;
  }

  private ServiceRegistration<?> listen() throws Exception {
    HttpServiceRuntime says =
        (HttpServiceRuntime)
            Proxy.newProxyInstance(
                DoorsTest.class.getClassLoader(),
                new Class<?>[] {HttpServiceRuntime.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "getRuntimeDTO" -> {
                        root.servletDTOs = servlets.toArray(ServletDTO[]::new);
                        yield told;
                      }
                      case "hashCode" -> 1;
                      case "equals" -> self == arguments[0];
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(
        "osgi.http.endpoint",
        new String[] {"http://127.0.0.1:" + server.getAddress().getPort() + "/"});
    return started("jetty", "1.0.0")
        .getBundleContext()
        .registerService(HttpServiceRuntime.class, says, properties);
  }

  private void serve(Bundle bundle, String... patterns) {
    ServletDTO servlet = new ServletDTO();
    servlet.patterns = patterns;
    servlet.serviceId = id(bundle);
    servlets.add(servlet);
  }

  private static long id(Bundle bundle) {
    return (long)
        bundle
            .getBundleContext()
            .registerService(Runnable.class, () -> {}, null)
            .getReference()
            .getProperty(Constants.SERVICE_ID);
  }

  private Before take() throws InterruptedException {
    List<String> none = List.of();
    return new Before(
        none, none, none, false, List.of(), none, none, none, List.of(), doors.take());
  }

  private List<String> gone(Before before) throws InterruptedException {
    return doors.gone(before).values().stream().sorted().toList();
  }

  @Test
  void missesAPathThatIsServedNoLonger() throws Exception {
    serve(rest, "/api/*", "/healthz");
    Before before = take();
    assertThat(before.doors())
        .containsExactly(
            new Before.Door("servlet", "/api/*", "rest", "1.0.0", 401),
            new Before.Door("servlet", "/healthz", "rest", "1.0.0", 200));
    assertThat(gone(before)).isEmpty();
    servlets.clear();
    serve(rest, "/nope/*", "/healthz");
    assertThat(gone(before)).containsExactly("rest does not serve /api/* any more");
  }

  @Test
  void missesNoPathThatAnotherBundleHasNow() throws Exception {
    serve(rest, "/api/*");
    Before before = take();
    servlets.clear();
    serve(started("gate", "1.0.0"), "/api/*");
    assertThat(gone(before)).isEmpty();
  }

  @Test
  void missesNoPathOfABundleThatIsRemovedOrWentBack() throws Exception {
    serve(rest, "/api/*");
    Before before = take();
    servlets.clear();
    rest.uninstall();
    assertThat(gone(before)).isEmpty();
    started("rest", "0.9.0");
    assertThat(gone(before)).isEmpty();
    started("rest", "1.0.1");
    assertThat(gone(before)).hasSize(1);
  }

  @Test
  void saysWhatTheServerSaysOfAPathThatItRefuses() throws Exception {
    serve(rest, "/api/*");
    Before before = take();
    servlets.clear();
    FailedServletDTO failed = new FailedServletDTO();
    failed.patterns = new String[] {"/api/*"};
    failed.failureReason = DTOConstants.FAILURE_REASON_EXCEPTION_ON_INIT;
    told.failedServletDTOs = new FailedServletDTO[] {failed};
    assertThat(gone(before)).containsExactly("rest does not serve /api/* any more: its init fails");
  }

  @Test
  void missesResourcesAndFiltersToo() throws Exception {
    ResourceDTO pages = new ResourceDTO();
    pages.patterns = new String[] {"/pages/*"};
    pages.serviceId = id(rest);
    FilterDTO guard = new FilterDTO();
    guard.patterns = new String[] {"/*"};
    guard.serviceId = id(rest);
    root.contextPath = "/site";
    root.resourceDTOs = new ResourceDTO[] {pages};
    root.filterDTOs = new FilterDTO[] {guard};
    Before before = take();
    root.resourceDTOs = new ResourceDTO[0];
    root.filterDTOs = new FilterDTO[0];
    assertThat(gone(before))
        .containsExactly(
            "rest does not serve /site/* any more", "rest does not serve /site/pages/* any more");
  }

  @Test
  void missesAnAnswer() throws Exception {
    serve(rest, "/healthz");
    Before before = take();
    status = 500;
    assertThat(gone(before))
        .containsExactly("rest answers with 500 at /healthz, where it answered with 200 before");
    status = 404;
    assertThat(gone(before)).hasSize(1);
    status = 503; // a check is red, and it is the check that counts
    assertThat(gone(before)).isEmpty();
    status = 401;
    assertThat(gone(before)).isEmpty();
    server.stop(0);
    assertThat(gone(before))
        .containsExactly("rest does not answer at /healthz, where it answered with 200 before");
  }

  @Test
  void wantsNoAnswerThatThereWasNotBefore() throws Exception {
    serve(rest, "/healthz");
    status = 500;
    Before before = take();
    assertThat(gone(before)).isEmpty();
    server.stop(0);
    assertThat(gone(before)).isEmpty();
  }

  @Test
  void doesNotWaitForAServerThatDoesNotAnswer() throws Exception {
    serve(rest, "/healthz");
    Before before = take();
    server.removeContext("/");
    server.createContext("/", exchange -> {});
    assertThat(gone(before))
        .containsExactly("rest does not answer at /healthz, where it answered with 200 before");
  }

  @Test
  void asksForNoEndingOfAName() throws Exception {
    serve(rest, "*.html");
    assertThat(take().doors()).extracting(Before.Door::status).containsExactly(0);
  }

  @Test
  void knowsOfNothingWhereThereIsNoHttpServer() throws Exception {
    serve(rest, "/healthz");
    Before before = take();
    runtime.unregister();
    assertThat(gone(before)).isEmpty();
    assertThat(doors.take()).isEmpty();
  }

  @Test
  void asksTheApiWithItsToken() throws Exception {
    token();
    serve(rest, "/api/*", "/healthz");
    Before before = take();
    assertThat(before.doors()).extracting(Before.Door::status).containsExactly(200, 200);
    inside = 500;
    assertThat(gone(before))
        .containsExactly("rest answers with 500 at /api/*, where it answered with 200 before");
    inside = 401; // nobody is let in any more
    assertThat(gone(before)).hasSize(1);
    inside = 404;
    assertThat(gone(before)).hasSize(1);
    inside = 503;
    assertThat(gone(before)).isEmpty();
    inside = 200;
    assertThat(gone(before)).isEmpty();
  }

  @Test
  void missesTheTokenThatSomebodyTookAway() throws Exception {
    Path file = token();
    serve(rest, "/api/*");
    Before before = take();
    Files.delete(file);
    assertThat(gone(before))
        .containsExactly("rest answers with 401 at /api/*, where it answered with 200 before");
  }

  @Test
  void showsTheTokenToNobodyElse() throws Exception {
    token();
    String there = "http://localhost.example:80/";
    assertThat(Knock.local(there)).isFalse();
    assertThat(Knock.local("http://127.0.0.1.example:80/")).isFalse();
    assertThat(Knock.local(new String[] {there, "https://127.0.0.1:8443/"})).isTrue();
    assertThat(Knock.local("http://[::1]:8080/")).isTrue();
    assertThat(new Knock(Duration.ofSeconds(2)).at(there, "/api/v1/site", TOKEN)).isZero();
    serve(rest, "/other/*");
    status = 200;
    assertThat(take().doors()).extracting(Before.Door::status).containsExactly(200);
    assertThat(shownElsewhere).isFalse();
  }

  private Path token() throws Exception {
    Path file = home.resolve("data/secrets/rest.token");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, TOKEN + "\n");
  }
}
