package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Relay;
import io.tidegate.api.connection.SecurityProfiles;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.ClearanceOffice;
import io.tidegate.api.control.SetpointTrace;
import io.tidegate.api.journal.StateStore;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.settings.LastGood;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
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
 * The component: configuration and services in, {@link Switchboard} and health out. All references
 * are dynamic, so that no update elsewhere costs a socket.
 */
@Component(
    name = OcppTransport.PID,
    service = {Switchboard.class, SecurityProfiles.class, HealthCheck.class},
    immediate = true,
    property = {"hc.name=ocpp-transport", "hc.tags=tidegate"})
@Designate(ocd = Config.class)
public final class OcppTransport implements Switchboard, SecurityProfiles, HealthCheck {
  static final String PID = "io.tidegate.charging.ocpp.transport";
  private static final Logger LOG = LoggerFactory.getLogger(OcppTransport.class);

  private final AtomicReference<SiteModel> site = new AtomicReference<>();
  private final LastGood<TransportConfig> config =
      new LastGood<>(TransportConfig.of(Map.of(), Path.of("")));
  private final Transport transport =
      new Transport(config::get, () -> Optional.ofNullable(site.get()), InstantSource.system());
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
    take(properties);
    transport.start();
  }

  @Modified
  void modified(Map<String, ?> properties) {
    take(properties);
    transport.reconfigure();
  }

  private void take(Map<String, ?> properties) {
    if (!config.offer(() -> TransportConfig.of(properties, home))) {
      LOG.error("configuration refused, the last good one stays in force: {}", config.problem());
    }
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
  void bindSite(SiteModel model) {
    site.set(model);
    transport.siteChanged(model);
  }

  void unbindSite(SiteModel model) {
    site.compareAndSet(model, null);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindOffice(ClearanceOffice office, ServiceReference<ClearanceOffice> reference) {
    Bundle bundle = reference.getBundle();
    transport.offices().bind(office, bundle == null ? "" : bundle.getSymbolicName());
  }

  void unbindOffice(ClearanceOffice office) {
    transport.offices().unbind(office);
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

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindStore(StateStore store) {
    transport.profiles().bind(store);
    transport.reconfigure();
  }

  void unbindStore(StateStore store) {
    transport.profiles().unbind(store);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindSecurityLog(SecurityLog log) {
    transport.alarms().bind(log);
  }

  void unbindSecurityLog(SecurityLog log) {
    transport.alarms().unbind(log);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindRelay(Relay relay) {
    transport.bind(relay);
  }

  void unbindRelay(Relay relay) {
    transport.unbind(relay);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindTrace(SetpointTrace trace) {
    transport.traces().add(trace);
  }

  void unbindTrace(SetpointTrace trace) {
    transport.traces().remove(trace);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDialect(Dialect dialect, ServiceReference<Dialect> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null) {
      return; // gone again already
    }
    int ranking =
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
    transport.bind(
        new DialectRack.Live(
            dialect, ranking, bundle.getSymbolicName(), bundle.getVersion(), id(reference)));
  }

  void unbindDialect(Dialect dialect, ServiceReference<Dialect> reference) {
    try {
      transport.unbind(id(reference));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long id(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  Offices offices() {
    return transport.offices();
  }

  @Override
  public String listening() {
    return transport.listening();
  }

  @Override
  public List<Line> lines() {
    return transport.connections().stream().map(Connection::line).toList();
  }

  @Override
  public Map<StationId, Integer> highest() {
    return transport.profiles().highest();
  }

  @Override
  public CompletionStage<Boolean> reset(StationId station) {
    LOG.warn("{}: an operator has reset its security profile", station);
    transport
        .alarms()
        .raise(
            SecurityEvent.Type.SECURITY_PROFILE_RESET,
            station.value(),
            null,
            "An operator lets the station come with a lower security profile");
    return transport.profiles().reset(station);
  }

  @Override
  public Result execute() {
    return Health.of(
        new Health.State(
            config.get(),
            config.problem().isEmpty() ? transport.problem() : config.problem(),
            transport.silence(),
            transport.listening(),
            transport.connections().size(),
            transport.offices()));
  }
}
