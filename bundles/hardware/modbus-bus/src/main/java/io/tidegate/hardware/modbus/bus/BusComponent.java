package io.tidegate.hardware.modbus.bus;

import io.tidegate.api.modbus.ModbusBus;
import io.tidegate.codec.settings.LastGood;
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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * One bus for each factory configuration. Offers {@link ModbusBus} with the property {@link
 * ModbusBus#NAME} and the health check {@code modbus-bus <name>}; a bad configuration leaves the
 * bus as it was.
 */
@Component(
    name = BusComponent.PID,
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BusComponent.Config.class, factory = true)
public final class BusComponent {
  static final String PID = "io.tidegate.hardware.modbus.bus";

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "Modbus TCP bus",
      description = "One connection to a device")
  public @interface Config {
    @AttributeDefinition(name = "Name", description = "Drivers find the bus by it")
    String name();

    @AttributeDefinition(name = "Host", description = "Address or name of the device")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "TCP port", min = "1", max = "65535")
    int port() default 502;

    @AttributeDefinition(
        name = "Time-out",
        description = "ms, for a connect and for an answer",
        min = "20",
        max = "10000")
    int timeoutMs() default 1_000;

    @AttributeDefinition(
        name = "Back-off, least",
        description = "ms after the first failed connect",
        min = "10",
        max = "60000")
    int backOffMinMs() default 1_000;

    @AttributeDefinition(
        name = "Back-off, most",
        description = "ms; it doubles up to this",
        min = "10",
        max = "600000")
    int backOffMaxMs() default 30_000;
  }

  private final BundleContext context;
  private final String pid;
  private final LastGood<Optional<BusSettings>> settings = new LastGood<>(Optional.empty());
  private final ServiceRegistration<HealthCheck> check;
  private volatile TcpBus bus;
  private ServiceRegistration<ModbusBus> registration;

  @Activate
  public BusComponent(BundleContext context, Map<String, ?> properties) {
    this.context = context;
    this.pid = String.valueOf(properties.get("service.pid"));
    modified(properties);
    String name = settings.get().map(BusSettings::name).orElse(pid);
    check =
        context.registerService(
            HealthCheck.class,
            this::health,
            dictionary(
                Map.of(HealthCheck.NAME, "modbus-bus " + name, HealthCheck.TAGS, "tidegate")));
  }

  @Modified
  synchronized void modified(Map<String, ?> properties) {
    Optional<BusSettings> before = settings.get();
    settings.offer(() -> Optional.of(BusSettings.read(pid, properties)));
    Optional<BusSettings> now = settings.get();
    if (now.isPresent() && !now.equals(before)) {
      end();
      bus = new TcpBus(now.get());
      registration =
          context.registerService(
              ModbusBus.class, bus, dictionary(Map.of(ModbusBus.NAME, now.get().name())));
    }
  }

  @Deactivate
  synchronized void deactivate() {
    check.unregister();
    end();
  }

  private void end() {
    if (registration != null) {
      registration.unregister();
      bus.close();
      registration = null;
    }
  }

  private Result health() {
    String refused = settings.problem();
    if (!refused.isEmpty()) {
      return new Result(Result.Status.CRITICAL, refused);
    }
    BusHealth health = bus.health();
    return new Result(health.good() ? Result.Status.OK : Result.Status.CRITICAL, health.sentence());
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> dictionary(Map<String, String> properties) {
    return new Hashtable<>(properties);
  }
}
