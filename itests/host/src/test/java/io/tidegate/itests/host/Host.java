package io.tidegate.itests.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.watchdog.WatchdogService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeService;

/**
 * A framework with doubles of Kura's services, and on it the gateway with its adapters: on the
 * framework of the class path, Felix or Equinox. One station with one vehicle is at E02.
 */
final class Host implements AutoCloseable, Actuator {
  static final EvseId EVSE = new EvseId("E02");
  private static final StationId STATION = new StationId("CS02");
  private static final SessionId SESSION = new SessionId("S1");
  private static final String SITE =
      """
      site: Kura test
      grid: {importCapKw: 120, exportCapKw: 60, importCapPhaseA: 200, exportCapPhaseA: 100, maxImbalanceA: 60,
             nominalVoltageV: 230, nominalFrequencyHz: 50, buildingDesignLoadKw: 10, meter: grid}
      nodes:
        - {id: F1, kind: feeder, parent: grid, ratingKw: 44}
      stations:
        - id: CS02
          discharge: negative-limit
          unit: W
          evses:
            - {id: E02, number: 1, node: F1, phases: L123, maxChargeKw: 11, maxDischargeKw: 10, safeShareKw: 4.2, dwellS: 0}
      mandates:
        - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}
        - {id: "policy:kura", kind: local, highest: contract}
      safety: {reenableDelayS: 0}
      """;

  final Doubles.Watchdog watchdog = new Doubles.Watchdog();
  final Doubles.Registry registry = new Doubles.Registry();
  final Doubles.Publisher publisher = new Doubles.Publisher();
  final Doubles.Crypto crypto = new Doubles.Crypto();
  final List<Setpoint> setpoints = new CopyOnWriteArrayList<>();
  final List<String> errors = new CopyOnWriteArrayList<>();
  private final Framework framework;
  private KuraHost kura;

  private Host(Framework framework) {
    this.framework = framework;
  }

  static Host start(Path home) throws Exception {
    for (String folder : List.of("config", "data", "log", "tmp", "run")) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.writeString(home.resolve("config/site.yaml"), SITE);
    Path profile = Path.of("hw-profiles/generic-x86.yaml");
    Files.createDirectories(home.resolve("hw-profiles"));
    Files.copy(Jars.ROOT.resolve(profile), home.resolve(profile));
    Path logging = Jars.ROOT.resolve("config/logging.xml");
    Files.copy(logging, home.resolve("config/logging.xml"));
    System.setProperty("tidegate.log", home.resolve("log").toString());
    Map<String, String> properties = new HashMap<>();
    properties.put("org.osgi.framework.storage", home.resolve("cache").toString());
    properties.put("org.osgi.framework.system.packages.extra", Jars.packages());
    properties.put("org.osgi.framework.bootdelegation", "");
    properties.put("osgi.compatibility.bootdelegation", "false");
    properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR");
    properties.put(
        "org.ops4j.pax.logging.StaticLogbackFile", home.resolve("config/logging.xml").toString());
    properties.put("tidegate.home", home.toString());
    properties.put("org.apache.felix.http.require.config", "true");
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
    Host host = new Host(factory.newFramework(properties));
    host.framework.start();
    host.install();
    return host;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  KuraHost kura() {
    return kura;
  }

  private void install() throws Exception {
    context()
        .addFrameworkListener(
            event -> {
              if (event.getType() == FrameworkEvent.ERROR) {
                errors.add(event.getBundle() + ": " + event.getThrowable());
              }
            });
    List<Bundle> first = new ArrayList<>();
    List<Bundle> later = new ArrayList<>();
    for (Path jar : Jars.all()) {
      try (InputStream in = Files.newInputStream(jar)) {
        Bundle bundle = context().installBundle(jar.toUri().toString(), in);
        if (!Jars.isFragment(jar)) {
          (Jars.level(jar) <= 3 ? first : later).add(bundle);
        }
      }
    }
    for (Bundle bundle : first) {
      bundle.start();
    }
    kura =
        new KuraHost(
            context(), service(ConfigurationAdmin.class), service(MetaTypeService.class), crypto);
    kura.snapshot(
        "io.tidegate.charging.ocpp.transport",
        Map.of("port", 0, "onboarding", "open", "security.minimum", 0));
    kura.snapshot("io.tidegate.core.clock", Map.of("source", "assumed"));
    kura.open();
    register(CryptoService.class, crypto, Map.of());
    register(WatchdogService.class, watchdog, Map.of());
    register(RequestHandlerRegistry.class, registry, Map.of());
    register(CloudPublisher.class, publisher, Map.of("kura.service.pid", "publisher"));
    register(Actuator.class, this, Map.of(Actuator.NAME, "kura-test"));
    for (Bundle bundle : later) {
      bundle.start();
    }
  }

  private <T> void register(Class<T> type, T service, Map<String, Object> properties) {
    context().registerService(type, service, new Hashtable<>(properties));
  }

  <T> T service(Class<T> type) throws Exception {
    List<T> found = new ArrayList<>();
    Await.until(
        "a " + type.getSimpleName(),
        () -> {
          ServiceReference<T> reference = context().getServiceReference(type);
          T service = reference == null ? null : context().getService(reference);
          if (service != null) {
            found.add(service);
          }
          return service != null;
        });
    return found.get(0);
  }

  Bundle bundle(String name) {
    return Arrays.stream(context().getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  /** The result of the check with that name. */
  Result health(String name) throws Exception {
    List<Result> found = new ArrayList<>();
    Await.until(
        "health check " + name,
        () -> {
          for (ServiceReference<HealthCheck> reference :
              context().getServiceReferences(HealthCheck.class, null)) {
            HealthCheck check =
                name.equals(reference.getProperty(HealthCheck.NAME))
                    ? context().getService(reference)
                    : null;
            if (check != null) {
              found.add(check.execute());
            }
          }
          return !found.isEmpty();
        });
    return found.get(0);
  }

  /** What is not well, by the names of the checks. */
  Map<String, Result> troubles() throws Exception {
    Map<String, Result> troubles = new HashMap<>();
    for (ServiceReference<HealthCheck> reference :
        context().getServiceReferences(HealthCheck.class, null)) {
      HealthCheck check = context().getService(reference);
      if (check != null) {
        Result result = check.execute();
        if (!result.isOk()) {
          troubles.put(String.valueOf(reference.getProperty(HealthCheck.NAME)), result);
        }
      }
    }
    return troubles;
  }

  /** Plugs the vehicle in; measurements have to be repeated by {@link #measure}. */
  void plugIn() throws Exception {
    post(new SiteInput.StationOnline(STATION, "kura-test"));
    post(new SiteInput.SafeShareReport(EVSE, true, "held"));
    post(new SiteInput.EvseStatus(EVSE, SiteInput.Availability.OCCUPIED));
    post(new SiteInput.SessionStarted(EVSE, SESSION, "tx-1"));
    post(new SiteInput.DischargePermission(EVSE, SESSION, true, "test"));
    measure(3_300, 55);
  }

  void measure(double powerW, double socPct) throws Exception {
    post(
        new SiteInput.EvseTelemetry(
            EVSE, Instant.now(), powerW, socPct, 30, 40, 25, 12_000, 3_000));
    post(new SiteInput.MeterReading("grid", 7_500, 2_500, 2_500, 2_500, 0, 230, 50));
  }

  void post(SiteInput input) throws Exception {
    assertThat(service(SiteInbox.class).post(input)).as("%s is taken", input).isTrue();
  }

  @Override
  public void apply(List<Clearance> clearances) {
    for (Clearance clearance : clearances) {
      Setpoint setpoint = clearance.setpoint();
      setpoints.add(setpoint);
      try {
        post(
            new SiteInput.SetpointOutcome(
                setpoint.evse(), setpoint.id(), SiteInput.Outcome.ACCEPTED));
      } catch (Exception e) {
        errors.add("outcome: " + e);
      }
    }
  }

  @Override
  public void close() throws Exception {
    kura.close();
    framework.stop();
    framework.waitForStop(20_000);
  }
}
