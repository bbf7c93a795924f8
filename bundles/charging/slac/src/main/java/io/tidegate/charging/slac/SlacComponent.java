package io.tidegate.charging.slac;

import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.settings.LastGood;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * One link for each factory configuration. Offers {@link PlcLink} with the property {@link
 * EvseUnit#PROPERTY} and the health check {@code slac <evse>}; a bad configuration leaves the link
 * as it was. A configuration without an EVSE is none.
 */
@Component(
    name = SlacComponent.PID,
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SlacComponent.Config.class, factory = true)
public final class SlacComponent {
  static final String PID = "io.tidegate.charging.slac";
  private static final double MOST_LOSS = 5;

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "SLAC",
      description = "Matching of vehicles with one EVSE over its power-line modem")
  public @interface Config {
    @AttributeDefinition(name = "EVSE", description = "As the site file names it")
    String evse() default "";

    @AttributeDefinition(name = "Interface", description = "Network interface of the modem")
    String interface$() default "";

    @AttributeDefinition(name = "Modem", description = "MAC address that the modem listens to")
    String modem() default SlacSettings.LOCAL_MODEM;

    @AttributeDefinition(
        name = "Maker",
        description = "Whose messages the modem speaks: auto, qualcomm, lumissil, silent")
    String maker() default "auto";

    @AttributeDefinition(
        name = "Station id",
        description = "Sent to vehicles, 17 characters",
        required = false)
    String stationId() default "";

    @AttributeDefinition(
        name = "Attenuation offset",
        description = "dB of our own circuit, taken off what is measured",
        min = "0",
        max = "60")
    double attenuationOffsetDb() default 0;

    @AttributeDefinition(
        name = "Time-out of the match",
        description = "ms until a vehicle has asked",
        min = "20000",
        max = "50000")
    int initTimeoutMs() default 50_000;

    @AttributeDefinition(
        name = "Keep-alive",
        description = "ms, where the modem has no statistics",
        min = "50",
        max = "1000")
    int keepaliveMs() default 100;
  }

  private final BundleContext context;
  private final ComponentServiceObjects<PacketLoop> loops;
  private final String pid;
  private final LastGood<Optional<SlacSettings>> settings = new LastGood<>(Optional.empty());
  private volatile Optional<SlacLink> link = Optional.empty();
  private PacketLoop loop;
  private ServiceRegistration<PlcLink> registration;
  private ServiceRegistration<HealthCheck> check;

  /**
   * @param loops there is a thread only while the service is asked for
   */
  @Activate
  public SlacComponent(
      BundleContext context,
      @Reference ComponentServiceObjects<PacketLoop> loops,
      Map<String, ?> properties) {
    this.context = context;
    this.loops = loops;
    this.pid = String.valueOf(properties.get("service.pid"));
    modified(properties);
  }

  @Modified
  synchronized void modified(Map<String, ?> properties) {
    Optional<SlacSettings> before = settings.get();
    settings.offer(() -> SlacSettings.read(pid, properties));
    Optional<SlacSettings> now = settings.get();
    if (!now.equals(before)) {
      end();
      now.ifPresent(this::begin);
    }
    boolean tells = now.isPresent() || !settings.problem().isEmpty();
    if (tells && check == null) {
      String name = now.map(read -> read.evse().value()).orElse(pid);
      check =
          context.registerService(
              HealthCheck.class,
              this::health,
              dictionary(Map.of(HealthCheck.NAME, "slac " + name, HealthCheck.TAGS, "tidegate")));
    } else if (!tells) {
      silence();
    }
  }

  private void begin(SlacSettings read) {
    loop = loops.getService();
    SlacLink next = loop.add(read);
    link = Optional.of(next);
    registration =
        context.registerService(
            PlcLink.class, next, dictionary(Map.of(EvseUnit.PROPERTY, read.evse().value())));
  }

  @Deactivate
  synchronized void deactivate() {
    silence();
    end();
  }

  private void silence() {
    if (check != null) {
      check.unregister();
      check = null;
    }
  }

  private void end() {
    if (registration != null) {
      registration.unregister();
      registration = null;
      link.ifPresent(loop::remove);
      link = Optional.empty();
      loops.ungetService(loop);
      loop = null;
    }
  }

  private Result health() {
    String refused = settings.problem();
    if (!refused.isEmpty()) {
      return new Result(Result.Status.CRITICAL, refused);
    }
    return link.map(SlacLink::report)
        .map(report -> new Result(status(report), sentence(report)))
        .orElse(new Result(Result.Status.OK, "There is no link"));
  }

  static Result.Status status(PlcLink.Report report) {
    if (report.state() == PlcLink.State.DOWN) {
      return Result.Status.CRITICAL;
    }
    return report.state() == PlcLink.State.FAILED || report.lossPct() > MOST_LOSS
        ? Result.Status.WARN
        : Result.Status.OK;
  }

  static String sentence(PlcLink.Report report) {
    StringBuilder text = new StringBuilder(report.detail());
    if (!Double.isNaN(report.attenuationDb())) {
      text.append(String.format(Locale.ROOT, ", attenuation %.1f dB", report.attenuationDb()));
    }
    if (!Double.isNaN(report.lossPct())) {
      text.append(String.format(Locale.ROOT, ", %.1f %% of the packets lost", report.lossPct()));
    }
    return report.crcErrors() > 0
        ? text.append(", ").append(report.crcErrors()).append(" bad checksums").toString()
        : text.toString();
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> dictionary(Map<String, String> properties) {
    return new Hashtable<>(properties);
  }
}
