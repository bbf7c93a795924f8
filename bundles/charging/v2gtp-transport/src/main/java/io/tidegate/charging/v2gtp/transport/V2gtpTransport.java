package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.VehicleDialect;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import io.tidegate.codec.settings.LastGood;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
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
 * The component: configuration and services in, {@link VehicleSwitchboard} and health out. All
 * references are dynamic, so that no update elsewhere costs a vehicle its connection.
 */
@Component(
    name = V2gtpTransport.PID,
    service = {VehicleSwitchboard.class, HealthCheck.class},
    immediate = true,
    property = {"hc.name=v2gtp-transport", "hc.tags=tidegate"})
@Designate(ocd = Config.class)
public final class V2gtpTransport implements VehicleSwitchboard, HealthCheck {
  static final String PID = "io.tidegate.charging.v2gtp.transport";
  private static final Logger LOG = LoggerFactory.getLogger(V2gtpTransport.class);

  private final LastGood<TransportConfig> config =
      new LastGood<>(TransportConfig.of(Map.of(), Path.of("")));
  private final Transport transport = new Transport(config::get);
  private volatile Path home = Path.of("");

  /** Beginning of a sentence about a field of the configuration file. */
  static String field(String key) {
    return "config/" + PID + ".cfg, field " + key + ": ";
  }

  @Activate
  void activate(BundleContext context, Map<String, Object> properties) {
    String folder = context.getProperty("tidegate.home");
    start(properties, Path.of(folder == null ? "" : folder));
  }

  void start(Map<String, ?> properties, Path folder) {
    home = folder;
    modified(properties);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    if (!config.offer(() -> TransportConfig.of(properties, home))) {
      LOG.error("configuration refused, the last good one stays in force: {}", config.problem());
    }
    transport.reconfigure();
  }

  @Deactivate
  void deactivate() {
    try {
      transport.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindKeys(KeyRing ring) {
    transport.secrets().bind(ring);
    transport.reconfigure();
  }

  void unbindKeys(KeyRing ring) {
    transport.secrets().unbind(ring);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindUnit(EvseUnit unit) {
    transport.bind(unit);
  }

  void unbindUnit(EvseUnit unit) {
    transport.unbind(unit);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDialect(VehicleDialect dialect, ServiceReference<VehicleDialect> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null) {
      return; // gone again already
    }
    int ranking =
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
    transport.bind(
        new DialectRack.Live(
            dialect,
            dialect.protocols(),
            ranking,
            bundle.getSymbolicName(),
            bundle.getVersion(),
            id(reference)));
  }

  void unbindDialect(VehicleDialect dialect, ServiceReference<VehicleDialect> reference) {
    try {
      transport.unbind(id(reference));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long id(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  @Override
  public List<Door> doors() {
    return transport.doors();
  }

  @Override
  public List<Line> lines() {
    return transport.lines().stream()
        .map(io.tidegate.charging.v2gtp.transport.Line::state)
        .toList();
  }

  @Override
  public Result execute() {
    return Health.of(
        new Health.State(
            config.get(),
            config.problem().isEmpty() ? transport.secrets().problem() : config.problem(),
            transport.secrets().warning(),
            transport.doors(),
            transport.missing(),
            transport.lines().size()));
  }
}
