package io.tidegate.cloud.hawkbit;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateListener;
import io.tidegate.api.update.UpdateView;
import io.tidegate.codec.settings.LastGood;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the server while there is a configuration that names one; without, it does nothing. */
@Component(
    name = HawkbitComponent.PID,
    service = {UpdateListener.class, HealthCheck.class},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = {HealthCheck.NAME + "=hawkbit", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = Config.class)
public final class HawkbitComponent implements UpdateListener, HealthCheck {
  static final String PID = "io.tidegate.cloud.hawkbit";
  private static final Logger LOG = LoggerFactory.getLogger(HawkbitComponent.class);

  private final LastGood<Optional<HawkbitSettings>> settings = new LastGood<>(Optional.empty());
  private Path home = Path.of(".");
  private Map<String, String> own = Map.of();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile UpdateDesk desk;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile KeyRing keys;

  private volatile Agent agent;

  @Activate
  void activate(BundleContext context, Map<String, Object> properties) {
    begin(
        Path.of(Optional.ofNullable(context.getProperty("tidegate.home")).orElse(".")),
        context.getBundle().getVersion().toString(),
        properties);
  }

  void begin(Path folder, String version, Map<String, ?> properties) {
    home = folder;
    own =
        Map.of(
            "tidegate",
            version,
            "java",
            System.getProperty("java.version", ""),
            "os",
            System.getProperty("os.name", ""),
            "arch",
            System.getProperty("os.arch", ""));
    modified(properties);
  }

  /** For tests: services as SCR would give them. */
  void services(UpdateDesk itsDesk, KeyRing itsKeys) {
    desk = itsDesk;
    keys = itsKeys;
  }

  @Modified
  void modified(Map<String, ?> properties) {
    Optional<HawkbitSettings> before = settings.get();
    if (!settings.offer(() -> read(properties))) {
      LOG.error("Configuration refused, the last good one stays: {}", settings.problem());
    }
    Optional<HawkbitSettings> now = settings.get();
    if (!now.equals(before)) {
      stop();
      now.ifPresent(
          s ->
              agent =
                  new Agent(
                      s,
                      home,
                      () -> Optional.ofNullable(desk),
                      new Ddi(s, () -> Optional.ofNullable(keys)),
                      own,
                      Clock.systemUTC()));
    }
  }

  /** Nothing while no field says whom to ask and who we are: then it is off. */
  private Optional<HawkbitSettings> read(Map<String, ?> properties) {
    boolean off = isBlank(properties.get("url")) && isBlank(properties.get("controller"));
    return off ? Optional.empty() : Optional.of(HawkbitSettings.of(properties, home));
  }

  private static boolean isBlank(Object value) {
    return value == null || value.toString().isBlank();
  }

  @Deactivate
  void stop() {
    Agent last = agent;
    agent = null;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void changed(UpdateView update) {
    Agent now = agent;
    if (now != null) {
      now.changed(update);
    }
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    Agent now = agent;
    return now == null
        ? new Result(Result.Status.OK, "Off: field url names no update server.")
        : now.health();
  }
}
