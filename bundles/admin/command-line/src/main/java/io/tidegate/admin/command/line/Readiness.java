package io.tidegate.admin.command.line;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.codec.settings.Newest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * Says whether the gateway serves: which mandatory components are missing and why, which health
 * checks are red or amber, which addresses are open. The launcher asks on its own thread; nothing
 * here blocks.
 *
 * <p>The answer is a map: {@code red}, {@code amber} and {@code http} are lists of strings, {@code
 * ocpp} is a string, {@code missing} is a supplier of such a list: going through all components
 * costs so much that the start would be slower for being watched.
 */
@Component(
    name = "io.tidegate.admin.command.line.readiness",
    service = Supplier.class,
    property = "tidegate.launcher=readiness")
public final class Readiness implements Supplier<Map<String, Object>> {
  private final ServiceComponentRuntime runtime;
  private final Newest<List<Object>, NamedCheck> checks = new Newest<>();
  private final AtomicReference<Switchboard> switchboard = new AtomicReference<>();
  private final AtomicReference<ServiceReference<HttpServiceRuntime>> http =
      new AtomicReference<>();

  private record NamedCheck(String name, HealthCheck check) {}

  @Activate
  public Readiness(@Reference ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public Map<String, Object> get() {
    List<String> red = new ArrayList<>();
    List<String> amber = new ArrayList<>();
    for (NamedCheck named : checks.live().values()) {
      judge(named, red, amber);
    }
    Switchboard open = switchboard.get();
    Supplier<List<String>> missing = () -> Missing.among(runtime);
    return Map.of(
        "missing",
        missing,
        "red",
        red,
        "amber",
        amber,
        "ocpp",
        open == null ? "" : open.listening(),
        "http",
        endpoints(http.get()));
  }

  private static void judge(NamedCheck named, List<String> red, List<String> amber) {
    Result result;
    try {
      result = named.check().execute();
    } catch (RuntimeException e) {
      red.add(named.name() + ": the check itself failed: " + e);
      return;
    }
    switch (result.getStatus()) {
      case OK -> {}
      case WARN -> amber.add(sentence(named.name(), result));
      default -> red.add(sentence(named.name(), result));
    }
  }

  private static String sentence(String name, Result result) {
    StringBuilder text = new StringBuilder(name).append(':');
    result.forEach(entry -> text.append(' ').append(entry.getMessage()));
    return text.toString();
  }

  private static List<String> endpoints(ServiceReference<HttpServiceRuntime> runtime) {
    Object value = runtime == null ? null : runtime.getProperty("osgi.http.endpoint");
    if (value instanceof String[] many) {
      return Arrays.stream(many).filter(url -> url.startsWith("http")).toList();
    }
    return value instanceof String one ? List.of(one) : List.of();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(hc.tags=tidegate)")
  void addCheck(HealthCheck check, ServiceReference<HealthCheck> reference) {
    String name = String.valueOf(reference.getProperty(HealthCheck.NAME));
    Bundle bundle = reference.getBundle();
    // the same check of two versions of a bundle is one
    List<Object> key =
        List.of(
            name,
            bundle == null ? "" : bundle.getSymbolicName(),
            String.valueOf(reference.getProperty(Constants.SERVICE_PID)));
    checks.add(key, new NamedCheck(name, check), reference);
  }

  void removeCheck(ServiceReference<HealthCheck> reference) {
    checks.remove(reference);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void setSwitchboard(Switchboard service) {
    switchboard.set(service);
  }

  void unsetSwitchboard(Switchboard service) {
    switchboard.compareAndSet(service, null);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void setHttp(ServiceReference<HttpServiceRuntime> service) {
    http.set(service);
  }

  void unsetHttp(ServiceReference<HttpServiceRuntime> service) {
    http.compareAndSet(service, null);
  }
}
