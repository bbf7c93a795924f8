package io.tidegate.policy.frequency.response;

import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.codec.settings.LastGood;
import java.time.Duration;
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
 * Frequency response at the edge (S1.7, S3.9): charges at over-frequency, discharges at
 * under-frequency, by a droop. A stale frequency asks for nothing. Needs no upstream.
 */
@Component(
    name = FrequencyResponse.PID,
    service = {Policy.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=policy frequency-response", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = FrequencyResponse.Config.class)
public final class FrequencyResponse implements Policy, HealthCheck {
  static final String PID = "io.tidegate.policy.frequency.response";
  static final String ID = "frequency-response";
  private static final String MANDATE = "policy:" + ID;
  private static final Duration EXPIRY = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(FrequencyResponse.class);

  /** Configuration. */
  @ObjectClassDefinition(id = PID, name = "Frequency response", description = "Droop by frequency")
  public @interface Config {
    @AttributeDefinition(name = "Enabled", description = "Whether it asks for anything")
    boolean enabled() default false;

    @AttributeDefinition(name = "Meter", description = "Meter with the frequency")
    String meter() default "grid";

    @AttributeDefinition(name = "Deadband", description = "mHz", min = "0", max = "1000")
    double deadbandMhz() default 10;

    @AttributeDefinition(
        name = "Full power at",
        description = "mHz of deviation",
        min = "1",
        max = "5000")
    double fullPowerMhz() default 200;

    @AttributeDefinition(name = "Most charging", description = "kW at over-frequency", min = "0")
    double maxChargeKw() default 10;

    @AttributeDefinition(name = "Most discharge", description = "kW at under-frequency", min = "0")
    double maxDischargeKw() default 10;

    @AttributeDefinition(
        name = "Longest age",
        description = "ms; an older frequency is none",
        min = "50",
        max = "10000")
    int maxAgeMs() default 1_000;

    @AttributeDefinition(name = "Priority", description = "grid-emergency, contract or economy")
    String priority() default "contract";
  }

  private final LastGood<ResponseSettings> settings =
      new LastGood<>(ResponseSettings.read(Map.of()));
  private volatile String trouble = "";

  @Activate
  public FrequencyResponse(Map<String, ?> properties) {
    modified(properties);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    settings.offer(() -> ResponseSettings.read(properties));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<Target> evaluate(SitePicture picture) {
    ResponseSettings now = settings.get();
    if (!now.enabled()) {
      return List.of();
    }
    Optional<MeterState> meter =
        Optional.ofNullable(picture.meters().get(now.meter()))
            .filter(state -> !picture.at().isAfter(state.at().plus(now.maxAge())))
            .filter(state -> Double.isFinite(state.reading().frequencyHz()));
    report(picture, now, meter.isPresent());
    if (meter.isEmpty()) {
      return List.of();
    }
    double deviation =
        meter.get().reading().frequencyHz() - picture.model().grid().nominalFrequencyHz();
    double powerW = now.powerW(deviation);
    return Double.isNaN(powerW) ? List.of() : List.of(target(picture, now, powerW));
  }

  private static Target target(SitePicture picture, ResponseSettings now, double powerW) {
    return new Target(
        ID,
        MANDATE,
        now.priority(),
        TargetKind.VEHICLE_POWER,
        "",
        Optional.empty(),
        powerW,
        picture.at().plus(EXPIRY));
  }

  private void report(SitePicture picture, ResponseSettings now, boolean fresh) {
    String sentence = "";
    if (picture.model().mandateSource(MANDATE).isEmpty()) {
      sentence = "the site file has no mandate " + MANDATE;
    } else if (!fresh) {
      sentence = "the meter " + now.meter() + " has no fresh frequency, nothing is asked for";
    }
    if (!sentence.isEmpty() && !sentence.equals(trouble)) {
      LOG.warn("Frequency response: {}", sentence);
    }
    trouble = sentence;
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    if (!settings.get().enabled()) {
      return new Result(Result.Status.OK, "frequency response is switched off");
    }
    return trouble.isEmpty()
        ? new Result(Result.Status.OK, "frequency response is armed")
        : new Result(Result.Status.WARN, "frequency response: " + trouble);
  }
}
