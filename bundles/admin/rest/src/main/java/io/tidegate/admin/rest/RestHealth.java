package io.tidegate.admin.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * The health check {@code rest}: whether the server listens where it may, and what the API reports
 * of its token and configuration. Thread-safe.
 *
 * <p>A component of its own: the health board binds all health checks, and the API binds the board.
 */
@Component(
    name = "io.tidegate.admin.rest.health",
    service = {RestHealth.class, HealthCheck.class},
    property = {"hc.name=rest", "hc.tags=tidegate"})
public final class RestHealth implements HealthCheck {
  static final String NOT_RUNNING = "The API is not running";

  private volatile String problem = NOT_RUNNING;
  private final AtomicReference<ServiceReference<HttpServiceRuntime>> runtime =
      new AtomicReference<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile ConfigurationAdmin configurations;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindRuntime(ServiceReference<HttpServiceRuntime> reference) {
    runtime.set(reference);
  }

  void unbindRuntime(ServiceReference<HttpServiceRuntime> reference) {
    runtime.compareAndSet(reference, null);
  }

  /** Read when it is asked for: a copy would be older than the port that answers already. */
  private List<String> endpoints() {
    ServiceReference<HttpServiceRuntime> present = runtime.get();
    Object urls = present == null ? null : present.getProperty("osgi.http.endpoint");
    if (urls instanceof String[] several) {
      return List.of(several);
    }
    return urls == null ? List.of() : List.of(urls.toString());
  }

  /** Whether the HTTP server has any address. */
  boolean listens() {
    return !endpoints().isEmpty();
  }

  /** What is wrong with the API, a sentence; empty when nothing is. */
  void report(String sentence) {
    problem = sentence;
  }

  @Override
  public Result execute() {
    List<String> endpoints = endpoints();
    List<String> problems = new ArrayList<>();
    problems.add(problem);
    problems.add(Listening.problem(endpoints, Optional.ofNullable(configurations)));
    problems.removeIf(String::isEmpty);
    return problems.isEmpty()
        ? new Result(Result.Status.OK, "Listens on " + String.join(", ", endpoints) + ".")
        : new Result(Result.Status.CRITICAL, String.join("; ", problems));
  }
}
