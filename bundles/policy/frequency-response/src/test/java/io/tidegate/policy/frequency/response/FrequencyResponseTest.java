package io.tidegate.policy.frequency.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.NodeKind;
import io.tidegate.api.site.PackThermal;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrequencyResponseTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final double INF = Double.POSITIVE_INFINITY;

  private static FrequencyResponse policy(String... more) {
    Map<String, Object> properties =
        new HashMap<>(Map.of("enabled", "true", "maxChargeKw", "20", "maxDischargeKw", "40"));
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return new FrequencyResponse(properties);
  }

  private static SitePicture picture(
      double hertz, Instant measuredAt, boolean mandated, double nominal) {
    SiteModel model =
        new SiteModel(
            "site",
            new GridConnection(100_000, 100_000, INF, INF, INF, 230, nominal),
            List.of(new Node("grid", NodeKind.GRID, -1, INF, INF, 0, "grid", "", Optional.empty())),
            List.of(),
            List.of(),
            mandated
                ? List.of(
                    new MandateSource(
                        new ControllerId("policy:frequency-response"),
                        MandateSource.Kind.LOCAL,
                        PriorityClass.CONTRACT,
                        Duration.ofSeconds(5)))
                : List.of(),
            new SafetyLimits(
                20,
                30,
                120,
                30,
                3,
                70,
                90,
                65,
                80,
                45,
                55,
                0.85,
                1.1,
                47.5,
                51.5,
                60,
                100,
                new PackThermal(400_000, 0.1, 20, 400, 25, 600)));
    MeterState meter =
        new MeterState(
            "grid",
            measuredAt,
            new SiteInput.MeterReading(
                "grid", 0, Double.NaN, Double.NaN, Double.NaN, 0, 230, hertz));
    return new SitePicture(
        NOW,
        1,
        model,
        List.of(),
        Map.of("grid", meter),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        new ClockQuality("assumed", true, 0, ""),
        true,
        false);
  }

  private static List<Target> targets(FrequencyResponse policy, double hertz) {
    return policy.evaluate(picture(hertz, NOW, true, 50));
  }

  @ParameterizedTest
  @CsvSource({
    "49.8, -40000",
    "49.0, -40000",
    "49.895, -20000",
    "50.105, 10000",
    "50.2, 20000",
    "51.4, 20000",
  })
  void asksForPowerByTheDroop(double hertz, double powerW) {
    List<Target> targets = targets(policy(), hertz);
    assertThat(targets).hasSize(1);
    Target target = targets.get(0);
    assertThat(target.kind()).isEqualTo(TargetKind.VEHICLE_POWER);
    assertThat(target.powerW()).isEqualTo(powerW, within(1e-3));
    assertThat(target.mandate()).isEqualTo("policy:frequency-response");
    assertThat(target.expires()).isEqualTo(NOW.plusSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({"50.0", "50.0099", "49.9901", "NaN"})
  void asksForNothingWithinTheDeadbandOrWithoutAFrequency(double hertz) {
    assertThat(targets(policy(), hertz)).isEmpty();
  }

  @Test
  void riseOfTheDeviationNeverLowersTheResponse() {
    FrequencyResponse policy = policy();
    double last = 0;
    for (int mHz = 11; mHz < 400; mHz++) {
      double powerW = targets(policy, 50 - mHz / 1000.0).get(0).powerW();
      assertThat(powerW).isLessThanOrEqualTo(last);
      last = powerW;
    }
  }

  @Test
  void measuresTheDeviationFromTheSitesNominalFrequency() {
    assertThat(policy().evaluate(picture(60, NOW, true, 60))).isEmpty();
    assertThat(policy().evaluate(picture(59.5, NOW, true, 60)).get(0).powerW()).isEqualTo(-40_000);
  }

  @Test
  void asksForNothingWhenTheFrequencyIsStale() {
    FrequencyResponse policy = policy();
    assertThat(policy.evaluate(picture(49, NOW.minusMillis(1_000), true, 50))).hasSize(1);
    assertThat(policy.evaluate(picture(49, NOW.minusMillis(1_001), true, 50))).isEmpty();
    assertThat(policy.execute().getStatus()).isEqualTo(Result.Status.WARN);
    assertThat(policy("meter", "other").evaluate(picture(49, NOW, true, 50))).isEmpty();
  }

  @Test
  void isOffByDefault() {
    FrequencyResponse policy = new FrequencyResponse(Map.of());
    assertThat(targets(policy, 49)).isEmpty();
    assertThat(policy.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void takesItsClassFromTheConfiguration() {
    assertThat(targets(policy("priority", "grid-emergency"), 49).get(0).priority())
        .isEqualTo(PriorityClass.GRID_EMERGENCY);
  }

  @Test
  void keepsTheLastGoodConfigurationAndNamesWhatIsWrong() {
    FrequencyResponse policy = policy();
    policy.modified(Map.of("enabled", "true", "deadbandMhz", "300", "priority", "must-charge"));
    assertThat(targets(policy, 49).get(0).powerW()).isEqualTo(-40_000);
    assertThat(policy.execute().toString())
        .contains("field fullPowerMhz: must be above deadbandMhz")
        .contains("field priority: must be grid-emergency, contract or economy");
  }

  @Test
  void saysWhenTheSiteFileDoesNotMandateIt() {
    FrequencyResponse policy = policy();
    policy.evaluate(picture(50, NOW, false, 50));
    assertThat(policy.execute().toString()).contains("no mandate policy:frequency-response");
  }
}
