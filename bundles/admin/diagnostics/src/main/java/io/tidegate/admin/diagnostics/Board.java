package io.tidegate.admin.diagnostics;

import io.tidegate.api.operation.HealthBoard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every health check on the caller's thread. Checks report state that they keep, so asking is
 * instant; one that throws counts as critical.
 */
@Component(name = "io.tidegate.admin.diagnostics.health")
public final class Board implements HealthBoard {
  private static final Logger LOG = LoggerFactory.getLogger(Board.class);
  private final Map<HealthCheck, String> checks = new ConcurrentHashMap<>();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCheck(ServiceReference<HealthCheck> reference, HealthCheck check) {
    Object name = reference.getProperty(HealthCheck.NAME);
    checks.put(check, name == null ? "service " + reference.getProperty("service.id") : "" + name);
  }

  void unbindCheck(HealthCheck check) {
    checks.remove(check);
  }

  @Override
  public Health read() {
    List<Check> read = new ArrayList<>();
    checks.forEach((check, name) -> read.add(ask(name, check)));
    read.sort(Comparator.comparing(Check::name));
    if (read.isEmpty()) {
      read.add(new Check("health", Status.WARN, "No health check is registered yet."));
    }
    Status worst = read.stream().map(Check::status).max(Comparator.naturalOrder()).orElseThrow();
    return new Health(worst, read);
  }

  private static Check ask(String name, HealthCheck check) {
    try {
      Result result = check.execute();
      StringBuilder sentence = new StringBuilder();
      for (ResultLog.Entry entry : result) {
        sentence.append(sentence.isEmpty() ? "" : "; ").append(entry.getMessage());
      }
      return new Check(name, status(result.getStatus()), sentence.toString());
    } catch (RuntimeException e) {
      LOG.warn("health check {} failed", name, e);
      return new Check(name, Status.CRITICAL, "The check itself failed: " + e);
    }
  }

  private static Status status(Result.Status status) {
    return switch (status) {
      case OK -> Status.OK;
      case WARN, TEMPORARILY_UNAVAILABLE -> Status.WARN;
      case CRITICAL, HEALTH_CHECK_ERROR -> Status.CRITICAL;
    };
  }
}
