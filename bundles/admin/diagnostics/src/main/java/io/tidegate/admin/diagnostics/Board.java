package io.tidegate.admin.diagnostics;

import io.tidegate.api.operation.HealthBoard;
import io.tidegate.codec.settings.Newest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
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
  private final Newest<Key, HealthCheck> checks = new Newest<>();

  /**
   * A check: the same of two versions of a bundle is one.
   *
   * @param bundle symbolic name
   * @param pid of its configuration; empty when it has none
   */
  private record Key(String name, String bundle, String pid) {
    static Key of(ServiceReference<HealthCheck> reference) {
      Object name = reference.getProperty(HealthCheck.NAME);
      Object pid = reference.getProperty(Constants.SERVICE_PID);
      Bundle bundle = reference.getBundle();
      return new Key(
          name == null ? "service " + reference.getProperty(Constants.SERVICE_ID) : "" + name,
          bundle == null ? "" : bundle.getSymbolicName(),
          pid == null ? "" : "" + pid);
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCheck(ServiceReference<HealthCheck> reference, HealthCheck check) {
    checks.add(Key.of(reference), check, reference);
  }

  void unbindCheck(ServiceReference<HealthCheck> reference) {
    checks.remove(reference);
  }

  @Override
  public Health read() {
    List<Check> read = new ArrayList<>();
    checks.live().forEach((key, check) -> read.add(ask(key.name(), check)));
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
