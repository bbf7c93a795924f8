package io.tidegate.policy.peak.shaving;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.settings.LastGood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local load shaving (S1.7, S5.8): keeps the import at a meter below a threshold. Always asks for
 * the import limit; asks the vehicles to deliver what the load alone has too much. Needs no
 * upstream.
 */
@Component(
    name = PeakShaving.PID,
    service = {Policy.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=policy peak-shaving", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = PeakShaving.Config.class)
public final class PeakShaving implements Policy, HealthCheck {
  static final String PID = "io.tidegate.policy.peak.shaving";
  static final String ID = "peak-shaving";
  private static final String MANDATE = "policy:" + ID;
  private static final Duration EXPIRY = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(PeakShaving.class);

  /** Configuration. */
  @ObjectClassDefinition(id = PID, name = "Peak shaving", description = "Keeps the import low")
  public @interface Config {
    @AttributeDefinition(name = "Enabled", description = "Whether it asks for anything")
    boolean enabled() default false;

    @AttributeDefinition(name = "Threshold", description = "kW import at the meter", min = "0")
    double thresholdKw() default 100;

    @AttributeDefinition(name = "Meter", description = "As the site file names it")
    String meter() default "grid";

    @AttributeDefinition(
        name = "Proportional gain",
        description = "W a W of error",
        min = "0",
        max = "1")
    double proportionalGain() default 0.2;

    @AttributeDefinition(name = "Integral gain", description = "1/s", min = "0", max = "1")
    double integralGain() default 0.05;

    @AttributeDefinition(name = "Most correction", description = "kW", min = "0")
    double maxCorrectionKw() default 5;

    @AttributeDefinition(name = "Most discharge", description = "kW, all vehicles", min = "0")
    double maxDischargeKw() default 100;

    @AttributeDefinition(name = "Hysteresis", description = "kW below the threshold", min = "0")
    double hysteresisKw() default 1;

    @AttributeDefinition(name = "Priority", description = "grid-emergency, contract or economy")
    String priority() default "contract";
  }

  private final LastGood<PeakSettings> settings = new LastGood<>(PeakSettings.read(Map.of()));
  private Shaver shaver = new Shaver(settings.get());
  private PeakSettings inForce = settings.get();
  private volatile String trouble = "";

  @Activate
  public PeakShaving(Map<String, ?> properties) {
    modified(properties);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    settings.offer(() -> PeakSettings.read(properties));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public synchronized List<Target> evaluate(SitePicture picture) {
    PeakSettings now = settings.get();
    if (!now.equals(inForce)) {
      inForce = now;
      shaver = new Shaver(now);
    }
    List<Target> targets = now.enabled() ? targets(picture, now) : List.of();
    if (targets.isEmpty()) {
      shaver.reset();
    }
    return targets;
  }

  private List<Target> targets(SitePicture picture, PeakSettings now) {
    SiteModel model = picture.model();
    int node = node(model, now.meter());
    Optional<MeterState> meter = fresh(picture, now.meter());
    if (node < 0) {
      trouble("the site file has no node with the meter " + now.meter());
    } else if (model.mandateSource(MANDATE).isEmpty()) {
      trouble("the site file has no mandate " + MANDATE);
    } else if (meter.isEmpty()) {
      trouble("the meter " + now.meter() + " has no fresh reading, nothing is asked for");
    } else {
      trouble("");
    }
    if (node < 0 || meter.isEmpty()) {
      return List.of();
    }
    List<Target> targets = new ArrayList<>();
    String place = node == 0 ? "" : model.nodes().get(node).id();
    targets.add(target(picture, TargetKind.IMPORT_LIMIT, "limit", place, now.thresholdW()));
    double asked =
        shaver.ask(picture.at(), meter.get().reading().powerW(), vehiclesW(picture, node));
    if (!Double.isNaN(asked)) {
      targets.add(target(picture, TargetKind.VEHICLE_POWER, "shave", place, asked));
    }
    return List.copyOf(targets);
  }

  private Target target(
      SitePicture picture, TargetKind kind, String id, String node, double powerW) {
    return new Target(
        ID + "-" + id,
        MANDATE,
        inForce.priority(),
        kind,
        node,
        Optional.empty(),
        powerW,
        picture.at().plus(EXPIRY));
  }

  private static int node(SiteModel model, String meter) {
    List<Node> nodes = model.nodes();
    for (int n = 0; n < nodes.size(); n++) {
      if (nodes.get(n).meter().equals(meter)) {
        return n;
      }
    }
    return -1;
  }

  private static Optional<MeterState> fresh(SitePicture picture, String name) {
    Duration maxAge = Duration.ofMillis((long) (1_000 * picture.model().safety().meterMaxAgeS()));
    return Optional.ofNullable(picture.meters().get(name))
        .filter(meter -> !picture.at().isAfter(meter.at().plus(maxAge)))
        .filter(meter -> Double.isFinite(meter.reading().powerW()));
  }

  /** What the vehicles below the node take; one that was never measured counts as load. */
  private static double vehiclesW(SitePicture picture, int node) {
    double sum = 0;
    for (EvseState evse : picture.evses()) {
      double powerW = evse.measured().powerW();
      if (evse.session().isPresent()
          && Double.isFinite(powerW)
          && below(picture.model(), picture.model().evses().get(evse.index()).node(), node)) {
        sum += powerW;
      }
    }
    return sum;
  }

  private static boolean below(SiteModel model, int start, int node) {
    int at = start;
    // parents come first, so the way up ends once it has passed the node
    while (at > node) {
      at = model.nodes().get(at).parent();
    }
    return at == node;
  }

  private void trouble(String sentence) {
    if (!sentence.isEmpty() && !sentence.equals(trouble)) {
      LOG.warn("Peak shaving: {}", sentence);
    }
    trouble = sentence;
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    if (!settings.get().enabled()) {
      return new Result(Result.Status.OK, "peak shaving is switched off");
    }
    return trouble.isEmpty()
        ? new Result(
            Result.Status.OK,
            "peak shaving keeps the import at " + settings.get().thresholdW() / 1_000 + " kW")
        : new Result(Result.Status.WARN, "peak shaving: " + trouble);
  }
}
