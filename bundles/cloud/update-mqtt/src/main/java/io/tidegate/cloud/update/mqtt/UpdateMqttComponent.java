package io.tidegate.cloud.update.mqtt;

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

/**
 * Listens at the broker while there is a configuration that names one; without, it does nothing.
 */
@Component(
    name = UpdateMqttComponent.PID,
    service = {UpdateListener.class, HealthCheck.class},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = {HealthCheck.NAME + "=update-mqtt", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = Config.class)
public final class UpdateMqttComponent implements UpdateListener, HealthCheck {
  static final String PID = "io.tidegate.cloud.update.mqtt";
  private static final Logger LOG = LoggerFactory.getLogger(UpdateMqttComponent.class);

  private final LastGood<Optional<MqttSettings>> settings = new LastGood<>(Optional.empty());
  private Path home = Path.of(".");

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

  private volatile Post post;

  @Activate
  void activate(BundleContext context, Map<String, Object> properties) {
    begin(
        Path.of(Optional.ofNullable(context.getProperty("tidegate.home")).orElse(".")), properties);
  }

  void begin(Path folder, Map<String, ?> properties) {
    home = folder;
    modified(properties);
  }

  /** For tests: services as SCR would give them. */
  void services(UpdateDesk itsDesk, KeyRing itsKeys) {
    desk = itsDesk;
    keys = itsKeys;
  }

  @Modified
  void modified(Map<String, ?> properties) {
    Optional<MqttSettings> before = settings.get();
    if (!settings.offer(() -> read(properties))) {
      LOG.error("Configuration refused, the last good one stays: {}", settings.problem());
    }
    Optional<MqttSettings> now = settings.get();
    if (!now.equals(before)) {
      stop();
      now.ifPresent(
          s ->
              post =
                  new Post(
                      s,
                      home,
                      () -> Optional.ofNullable(desk),
                      () -> Optional.ofNullable(keys),
                      Clock.systemUTC()));
    }
  }

  /** Nothing while no field says whom to ask and who we are: then it is off. */
  private Optional<MqttSettings> read(Map<String, ?> properties) {
    boolean off = isBlank(properties.get("url")) && isBlank(properties.get("gateway"));
    return off ? Optional.empty() : Optional.of(MqttSettings.of(properties, home));
  }

  private static boolean isBlank(Object value) {
    return value == null || value.toString().isBlank();
  }

  @Deactivate
  void stop() {
    Post last = post;
    post = null;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void changed(UpdateView update) {
    Post now = post;
    if (now != null) {
      now.changed(update);
    }
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    Post now = post;
    return now == null
        ? new Result(Result.Status.OK, "Off: field url names no broker.")
        : now.health();
  }
}
