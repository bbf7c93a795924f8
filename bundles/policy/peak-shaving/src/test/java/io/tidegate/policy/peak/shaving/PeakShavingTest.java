package io.tidegate.policy.peak.shaving;

import static io.tidegate.policy.peak.shaving.Pictures.START;
import static io.tidegate.policy.peak.shaving.Pictures.meter;
import static io.tidegate.policy.peak.shaving.Pictures.model;
import static io.tidegate.policy.peak.shaving.Pictures.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class PeakShavingTest {
  private final SiteModel site = model(true);

  private static PeakShaving policy(String... more) {
    Map<String, Object> properties = new HashMap<>(Map.of("enabled", "true", "thresholdKw", "100"));
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return new PeakShaving(properties);
  }

  @Test
  void asksForTheImportLimitOnlyWhileTheLoadAloneFits() {
    List<Target> targets =
        policy().evaluate(picture(site, START, meter("grid", START, 110_000), 20_000, 0));
    assertThat(targets).hasSize(1);
    Target limit = targets.get(0);
    assertThat(limit.kind()).isEqualTo(TargetKind.IMPORT_LIMIT);
    assertThat(limit.powerW()).isEqualTo(100_000);
    assertThat(limit.node()).isEmpty();
    assertThat(limit.mandate()).isEqualTo("policy:peak-shaving");
    assertThat(limit.priority()).isEqualTo(PriorityClass.CONTRACT);
    assertThat(limit.expires()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void asksTheVehiclesToDeliverWhatTheLoadHasTooMuch() {
    List<Target> targets =
        policy().evaluate(picture(site, START, meter("grid", START, 140_000), 10_000, 5_000));
    assertThat(targets).hasSize(2);
    assertThat(targets.get(1).kind()).isEqualTo(TargetKind.VEHICLE_POWER);
    assertThat(targets.get(1).powerW()).isEqualTo(100_000 - 125_000, within(1e-6));
  }

  @Test
  void neverAsksForMoreThanItMay() {
    PeakShaving policy = policy("maxDischargeKw", "10");
    assertThat(
            policy
                .evaluate(picture(site, START, meter("grid", START, 150_000), 0, 0))
                .get(1)
                .powerW())
        .isEqualTo(-10_000);
  }

  @Test
  void countsOnlyVehiclesBehindItsMeter() {
    PeakShaving policy = policy("meter", "t1");
    List<Target> targets =
        policy.evaluate(picture(site, START, meter("t1", START, 120_000), 5_000, 50_000));
    assertThat(targets).extracting(Target::node).containsOnly("T1");
    assertThat(targets.get(1).powerW()).isEqualTo(100_000 - 115_000, within(1e-6));
  }

  @Test
  void asksForNothingWhenTheMeterIsStaleOrUnknown() {
    PeakShaving policy = policy();
    assertThat(
            policy.evaluate(
                picture(site, START.plusSeconds(4), meter("grid", START, 150_000), 0, 0)))
        .isEmpty();
    assertThat(policy.execute().getStatus()).isEqualTo(Result.Status.WARN);
    assertThat(policy.evaluate(picture(site, START, Map.of(), 0, 0))).isEmpty();
    assertThat(policy("meter", "other").evaluate(picture(site, START, Map.of(), 0, 0))).isEmpty();
  }

  @Test
  void isOffByDefaultAndKeepsTheLastGoodConfiguration() {
    PeakShaving policy = new PeakShaving(Map.of());
    Map<String, MeterState> high = meter("grid", START, 190_000);
    assertThat(policy.evaluate(picture(site, START, high, 0, 0))).isEmpty();
    policy.modified(Map.of("enabled", "true", "thresholdKw", "50"));
    assertThat(policy.evaluate(picture(site, START, high, 0, 0))).hasSize(2);
    policy.modified(Map.of("enabled", "true", "thresholdKw", "low"));
    assertThat(policy.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(policy.execute().toString())
        .contains("config/" + PeakShaving.PID + ".cfg, field thresholdKw");
    assertThat(policy.evaluate(picture(site, START, high, 0, 0)).get(0).powerW()).isEqualTo(50_000);
  }

  @Test
  void saysWhenTheSiteFileDoesNotMandateIt() {
    PeakShaving policy = policy();
    policy.evaluate(picture(model(false), START, meter("grid", START, 1), 0, 0));
    assertThat(policy.execute().toString()).contains("no mandate policy:peak-shaving");
  }

  @Test
  void holdsTheThresholdWithVehiclesThatLagAndGiveLessThanAsked() {
    PeakShaving policy = policy("maxDischargeKw", "60");
    double vehicles = 10_000;
    double worstLate = 0;
    double importW = 0;
    for (int second = 0; second < 300; second++) {
      Instant at = START.plusSeconds(second);
      double load = 130_000 + (second > 150 ? 8_000 : 0);
      importW = load + vehicles;
      boolean settled = second > 100 && second <= 150 || second > 250;
      worstLate = settled ? Math.max(worstLate, Math.abs(importW - 100_000)) : worstLate;
      List<Target> targets =
          policy.evaluate(picture(site, at, meter("grid", at, importW), vehicles, 0));
      double asked = targets.get(1).powerW();
      assertThat(asked).isBetween(-60_000.0, 0.0);
      // first-order lag of 2 s towards 97 % of what was asked
      vehicles += (0.97 * asked - vehicles) / 2;
    }
    assertThat(worstLate).isLessThan(200);
  }

  @Test
  void doesNotWindUpWhileTheVehiclesCannotDeliver() {
    PeakShaving policy = policy("maxDischargeKw", "60");
    for (int second = 0; second < 600; second++) {
      Instant at = START.plusSeconds(second);
      policy.evaluate(picture(site, at, meter("grid", at, 130_000), 0, 0));
    }
    Instant at = START.plus(Duration.ofSeconds(600));
    double asked =
        policy.evaluate(picture(site, at, meter("grid", at, 100_000), -30_000, 0)).get(1).powerW();
    assertThat(asked).isEqualTo(-30_000, within(1.0));
  }

  @Test
  void endsOnlyBelowTheHysteresis() {
    PeakShaving policy = policy("hysteresisKw", "2");
    double[] loads = {99_500, 100_500, 99_500, 97_500, 99_500};
    int[] targets = {1, 2, 2, 1, 1};
    for (int i = 0; i < loads.length; i++) {
      Instant at = START.plusSeconds(i);
      assertThat(policy.evaluate(picture(site, at, meter("grid", at, loads[i]), 0, 0)))
          .as("load %s", loads[i])
          .hasSize(targets[i]);
    }
  }
}
