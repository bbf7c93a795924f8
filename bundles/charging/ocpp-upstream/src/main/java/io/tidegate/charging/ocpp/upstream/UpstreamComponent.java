package io.tidegate.charging.ocpp.upstream;

import io.tidegate.codec.settings.LastGood;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One management system for each factory configuration: its settings and its health check {@code
 * upstream <name>}. The {@link ExchangeComponent}, which is there as soon as one of these is, does
 * the rest.
 */
@Component(
    name = UpstreamComponent.PID,
    service = UpstreamComponent.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class, factory = true)
public final class UpstreamComponent {
  static final String PID = "io.tidegate.charging.ocpp.upstream";

  private final LastGood<Optional<UpstreamSettings>> settings = new LastGood<>(Optional.empty());
  private volatile Upstream upstream;
  private String pid = PID;
  private Path home = Path.of("");
  private ServiceRegistration<HealthCheck> check;

  @Activate
  void activate(BundleContext context, Map<String, ?> properties) {
    pid = String.valueOf(properties.get("service.pid"));
    String folder = context.getProperty("tidegate.home");
    home = Path.of(folder == null ? "" : folder);
    modified(properties);
    String name = settings.get().map(UpstreamSettings::name).orElse(pid);
    check =
        context.registerService(
            HealthCheck.class,
            this::health,
            dictionary(Map.of(HealthCheck.NAME, "upstream " + name, HealthCheck.TAGS, "tidegate")));
  }

  @Modified
  void modified(Map<String, ?> properties) {
    settings.offer(() -> Optional.of(UpstreamSettings.of(pid, properties, home)));
  }

  @Deactivate
  void deactivate() {
    check.unregister();
  }

  Optional<UpstreamSettings> settings() {
    return settings.get();
  }

  /** What runs by these settings. */
  void running(Upstream now) {
    upstream = now;
  }

  private Result health() {
    String refused = settings.problem();
    if (!refused.isEmpty()) {
      return new Result(Result.Status.CRITICAL, refused);
    }
    Upstream now = upstream;
    return now == null
        ? new Result(Result.Status.WARN, "What was kept for it is being read.")
        : Health.of(now);
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> dictionary(Map<String, String> properties) {
    return new Hashtable<>(properties);
  }
}
