package io.tidegate.hardware.modbus.meter;

import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.device.Device;
import io.tidegate.api.device.PowerMeter;
import io.tidegate.api.modbus.ModbusBus;
import io.tidegate.codec.settings.LastGood;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * One meter for each factory configuration. Offers {@link PowerMeter} with the property {@link
 * Device#PROPERTY} and the health check {@code meter <name>}. Buses and the control loop come and
 * go without a restart of the meter.
 */
@Component(
    name = MeterComponent.PID,
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MeterComponent.Config.class, factory = true)
public final class MeterComponent {
  static final String PID = "io.tidegate.hardware.modbus.meter";

  /** Configuration. */
  @ObjectClassDefinition(id = PID, name = "Modbus meter", description = "A meter read over Modbus")
  public @interface Config {
    @AttributeDefinition(name = "Name", description = "As the site file names the meter")
    String name();

    @AttributeDefinition(name = "Bus", description = "Name of the Modbus bus")
    String bus();

    @AttributeDefinition(name = "Unit", description = "Modbus unit", min = "0", max = "255")
    int unit() default 1;

    @AttributeDefinition(
        name = "Register map",
        description = "File of config/registers or hw-profiles/registers, without .yaml")
    String map() default "example-40001";

    @AttributeDefinition(
        name = "Interval",
        description = "ms between polls",
        min = "100",
        max = "60000")
    int intervalMs() default 200;

    @AttributeDefinition(
        name = "Time-out",
        description = "ms for each request",
        min = "20",
        max = "10000")
    int timeoutMs() default 1_000;
  }

  private BundleContext context;
  private String pid;
  private final LastGood<Optional<MeterSettings>> settings = new LastGood<>(Optional.empty());
  private final Map<String, ModbusBus> buses = new ConcurrentHashMap<>();
  private final AtomicReference<SiteInbox> inbox = new AtomicReference<>();
  private ServiceRegistration<HealthCheck> check;
  private volatile MeterPoller poller;
  private ServiceRegistration<PowerMeter> registration;

  /** A method and no constructor: buses and inbox are bound before the first poll. */
  @Activate
  void activate(BundleContext bundleContext, Map<String, ?> properties) {
    this.context = bundleContext;
    this.pid = String.valueOf(properties.get("service.pid"));
    modified(properties);
    String name = settings.get().map(MeterSettings::name).orElse(pid);
    check =
        context.registerService(
            HealthCheck.class,
            this::health,
            dictionary(Map.of(HealthCheck.NAME, "meter " + name, HealthCheck.TAGS, "tidegate")));
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindBus(ModbusBus bus, Map<String, ?> properties) {
    buses.put(busName(properties), bus);
  }

  void unbindBus(ModbusBus bus, Map<String, ?> properties) {
    buses.remove(busName(properties), bus);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindInbox(SiteInbox newer) {
    inbox.set(newer);
  }

  void unbindInbox(SiteInbox older) {
    // a greedy replacement is bound before the older one goes
    inbox.compareAndSet(older, null);
  }

  private static String busName(Map<String, ?> properties) {
    return String.valueOf(properties.get(ModbusBus.NAME));
  }

  @Modified
  synchronized void modified(Map<String, ?> properties) {
    Optional<MeterSettings> before = settings.get();
    settings.offer(() -> Optional.of(MeterSettings.read(pid, properties)));
    Optional<MeterSettings> now = settings.get();
    if (now.isPresent() && !now.equals(before)) {
      end();
      begin(now.get());
    }
  }

  private void begin(MeterSettings now) {
    poller =
        new MeterPoller(
            now,
            new MapWatch(folders(), now.map()),
            name -> Optional.ofNullable(buses.get(name)),
            () -> Optional.ofNullable(inbox.get()),
            InstantSource.system());
    registration =
        context.registerService(
            PowerMeter.class, poller, dictionary(Map.of(Device.PROPERTY, now.name())));
  }

  /** The operator's own maps first, then those that ship. */
  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    String home = context.getProperty("tidegate.home");
    Path root = Path.of(home == null ? "." : home).toAbsolutePath();
    folders.add(root.resolve("config").resolve("registers"));
    folders.add(root.resolve("hw-profiles").resolve("registers"));
    String distribution = context.getProperty("tidegate.dist");
    if (distribution != null) {
      folders.add(Path.of(distribution).resolve("hw-profiles").resolve("registers"));
    }
    return folders;
  }

  @Deactivate
  synchronized void deactivate() {
    check.unregister();
    end();
  }

  private void end() {
    if (registration != null) {
      registration.unregister();
      poller.close();
      registration = null;
    }
  }

  private Result health() {
    String refused = settings.problem();
    return refused.isEmpty()
        ? poller.state().health()
        : new Result(Result.Status.CRITICAL, refused);
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> dictionary(Map<String, String> properties) {
    return new Hashtable<>(properties);
  }
}
