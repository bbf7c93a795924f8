package io.tidegate.core.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.site.Phases;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.type.context.NumberContext;

/** One raise against the optimum of a general solver, on random trees. */
class RaiseOracleTest {
  /** A depot with one charging raise over all of its cars. */
  private static final class Case {
    final Depot depot;
    final Topology tree;
    final Side side;
    final Raise raise;
    final double[] weight;

    Case(Depot depot, Random random) {
      this.depot = depot;
      tree = new Topology(depot.model());
      side = new Side(tree, true);
      side.open(depot.bounds(), new double[tree.places]);
      raise = new Raise(tree);
      weight = new double[tree.places];
      for (int place = 0; place < tree.places; place++) {
        weight[place] = 0.5 + 8 * random.nextDouble();
      }
    }

    Depot.Car car(int place) {
      return depot.cars.get(tree.evseAt[place]);
    }

    double run() {
      raise.lot.size = 0;
      for (int place = 0; place < tree.places; place++) {
        Depot.Car car = car(place);
        raise.lot.add(place, tree.wiring[place], 0, car.maxW, car.minChargeW, weight[place], false);
      }
      return raise.run(side, 0, Double.POSITIVE_INFINITY);
    }

    /** The limits as rows, in kW so that the solver's tolerances fit. */
    ExpressionsBasedModel program() {
      ExpressionsBasedModel program = new ExpressionsBasedModel();
      for (int place = 0; place < tree.places; place++) {
        program.addVariable("x" + place).lower(0).upper(car(place).maxW / 1000);
      }
      for (int rank = 0; rank < tree.nodes; rank++) {
        if (side.capW[rank] < Double.POSITIVE_INFINITY) {
          Expression row = program.addExpression("n" + rank).upper(side.capW[rank] / 1000);
          for (int place = tree.from[rank]; place < tree.to[rank]; place++) {
            row.set(place, 1);
          }
        }
        for (int phase = 0; phase < 3; phase++) {
          double cap = side.phaseCapW[3 * rank + phase];
          if (cap < Double.POSITIVE_INFINITY) {
            Expression line = program.addExpression("p" + rank + "/" + phase).upper(cap / 1000);
            for (int place = tree.from[rank]; place < tree.to[rank]; place++) {
              line.set(place, TreeFill.share(tree.wiring[place], phase));
            }
          }
        }
      }
      addSpread(program);
      return program;
    }

    private void addSpread(ExpressionsBasedModel program) {
      if (side.spreadW == Double.POSITIVE_INFINITY) {
        return;
      }
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          if (a != b) {
            Expression row = program.addExpression("s" + a + b).upper(side.spreadW / 1000);
            for (int place = 0; place < tree.places; place++) {
              row.set(
                  place,
                  TreeFill.share(tree.wiring[place], a) - TreeFill.share(tree.wiring[place], b));
            }
          }
        }
      }
    }

    /** Largest total, W, with on/off variables where there are minima; checked against ours. */
    double optimum(double served) {
      ExpressionsBasedModel program = program();
      for (int place = 0; place < tree.places; place++) {
        program.getVariable(place).weight(1);
        double min = car(place).minChargeW / 1000;
        if (min > 0) {
          double max = car(place).maxW / 1000;
          Variable on = program.addVariable("on" + place).binary();
          program.addExpression("min" + place).lower(0).set(place, 1).set(on, -min);
          program.addExpression("max" + place).upper(0).set(place, 1).set(on, -max);
        }
      }
      Optimisation.Result result = program.maximise();
      boolean trusted =
          result.getState().isOptimal() && program.validate(result, NumberContext.of(8));
      double best = result.getValue() * 1000;
      return trusted && best * 1.000001 + 1e-3 >= served ? best : bestOfAllChoices();
    }

    /** The solver's branch and bound sometimes breaks a row or stops early: all choices decide. */
    private double bestOfAllChoices() {
      double best = 0;
      for (int on = 0; on < 1 << tree.places; on++) {
        ExpressionsBasedModel program = program();
        for (int place = 0; place < tree.places; place++) {
          boolean runs = (on >> place & 1) == 1;
          Variable power = program.getVariable(place).weight(1);
          power.lower(runs ? car(place).minChargeW / 1000 : 0);
          power.upper(runs ? car(place).maxW / 1000 : 0);
        }
        Optimisation.Result result = program.maximise();
        if (result.getState().isFeasible() && program.validate(result, NumberContext.of(8))) {
          best = Math.max(best, result.getValue() * 1000);
        }
      }
      return best;
    }

    void assertFeasible() {
      double eps = 1e-6;
      for (int place = 0; place < tree.places; place++) {
        double power = side.powerW[place];
        assertThat(power).isBetween(0.0, car(place).maxW);
        assertThat(power == 0 || power >= car(place).minChargeW).isTrue();
      }
      double[] single = new double[3];
      for (int rank = tree.nodes - 1; rank >= 0; rank--) {
        double sum = 0;
        double[] phases = new double[3];
        for (int place = tree.from[rank]; place < tree.to[rank]; place++) {
          sum += side.powerW[place];
          for (int phase = 0; phase < 3; phase++) {
            phases[phase] += TreeFill.share(tree.wiring[place], phase) * side.powerW[place];
          }
        }
        assertThat(sum).isLessThanOrEqualTo(side.capW[rank] + eps);
        for (int phase = 0; phase < 3; phase++) {
          assertThat(phases[phase]).isLessThanOrEqualTo(side.phaseCapW[3 * rank + phase] + eps);
        }
        single = phases;
      }
      double spread =
          Math.max(single[0], Math.max(single[1], single[2]))
              - Math.min(single[0], Math.min(single[1], single[2]));
      assertThat(spread).isLessThanOrEqualTo(depot.maxImbalanceW + eps);
    }
  }

  private static Depot tree(Random random, int mostNodes, int mostCars) {
    Depot depot = new Depot(1000 + 60_000 * random.nextDouble());
    int nodes = random.nextInt(mostNodes);
    for (int k = 0; k < nodes; k++) {
      double cap = random.nextInt(6) == 0 ? Double.POSITIVE_INFINITY : 30_000 * random.nextDouble();
      depot.node("n" + k, random.nextInt(k + 1), cap);
    }
    int cars = 1 + random.nextInt(mostCars);
    for (int i = 0; i < cars; i++) {
      depot.car(random.nextInt(nodes + 1)).maxW = 500 + 11_000 * random.nextDouble();
    }
    return depot;
  }

  private static void mixPhases(Depot depot, Random random) {
    for (Depot.Car car : depot.cars) {
      car.phases = Phases.values()[random.nextInt(4)];
    }
    for (double[] caps : depot.phaseCapW) {
      for (int phase = 0; phase < 3; phase++) {
        caps[phase] =
            random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : 12_000 * random.nextDouble();
      }
    }
    if (random.nextInt(2) == 0) {
      depot.maxImbalanceW = 500 + 6000 * random.nextDouble();
    }
  }

  @Test
  void servesExactlyWhatTheLinearProgramServesOnHundredsOfTrees() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      Case c = new Case(tree(random, 12, 40), random);
      double total = c.run();
      c.assertFeasible();
      double best = c.optimum(total);
      assertThat(total).as("tree %d", round).isCloseTo(best, within(1e-6 * Math.max(1, best)));
    }
  }

  @Test
  void servesEachClassExactlyOnTopOfTheClassesBeforeIt() {
    Random random = new Random(16);
    for (int round = 0; round < 150; round++) {
      Case c = new Case(tree(random, 8, 25), random);
      double[] given = new double[c.tree.places];
      for (int step = 1; step <= 3; step++) {
        ExpressionsBasedModel program = c.program();
        c.raise.lot.size = 0;
        for (int place = 0; place < c.tree.places; place++) {
          boolean takesPart = step == 3 || random.nextBoolean();
          double most = c.car(place).maxW * (step == 3 ? 1 : random.nextDouble());
          double top = takesPart ? Math.max(given[place], most) : given[place];
          program.getVariable(place).lower(given[place] / 1000).upper(top / 1000).weight(1);
          c.raise.lot.add(
              place, c.tree.wiring[place], given[place], top, 0, c.weight[place], false);
        }
        c.raise.run(c.side, 0, Double.POSITIVE_INFINITY);
        c.assertFeasible();
        double total = 0;
        for (int place = 0; place < c.tree.places; place++) {
          assertThat(c.side.powerW[place]).isGreaterThanOrEqualTo(given[place]);
          given[place] = c.side.powerW[place];
          total += given[place];
        }
        double best = program.maximise().getValue() * 1000;
        assertThat(total).as("tree %d class %d", round, step).isCloseTo(best, within(0.05));
      }
    }
  }

  @Test
  void givesTheMaxMinFairVectorThatSuccessiveLinearProgramsGive() {
    Random random = new Random(12);
    for (int round = 0; round < 60; round++) {
      Case c = new Case(tree(random, 5, 7), random);
      c.run();
      double[] fair = fairVector(c);
      for (int place = 0; place < fair.length; place++) {
        assertThat(c.side.powerW[place] / 1000)
            .as("tree %d place %d", round, place)
            .isCloseTo(fair[place], within(1e-5 * Math.max(1e-3, fair[place])));
      }
    }
  }

  /** Raises the common level as far as it goes, fixes who cannot follow, and repeats. */
  private static double[] fairVector(Case c) {
    int n = c.tree.places;
    double[] fixed = new double[n];
    java.util.Arrays.fill(fixed, Double.NaN);
    for (int open = n; open > 0; ) {
      ExpressionsBasedModel program = c.program();
      Variable level = program.addVariable("level").lower(0).weight(1);
      constrain(program, c, fixed, level, Double.NaN);
      double t = program.maximise().getValue();
      int before = open;
      for (int place = 0; place < n; place++) {
        if (Double.isNaN(fixed[place])) {
          ExpressionsBasedModel more = c.program();
          constrain(more, c, fixed, null, t);
          more.getVariable(place).weight(1);
          double most = more.maximise().getValue();
          if (most <= c.weight[place] * t * (1 + 1e-7) + 1e-9) {
            fixed[place] = c.weight[place] * t;
            open--;
          }
        }
      }
      assertThat(open).isLessThan(before);
    }
    return fixed;
  }

  private static void constrain(
      ExpressionsBasedModel program, Case c, double[] fixed, Variable level, double t) {
    for (int place = 0; place < fixed.length; place++) {
      if (!Double.isNaN(fixed[place])) {
        program.getVariable(place).level(Math.min(fixed[place], c.car(place).maxW / 1000));
      } else if (level != null) {
        program.addExpression("l" + place).lower(0).set(place, 1).set(level, -c.weight[place]);
      } else {
        program.getVariable(place).lower(c.weight[place] * t * (1 - 1e-9));
      }
    }
  }

  @Test
  void staysWithinAPercentOfTheOptimumWherePhasesBind() {
    Random random = new Random(13);
    for (int round = 0; round < 300; round++) {
      Depot depot = tree(random, 6, 14);
      mixPhases(depot, random);
      Case c = new Case(depot, random);
      double total = c.run();
      c.assertFeasible();
      double best = c.optimum(total);
      assertThat(total).as("tree %d", round).isBetween(0.99 * best - 1e-3, best * 1.000001 + 1e-3);
    }
  }

  @Test
  void staysWithinAPercentOfTheMixedIntegerOptimumWithMinimumCurrents() {
    Random random = new Random(14);
    for (int round = 0; round < 250; round++) {
      Depot depot = tree(random, 5, 9);
      for (Depot.Car car : depot.cars) {
        car.minChargeW = Math.min(car.maxW, random.nextBoolean() ? 1380 : 4140);
      }
      Case c = new Case(depot, random);
      double total = c.run();
      c.assertFeasible();
      double best = c.optimum(total);
      assertThat(total).as("tree %d", round).isBetween(0.99 * best - 1e-3, best * 1.000001 + 1e-3);
    }
  }

  @Test
  void staysWithinAPercentOfTheMixedIntegerOptimumWithMinimaAndPhasesAtOnce() {
    Random random = new Random(15);
    for (int round = 0; round < 250; round++) {
      Depot depot = tree(random, 4, 8);
      mixPhases(depot, random);
      for (Depot.Car car : depot.cars) {
        car.minChargeW = Math.min(car.maxW, car.phases == Phases.L123 ? 4140 : 1380);
      }
      Case c = new Case(depot, random);
      double total = c.run();
      c.assertFeasible();
      double best = c.optimum(total);
      assertThat(total).as("tree %d", round).isBetween(0.99 * best - 1e-3, best * 1.000001 + 1e-3);
    }
  }
}
