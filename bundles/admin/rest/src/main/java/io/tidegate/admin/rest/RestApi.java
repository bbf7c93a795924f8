package io.tidegate.admin.rest;

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
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
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
    service = Servlet.class,
    immediate = true,
    property = {
      "osgi.http.whiteboard.servlet.name=tidegate-rest",
      "osgi.http.whiteboard.servlet.pattern=/api/*",
      "osgi.http.whiteboard.servlet.pattern=/healthz",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
    })
@Designate(ocd = RestConfig.Fields.class)
public final class RestApi extends HttpServlet {
  static final String PID = "io.tidegate.admin.rest";
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
  private static final String PAGE = "tidegate.console.page";
  private static final String TITLE = "tidegate.console.title";

  private final transient BundleContext context;
  private final transient Path home;
  private final transient LastGood<RestConfig> config = new LastGood<>(RestConfig.DEFAULT);
  private final transient Gate gate;
  private final transient RestHealth health;
  private final transient EventStreams events;
  private final transient Guests guests;
  private final transient Router router;
  private final transient Transition transition;

  @Activate
  public RestApi(
      BundleContext context,
      @Reference BackendServices backend,
      @Reference CommandLatency latency,
      @Reference RestHealth health,
      @Reference WishLog wishes,
      Map<String, Object> properties) {
    this(context, home(context), backend, latency, health, wishes);
    modified(properties);
  }

  RestApi(
      BundleContext context,
      Path home,
      Backend backend,
      CommandLatency latency,
      RestHealth health,
      WishLog wishes) {
    this.context = context;
    this.home = home;
    this.health = health;
    transition = new Transition(context);
    gate = new Gate(() -> config.get().attempts(), System::nanoTime);
    events = new EventStreams(backend, () -> config.get().streams());
    guests = new Guests(backend::endpoints);
    Metrics metrics = new Metrics(backend, latency);
    router =
        new Router(
            Stream.of(
                    new CommandEndpoints(backend, latency).routes(),
                    new WishEndpoint(backend, wishes).routes(),
                    new SiteEndpoints(backend).routes(),
                    new SecurityEndpoints(backend).routes(),
                    new StationEndpoints(backend).routes(),
                    events.routes(),
                    new OperationsEndpoints(backend, metrics, this::pages, guests).routes())
                .flatMap(List::stream)
                .collect(Collectors.toList()));
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
    String tokenProblem = "";
    try {
      gate.token(Token.load(home));
    } catch (IOException e) {
      gate.token(null);
      tokenProblem = "No token, so nobody is let in: " + e.getMessage();
      LOG.error("rest: {}", tokenProblem);
    }
    health.report(
        Stream.of(tokenProblem, config.problem())
            .filter(problem -> !problem.isEmpty())
            .collect(Collectors.joining("; ")));
  }

  @Deactivate
  void deactivate() {
    health.report(RestHealth.NOT_RUNNING);
    events.close();
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
      if (!match.route().open()) {
        OperationsEndpoints.PARAMETERS.check(request, match.route().name());
      }
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
    router.checkMethod(request.getMethod(), response);
    boolean open = router.routes().stream().anyMatch(r -> r.open() && r.path().equals(path));
    if (open) {
      gate.checkLine(request);
    } else {
      gate.pass(request, response);
    }
    if (router.knows(path)) {
      return router.find(request.getMethod(), path, response);
    }
    Router others = new Router(guests.routes());
    if (!others.knows(path) && transition.underWay()) {
      response.setHeader("Retry-After", "2");
      throw new ApiException(
          503,
          "UNAVAILABLE",
          "The gateway is starting or being stopped, and not all of its API is there;"
              + " try again shortly.");
    }
    return others.find(request.getMethod(), path, response);
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
}
