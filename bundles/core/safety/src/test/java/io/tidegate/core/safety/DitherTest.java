package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.site.Phases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measuring noise at a full connection: what is in force stays within the limit, and noise is no
 * reason for messages beyond the renewals (S1.4, S5.1).
 */
class DitherTest {
  private static final double NOISE_W = 20;
  private static final double STEP_S = 0.1;
  private static final int STEPS = 600;
  private static final double BUILDING_W = 10_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void meterNoiseAtAFullConnectionCostsNoMessagesBeyondTheRenewals(long seed) {
    Random random = new Random(seed * 7_919);
    boolean out = seed % 2 == 0;
    Depot depot = depot(out, random);
    int evses = depot.vehicles.size();
    double[] asked = new double[evses];
    Arrays.fill(asked, out ? -10_000 : 11_000);
    depot.carryOut(asked);
    int sent = 0;
    List<Setpoint> wire = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      depot.later(STEP_S);
      depot.alive(Depot.UPSTREAM);
      answer(depot, wire, random);
      double flowW = measure(depot, random);
      holds(depot, flowW, step);
      var verdict = depot.decide(asked);
      for (Setpoint s : Depot.setpoints(verdict)) {
        sent += step > 100 ? 1 : 0;
        wire.add(s);
      }
    }
    double periods = (STEPS - 100) * STEP_S / Timing.RENEWAL_S;
    assertThat(sent).isLessThanOrEqualTo((int) (evses * (periods + 1)));
  }

  /** Every setpoint is accepted, some of them late. */
  private static void answer(Depot depot, List<Setpoint> wire, Random random) {
    while (!wire.isEmpty() && random.nextInt(8) > 0) {
      Setpoint s = wire.remove(0);
      depot.vehicle(depot.index(s)).book.accepted(s.id());
    }
  }

  private static Depot depot(boolean out, Random random) {
    Depot depot = new Depot();
    int evses = 4 + random.nextInt(5);
    depot.importCapW = BUILDING_W + evses * (3_000 + random.nextInt(5_000));
    depot.exportCapW = Math.max(0, evses * (3_000 + random.nextInt(5_000)) - BUILDING_W);
    depot.reenableDelayS = 0;
    for (int i = 0; i < evses; i++) {
      depot.evse(0, Phases.L123);
    }
    depot.open();
    for (int i = 0; i < evses; i++) {
      depot.vehicle(i).capacityWh = Double.NaN;
    }
    return depot;
  }

  /** Stations do what they were sent last; all meters show it with an error each. */
  private static double measure(Depot depot, Random random) {
    double sum = BUILDING_W;
    for (Vehicle v : depot.vehicles) {
      double power = v.book.commitment().lastSentW();
      sum += power;
      v.powerW = power + noise(random);
      v.report(depot.now);
    }
    depot.meter("grid", sum + noise(random), 230, 50);
    return sum;
  }

  private static double noise(Random random) {
    return (2 * random.nextDouble() - 1) * NOISE_W;
  }

  private static void holds(Depot depot, double flowW, int step) {
    // the site cannot know its own load better than its meters
    double errorW = NOISE_W * (depot.vehicles.size() + 1);
    double slackW = errorW + 1 + 0.001 * (depot.importCapW + BUILDING_W);
    assertThat(flowW).as("step %d", step).isLessThanOrEqualTo(depot.importCapW + slackW);
    assertThat(-flowW).as("step %d", step).isLessThanOrEqualTo(depot.exportCapW + slackW);
  }
}
