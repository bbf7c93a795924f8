package io.tidegate.core.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearPlannerTest {
  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
  private static final double INF = Double.POSITIVE_INFINITY;
  private final LinearPlanner planner = new LinearPlanner(Duration.ofSeconds(20));

  private static Problem.Vehicle vehicle(
      String id, double dischargeW, double socPct, double targetPct, double hours) {
    return new Problem.Vehicle(
        new EvseId(id),
        new SessionId(id),
        0,
        11_000,
        dischargeW,
        socPct * 600,
        20 * 600,
        targetPct * 600,
        60_000,
        hours * 3600);
  }

  private static Problem problem(
      double[] importPrice,
      double[] exportPrice,
      double importCapW,
      double wear,
      Problem.Vehicle... vehicles) {
    double[] load = new double[importPrice.length];
    Arrays.fill(load, 5_000);
    return new Problem(
        START,
        3600,
        importPrice,
        exportPrice,
        load,
        importCapW,
        20_000,
        wear,
        List.of(new Problem.Branch(-1, INF, INF)),
        List.of(vehicles));
  }

  private Solution solve(Problem problem) {
    return planner.solve(problem).orElseThrow();
  }

  @Test
  void chargesWhenItIsCheap() {
    Solution s =
        solve(
            problem(
                new double[] {0.5, 0.1, 0.1, 0.5},
                new double[4],
                50_000,
                0.1,
                vehicle("E1", 0, 50, 80, 4)));
    assertThat(s.missingWh()[0]).isEqualTo(0, within(1e-3));
    assertThat(s.powerW()[0][0]).isEqualTo(0, within(1e-3));
    assertThat(s.powerW()[0][1]).isEqualTo(11_000, within(1e-3));
    assertThat(s.powerW()[0][3]).isEqualTo(0, within(1e-3));
    assertThat(s.energyWh()[0][3]).isGreaterThanOrEqualTo(48_000 - 1e-3);
  }

  @Test
  void dischargesOnlyWhenThePriceBeatsTheWearAndTheLosses() {
    double[] importPrice = {0.10, 0.40, 0.10};
    double[] exportPrice = {0.10, 0.40, 0.10};
    Problem.Vehicle vehicle = vehicle("E1", 10_000, 60, 60, 3);
    Solution worth = solve(problem(importPrice, exportPrice, 50_000, 0.10, vehicle));
    assertThat(worth.powerW()[0][1]).isLessThan(-9_000);
    assertThat(worth.energyWh()[0][2]).isGreaterThanOrEqualTo(36_000 - 1e-3);
    Solution wear = solve(problem(importPrice, exportPrice, 50_000, 0.30, vehicle));
    assertThat(wear.powerW()[0][1]).isGreaterThanOrEqualTo(-1e-3);
  }

  @Test
  void neverPlansBelowTheFloor() {
    double[] price = {0.9, 0.9, 0.9};
    Solution s = solve(problem(price, price, 50_000, 0, vehicle("E1", 10_000, 35, 0, 3)));
    assertThat(Arrays.stream(s.energyWh()[0]).min().orElseThrow())
        .isGreaterThanOrEqualTo(12_000 - 1e-3);
  }

  @Test
  void saysWhatATargetMissesWhenItCannotBeMet() {
    Solution s =
        solve(
            problem(
                new double[] {0.1, 0.1}, new double[2], 50_000, 0, vehicle("E1", 0, 20, 100, 2)));
    double reached = 12_000 + 2 * 11_000 * LinearPlanner.EFFICIENCY;
    assertThat(s.energyWh()[0][1]).isEqualTo(reached, within(1.0));
    assertThat(s.missingWh()[0]).isEqualTo(60_000 - reached, within(1.0));
  }

  @Test
  void chargesAsSoonAsPossibleWhenThePriceIsFlat() {
    double[] flat = {1, 1, 1, 1};
    Solution s = solve(problem(flat, new double[4], 50_000, 0, vehicle("E1", 0, 50, 60, 4)));
    assertThat(s.powerW()[0][0]).isEqualTo(6_000 / LinearPlanner.EFFICIENCY, within(1.0));
    assertThat(s.powerW()[0][3]).isEqualTo(0, within(1e-3));
  }

  @Test
  void keepsEveryLimitAndMeetsEveryTargetThatEarliestDeadlineFirstMeets() {
    Random random = new Random(7);
    for (int round = 0; round < 25; round++) {
      int steps = 6;
      double[] price = random.doubles(steps, 0.05, 0.5).toArray();
      double[] export = Arrays.stream(price).map(p -> p * 0.9).toArray();
      double cap = 15_000 + random.nextInt(40_000);
      List<Problem.Vehicle> vehicles = new ArrayList<>();
      for (int v = 0; v < 5; v++) {
        vehicles.add(
            vehicle(
                "E" + v,
                random.nextBoolean() ? 10_000 : 0,
                20 + random.nextInt(60),
                40 + random.nextInt(60),
                1 + random.nextInt(steps)));
      }
      Problem problem = problem(price, export, cap, 0.05, vehicles.toArray(new Problem.Vehicle[0]));
      Solution s = solve(problem);
      for (int t = 0; t < steps; t++) {
        double sum = 0;
        for (double[] power : s.powerW()) {
          assertThat(power[t]).isBetween(-10_000.001, 11_000.001);
          sum += power[t];
        }
        assertThat(sum + 5_000).as("round %d step %d", round, t).isBetween(-20_000.01, cap + 0.01);
      }
      if (Edf.meetsAll(problem)) {
        assertThat(Arrays.stream(s.missingWh()).sum()).as("round %d", round).isLessThan(1.0);
      }
    }
  }

  /** Charges whoever leaves first at full power: when even that meets all targets, a plan must. */
  private static final class Edf {
    static boolean meetsAll(Problem p) {
      double[] energy = p.vehicles().stream().mapToDouble(Problem.Vehicle::energyWh).toArray();
      for (int t = 0; t < p.steps(); t++) {
        double room = p.importCapW() - p.baseLoadW()[t];
        for (int hours = 1; hours <= p.steps(); hours++) {
          for (int v = 0; v < energy.length; v++) {
            Problem.Vehicle vehicle = p.vehicles().get(v);
            if (vehicle.departureS() == hours * 3600.0 && t < hours) {
              double need = Math.max(0, vehicle.targetWh() - energy[v]) / LinearPlanner.EFFICIENCY;
              double power = Math.min(Math.min(need, vehicle.maxChargeW()), room);
              energy[v] += power * LinearPlanner.EFFICIENCY;
              room -= power;
            }
          }
        }
      }
      for (int v = 0; v < energy.length; v++) {
        if (energy[v] < p.vehicles().get(v).targetWh() - 1e-6) {
          return false;
        }
      }
      return true;
    }
  }
}
