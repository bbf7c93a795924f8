package io.tidegate.core.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Plan;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.PriorityClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the site, its vehicles and what is asked: rules that always hold. */
class AllocationPropertyTest {
  private static final double EPS = 1e-5;

  private static Depot depot(Random random) {
    Depot depot = new Depot(80_000 * random.nextDouble());
    int nodes = random.nextInt(8);
    for (int k = 0; k < nodes; k++) {
      depot.node("n" + k, random.nextInt(k + 1), 40_000 * random.nextDouble());
      depot.dischargeCapW.set(k + 1, 40_000 * random.nextDouble());
    }
    int cars = 1 + random.nextInt(25);
    for (int i = 0; i < cars; i++) {
      car(depot.car(random.nextInt(nodes + 1)), random);
    }
    if (random.nextInt(3) == 0) {
      for (double[] caps : depot.phaseCapW) {
        for (int phase = 0; phase < 3; phase++) {
          caps[phase] = 15_000 * random.nextDouble();
        }
      }
    }
    if (random.nextInt(3) == 0) {
      depot.maxImbalanceW = 6000 * random.nextDouble();
    }
    return depot;
  }

  private static void car(Depot.Car car, Random random) {
    car.phases = random.nextBoolean() ? Phases.L123 : Phases.values()[random.nextInt(3)];
    car.maxW = random.nextInt(8) == 0 ? 0 : 11_000 * random.nextDouble();
    car.minW = random.nextInt(3) == 0 ? 0 : -10_000 * random.nextDouble();
    car.minChargeW = random.nextBoolean() ? 0 : 1380;
    car.minDischargeW = random.nextBoolean() ? 0 : 1380;
    car.minShareW = random.nextInt(4) == 0 ? 2000 : 0;
    car.maxShareW = random.nextInt(4) == 0 ? 5000 : Double.POSITIVE_INFINITY;
    car.socPct = random.nextInt(8) == 0 ? Double.NaN : 100 * random.nextDouble();
    car.targetPct = random.nextInt(5) == 0 ? Double.NaN : 60 + 40 * random.nextDouble();
    car.capacityWh = random.nextInt(8) == 0 ? Double.NaN : 80_000 * random.nextDouble();
    car.departsInS = random.nextInt(3) == 0 ? Double.NaN : 3600 * (12 * random.nextDouble() - 0.5);
    car.online = random.nextInt(10) != 0;
    car.safeShareW = 1500;
    car.present = random.nextInt(10) != 0;
    car.rampWPerS = random.nextInt(3) == 0 ? 500 : Double.POSITIVE_INFINITY;
    car.dwellS = random.nextInt(3) == 0 ? 60 : 0;
    car.lastSentW = random.nextInt(4) == 0 ? Double.NaN : 8000 * random.nextGaussian();
    car.deliverableW = random.nextInt(6) == 0 ? 4000 * random.nextGaussian() : Double.NaN;
    car.startedAgoS = random.nextBoolean() ? 90 * random.nextDouble() : 1e9;
    car.stoppedAgoS = random.nextBoolean() ? 90 * random.nextDouble() : 1e9;
  }

  private static List<Target> targets(Depot depot, Random random) {
    List<Target> targets = new ArrayList<>();
    for (int k = random.nextInt(5); k > 0; k--) {
      PriorityClass priority = PriorityClass.values()[random.nextInt(4)];
      double power = 60_000 * (random.nextDouble() - 0.6);
      String node = depot.nodes.get(random.nextInt(depot.nodes.size())).id();
      String mandate = random.nextInt(3) == 0 ? "policy:price" : "dms";
      targets.add(
          random.nextInt(4) == 0
              ? Depot.evse("e" + k, priority, random.nextInt(depot.cars.size()), power / 6)
              : Depot.target("t" + k, mandate, priority, TargetKind.VEHICLE_POWER, node, power));
    }
    if (random.nextInt(3) == 0) {
      List<Plan.SessionPlan> sessions = new ArrayList<>();
      for (int i = 0; i < depot.cars.size(); i += 2) {
        List<Double> power = List.of(8000 * random.nextGaussian());
        sessions.add(new Plan.SessionPlan(Depot.evseId(i), Depot.sessionId(i), power, power));
      }
      depot.plan = new Plan(Depot.NOW, Depot.NOW, 900, sessions);
    }
    return targets;
  }

  @Test
  void neverLeavesABoundACapAPhaseOrAMinimum() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      Depot depot = depot(random);
      List<Target> targets = targets(depot, random);
      Allocation result = new FairArbiter().allocate(depot.picture(), depot.bounds(), targets);
      check(seed, depot, result);
    }
  }

  private static void check(int seed, Depot depot, Allocation result) {
    Bounds bounds = depot.bounds();
    int nodes = depot.nodes.size();
    double[] charge = new double[nodes];
    double[] discharge = new double[nodes];
    double[] phases = new double[6 * nodes];
    for (int i = 0; i < depot.cars.size(); i++) {
      Depot.Car car = depot.cars.get(i);
      double power = result.powerW(i);
      assertThat(power).as("seed %d evse %d", seed, i).isBetween(bounds.minW(i), bounds.maxW(i));
      double least = power > 0 ? car.minChargeW : power < 0 ? car.minDischargeW : 0;
      assertThat(Math.abs(power)).as("seed %d minimum", seed).isGreaterThanOrEqualTo(least);
      assertThat(Math.abs(power)).isLessThanOrEqualTo(car.maxShareW);
      assertThat(car.present && car.online || power == 0).isTrue();
      assertThat(result.mandate(i).isEmpty()).isEqualTo(power >= 0);
      assertThat(result.reason(i)).as("seed %d reason %d", seed, i).isNotNull();
      for (int node = car.node; node >= 0; node = depot.nodes.get(node).parent()) {
        charge[node] += Math.max(0, power);
        discharge[node] += Math.max(0, -power);
        for (int phase = 0; phase < 3; phase++) {
          double share = car.phases.includes(phase) ? 1.0 / car.phases.count() : 0;
          phases[6 * node + phase] += share * Math.max(0, power);
          phases[6 * node + 3 + phase] += share * Math.max(0, -power);
        }
      }
    }
    for (int node = 0; node < nodes; node++) {
      assertThat(charge[node]).isLessThanOrEqualTo(bounds.chargeCapW(node) + EPS);
      assertThat(discharge[node]).isLessThanOrEqualTo(bounds.dischargeCapW(node) + EPS);
      for (int phase = 0; phase < 3; phase++) {
        assertThat(phases[6 * node + phase])
            .isLessThanOrEqualTo(bounds.phaseChargeCapW(node, phase) + EPS);
        assertThat(phases[6 * node + 3 + phase])
            .isLessThanOrEqualTo(bounds.phaseDischargeCapW(node, phase) + EPS);
      }
    }
    for (int side = 0; side < 6; side += 3) {
      double most = Math.max(phases[side], Math.max(phases[side + 1], phases[side + 2]));
      double least = Math.min(phases[side], Math.min(phases[side + 1], phases[side + 2]));
      boolean reserved = depot.cars.stream().anyMatch(c -> !c.online);
      if (!reserved) {
        assertThat(most - least)
            .as("seed %d spread", seed)
            .isLessThanOrEqualTo(depot.maxImbalanceW + EPS);
      }
    }
  }

  @Test
  void givesTheSameBitsForTheSameArgumentsWhateverItSawBefore() {
    FairArbiter used = new FairArbiter();
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Depot depot = depot(random);
      List<Target> targets = targets(depot, random);
      SitePicture picture = depot.picture();
      Allocation fresh = new FairArbiter().allocate(picture, depot.bounds(), targets);
      used.allocate(picture, depot.bounds(), List.of());
      Allocation again = used.allocate(picture, depot.bounds(), targets);
      for (int i = 0; i < depot.cars.size(); i++) {
        assertThat(again.powerW(i)).isEqualTo(fresh.powerW(i));
        assertThat(Double.doubleToRawLongBits(again.powerW(i)))
            .isEqualTo(Double.doubleToRawLongBits(fresh.powerW(i)));
        assertThat(again.reason(i)).isEqualTo(fresh.reason(i));
        assertThat(again.mandate(i)).isEqualTo(fresh.mandate(i));
      }
      assertThat(again.shortfalls()).isEqualTo(fresh.shortfalls());
    }
  }

  @Test
  void doesNotDependOnTheOrderInWhichTargetsArrive() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Depot depot = depot(random);
      List<Target> targets = targets(depot, random);
      List<Target> shuffled = new ArrayList<>(targets);
      Collections.shuffle(shuffled, random);
      Allocation one = new FairArbiter().allocate(depot.picture(), depot.bounds(), targets);
      Allocation two = new FairArbiter().allocate(depot.picture(), depot.bounds(), shuffled);
      for (int i = 0; i < depot.cars.size(); i++) {
        assertThat(two.powerW(i)).as("seed %d", seed).isEqualTo(one.powerW(i));
      }
    }
  }

  @Test
  void treatsVehiclesAlikeWhereverTheyAreListed() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Depot one = new Depot(30_000 * random.nextDouble());
      Depot two = new Depot(one.chargeCapW.get(0));
      int cars = 2 + random.nextInt(12);
      for (int i = 0; i < cars; i++) {
        one.car(0);
        two.car(0);
      }
      for (int i = 0; i < cars; i++) {
        Depot.Car mirrored = two.cars.get(cars - 1 - i);
        one.cars.get(i).maxW = 11_000 * random.nextDouble();
        one.cars.get(i).socPct = 80 * random.nextDouble();
        mirrored.maxW = one.cars.get(i).maxW;
        mirrored.socPct = one.cars.get(i).socPct;
      }
      Allocation a = new FairArbiter().allocate(one.picture(), one.bounds(), List.of());
      Allocation b = new FairArbiter().allocate(two.picture(), two.bounds(), List.of());
      for (int i = 0; i < cars; i++) {
        assertThat(Math.abs(a.powerW(i) - b.powerW(cars - 1 - i))).isLessThan(1e-5);
      }
    }
  }

  @Test
  void losesNothingWhileAnyVehicleCouldTakeIt() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int cars = 1 + random.nextInt(30);
      Depot depot = new Depot(1e6);
      double able = 0;
      for (int i = 0; i < cars; i++) {
        double most = 10_000 * random.nextDouble();
        depot.car(0).dischargesTo(most);
        able += most;
      }
      double asked = able * 1.2 * random.nextDouble();
      Allocation result =
          new FairArbiter()
              .allocate(
                  depot.picture(),
                  depot.bounds(),
                  List.of(Depot.vehicles("c", PriorityClass.CONTRACT, "", -asked)));
      double given = 0;
      for (int i = 0; i < cars; i++) {
        given -= result.powerW(i);
      }
      assertThat(given).isBetween(Math.min(asked, able) - 1e-3, Math.min(asked, able) + 1e-6);
    }
  }

  @Test
  void leavesNoReasonUnsaid() {
    Random random = new Random(5);
    Depot depot = depot(random);
    Allocation result =
        new FairArbiter().allocate(depot.picture(), depot.bounds(), targets(depot, random));
    for (int i = 0; i < result.evses(); i++) {
      Reason reason = result.reason(i);
      assertThat(reason.subject()).isNotNull();
    }
  }

  @Test
  void looksAtEachVehicleAFewTimesHoweverManyThereAre() {
    double small = stepsPerCar(500);
    double large = stepsPerCar(8000);
    assertThat(large).isLessThan(small * 1.5);
    assertThat(large).isLessThan(60);
  }

  /** Every level of the tree is short of power: the most work there can be. */
  private static double stepsPerCar(int cars) {
    Random random = new Random(3);
    Depot depot = new Depot(cars * 3000.0);
    for (int i = 0; i < cars; i++) {
      if (i % 50 == 0) {
        int transformer = depot.node("t" + i, 0, 50 * 4000.0);
        depot.node("f" + i, transformer, 50 * 5000.0);
      }
      depot.car(depot.nodes.size() - 1).socPct = 70 * random.nextDouble();
    }
    FairArbiter arbiter = new FairArbiter();
    arbiter.allocate(depot.picture(), depot.bounds(), List.of());
    return arbiter.steps() / (double) cars;
  }
}
