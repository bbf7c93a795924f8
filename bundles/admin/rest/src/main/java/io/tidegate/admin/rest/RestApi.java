package io.tidegate.admin.rest;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SetpointTrace;
import io.tidegate.codec.settings.LastGood;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API: a servlet of the HTTP whiteboard that lets requests in, finds their endpoint and
 * turns what goes wrong into JSON. Request threads of the HTTP server; one thread of its own for
 * the event stream.
 *
 * <p>Activation reads one small local file, or writes it at the first start: nothing may be served
 * before the token is known.
 */
@Component(
    name = RestApi.PID,
    service = {Servlet.class, HealthCheck.class, SetpointTrace.class},
    immediate = true,
    property = {
      "osgi.http.whiteboard.servlet.name=tidegate-rest",
      "osgi.http.whiteboard.servlet.pattern=/api/*",
      "osgi.http.whiteboard.servlet.pattern=/healthz",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
      "hc.name=rest",
      "hc.tags=tidegate"
    })
@Designate(ocd = RestConfig.Fields.class)
public final class RestApi extends HttpServlet implements HealthCheck, SetpointTrace {
  static final String PID = "io.tidegate.admin.rest";
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
  private static final String PAGE = "tidegate.console.page";
  private static final String TITLE = "tidegate.console.title";

  private final transient BundleContext context;
  private final transient Path home;
  private final transient LastGood<RestConfig> config = new LastGood<>(RestConfig.DEFAULT);
  private final transient Gate gate;
  private final transient CommandLatency latency = new CommandLatency();
  private final transient EventStreams events;
  private final transient Router router;
  private volatile String tokenProblem = "";
  private transient volatile List<String> endpoints = List.of();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private transient volatile ConfigurationAdmin configurations;

  @Activate
  public RestApi(
      BundleContext context, @Reference BackendServices backend, Map<String, Object> properties) {
    this(context, home(context), backend, properties);
  }

  RestApi(BundleContext context, Path home, Backend backend, Map<String, ?> properties) {
    this.context = context;
    this.home = home;
    gate = new Gate(() -> config.get().attempts(), System::nanoTime);
    events = new EventStreams(backend, () -> config.get().streams());
    Metrics metrics = new Metrics(backend, latency);
    router =
        new Router(
            Stream.of(
                    new CommandEndpoints(backend, latency).routes(),
                    new WishEndpoint(backend).routes(),
                    new SiteEndpoints(backend).routes(),
                    events.routes(),
                    new OperationsEndpoints(backend, metrics, this::pages).routes())
                .flatMap(List::stream)
                .collect(Collectors.toList()));
    modified(properties);
  }

  private static Path home(BundleContext context) {
    String folder = context.getProperty("tidegate.home");
    return Path.of(folder == null ? "." : folder);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    if (!config.offer(() -> RestConfig.of(properties))) {
      LOG.error("rest: {}; the last good configuration stays in force", config.problem());
    }
    try {
      gate.token(Token.load(home));
      tokenProblem = "";
    } catch (IOException e) {
      gate.token(null);
      tokenProblem = "No token, so nobody is let in: " + e.getMessage();
      LOG.error("rest: {}", tokenProblem);
    }
  }

  @Deactivate
  void deactivate() {
    events.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      updated = "bindRuntime")
  void bindRuntime(HttpServiceRuntime runtime, Map<String, ?> properties) {
    Object urls = properties.get("osgi.http.endpoint");
    endpoints =
        urls instanceof String[] several
            ? List.of(several)
            : urls == null ? List.of() : List.of(urls.toString());
  }

  void unbindRuntime(HttpServiceRuntime runtime) {
    endpoints = List.of();
  }

  List<Router.Route> routes() {
    return router.routes();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    headers(response);
    String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    Exchange exchange = new Exchange(request, response, "");
    try {
      Router.Match match = find(request, response, path);
      match.route().endpoint().handle(match.exchange(request, response));
    } catch (ApiException e) {
      if (!response.isCommitted()) {
        exchange.error(e);
      }
    } catch (RuntimeException e) {
      LOG.error("rest: {} {} failed", request.getMethod(), path, e);
      if (!response.isCommitted()) {
        exchange.error(new ApiException(500, "INTERNAL", "The gateway failed; see its log."));
      }
    }
  }

  /** Who has no token learns nothing of the paths there are, but for the open ones. */
  private Router.Match find(HttpServletRequest request, HttpServletResponse response, String path) {
    boolean open = router.routes().stream().anyMatch(r -> r.open() && r.path().equals(path));
    if (open) {
      gate.checkLine(request);
    } else {
      gate.pass(request, response);
    }
    return router.find(request.getMethod(), path, response);
  }

  private static void headers(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  private List<OperationsEndpoints.Page> pages() {
    List<OperationsEndpoints.Page> pages = new ArrayList<>();
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(null, "(" + PAGE + "=/*)");
      for (ServiceReference<?> reference : found == null ? new ServiceReference<?>[0] : found) {
        String path = String.valueOf(reference.getProperty(PAGE));
        Object title = reference.getProperty(TITLE);
        // "//host" would lead to another site
        if (!path.startsWith("//")) {
          pages.add(new OperationsEndpoints.Page(title == null ? path : title.toString(), path));
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter is a constant", e);
    }
    return pages;
  }

  @Override
  public void written(List<Setpoint> setpoints, long nanos) {
    latency.written(setpoints, nanos);
  }

  @Override
  public Result execute() {
    List<String> problems = new ArrayList<>();
    problems.add(tokenProblem);
    problems.add(config.problem());
    problems.add(Listening.problem(endpoints, Optional.ofNullable(configurations)));
    problems.removeIf(String::isEmpty);
    return problems.isEmpty()
        ? new Result(Result.Status.OK, "Listens on " + String.join(", ", endpoints) + ".")
        : new Result(Result.Status.CRITICAL, String.join("; ", problems));
  }
}
