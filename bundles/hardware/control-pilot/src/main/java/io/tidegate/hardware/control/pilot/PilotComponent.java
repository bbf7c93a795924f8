package io.tidegate.hardware.control.pilot;

import io.tidegate.api.device.ControlPilot;
import io.tidegate.api.device.Device;
import io.tidegate.api.device.PilotFrontEnd;
import io.tidegate.api.device.Reading;
import io.tidegate.codec.settings.LastGood;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * One control pilot for each factory configuration. Offers {@link ControlPilot} with the property
 * {@link Device#PROPERTY} and the health check {@code pilot <name>}. Its electronics come and go.
 */
@Component(
    name = PilotComponent.PID,
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PilotComponent.Config.class, factory = true)
public final class PilotComponent {
  static final String PID = "io.tidegate.hardware.control.pilot";
  private static final long MILLI = 1_000_000;

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "Control pilot",
      description = "States and duty cycle of a control pilot (IEC 61851-1)")
  public @interface Config {
    @AttributeDefinition(name = "Name", description = "Of the device, e.g. E01.pilot")
    String name();

    @AttributeDefinition(
        name = "Electronics",
        description = "Device; E01.front-end for E01.pilot",
        required = false)
    String frontEnd() default "";

    @AttributeDefinition(
        name = "Debounce",
        description = "ms that a state stands until it counts",
        min = "0",
        max = "100")
    int debounceMs() default 20;
  }

  private BundleContext context;
  private String pid;
  private final LastGood<Optional<PilotSettings>> settings = new LastGood<>(Optional.empty());
  private final Map<String, PilotFrontEnd> frontEnds = new ConcurrentHashMap<>();
  private ServiceRegistration<HealthCheck> check;
  private ServiceRegistration<ControlPilot> registration;
  private volatile Optional<Pilot> pilot = Optional.empty();

  /** A method and no constructor: the electronics are bound before anybody asks. */
  @Activate
  void activate(BundleContext bundleContext, Map<String, ?> properties) {
    context = bundleContext;
    pid = String.valueOf(properties.get("service.pid"));
    modified(properties);
    String name = settings.get().map(PilotSettings::name).orElse(pid);
    check =
        context.registerService(
            HealthCheck.class,
            this::health,
            dictionary(Map.of(HealthCheck.NAME, "pilot " + name, HealthCheck.TAGS, "tidegate")));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindFrontEnd(PilotFrontEnd frontEnd) {
    frontEnds.put(frontEnd.name(), frontEnd);
  }

  void unbindFrontEnd(PilotFrontEnd frontEnd) {
    frontEnds.remove(frontEnd.name(), frontEnd);
  }

  @Modified
  synchronized void modified(Map<String, ?> properties) {
    Optional<PilotSettings> before = settings.get();
    boolean unused = settings.offer(() -> Optional.of(PilotSettings.read(pid, properties)));
    Optional<PilotSettings> now = settings.get();
    if (now.isPresent() && !now.equals(before)) {
      end();
      PilotSettings s = now.get();
      Pilot next =
          new Pilot(
              s.name(),
              () -> Optional.ofNullable(frontEnds.get(s.frontEnd())),
              s.debounceMs() * MILLI,
              System::nanoTime);
      pilot = Optional.of(next);
      registration =
          context.registerService(
              ControlPilot.class, next, dictionary(Map.of(Device.PROPERTY, s.name())));
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
      registration = null;
    }
  }

  private Result health() {
    String refused = settings.problem();
    if (!refused.isEmpty() || pilot.isEmpty()) {
      return new Result(Result.Status.CRITICAL, refused);
    }
    Reading<?> state = pilot.get().state();
    return state.fault().isEmpty()
        ? new Result(Result.Status.OK, pilot.get().sentence())
        : new Result(Result.Status.CRITICAL, state.fault() + ": the pilot is not measured");
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> dictionary(Map<String, String> properties) {
    return new Hashtable<>(properties);
  }
}
