package io.tidegate.core.planner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * The plan as a linear programme: least cost of energy and battery wear, such that every vehicle
 * has its target at departure wherever that is possible, and no node, cap or battery is asked for
 * more than it can. A missed target costs more than any price could save, so it is missed only when
 * it must be. Pure; any thread.
 */
final class LinearPlanner {
  /** Of what goes into or out of a battery this share arrives. */
  static final double EFFICIENCY = 0.95;

  /** Cost of a missing kWh, in multiples of the highest price. */
  private static final double MISSING = 1_000;

  /** Breaks ties: the sooner, the better. Small beside any real price difference. */
  private static final double IMPATIENCE = 1e-5;

  /**
   * Price of changing a power by 1 kW from one step to the next: a plan that hops wears contactors
   * and drivers.
   */
  private static final double RESTLESS = 1e-6;

  private final Duration most;

  /**
   * @param most time that a solution may take
   */
  LinearPlanner(Duration most) {
    this.most = most;
  }

  /** The best plan; empty when none was found in time. */
  Optional<Solution> solve(Problem p) {
    if (p.vehicles().isEmpty() || p.steps() == 0) {
      return Optional.of(new Solution(new double[0][0], new double[0][0], new double[0], 0));
    }
    Programme programme = new Programme(p);
    programme.model.options.time_abort = most.toMillis();
    programme.model.options.time_suffice = most.toMillis();
    Optimisation.Result result = programme.model.minimise();
    return result.getState().isFeasible()
        ? Optional.of(programme.read(result.getValue()))
        : Optional.empty();
  }

  /** One problem as variables and constraints. */
  private static final class Programme {
    private final Problem problem;
    private final ExpressionsBasedModel model = new ExpressionsBasedModel();
    private final double hours;
    private final Variable[][] charge;
    private final Variable[][] discharge;
    private final Variable[][] energy;
    private final Variable[] missing;

    Programme(Problem p) {
      problem = p;
      hours = p.stepS() / 3600;
      int n = p.vehicles().size();
      charge = new Variable[n][];
      discharge = new Variable[n][];
      energy = new Variable[n][];
      missing = new Variable[n];
      double highest = 1e-3;
      for (int t = 0; t < p.steps(); t++) {
        highest = Math.max(highest, Math.abs(p.importPrice()[t]));
      }
      for (int v = 0; v < n; v++) {
        vehicle(v, p.vehicles().get(v), highest);
      }
      for (int t = 0; t < p.steps(); t++) {
        connection(t);
        for (int b = 1; b < p.nodes().size(); b++) {
          branch(b, t);
        }
      }
    }

    /** Whole steps that the vehicle stays; the step it leaves in does not count. */
    private int steps(Problem.Vehicle vehicle) {
      double steps = Math.floor(vehicle.departureS() / problem.stepS() + 1e-9);
      return (int) Math.max(0, Math.min(problem.steps(), steps));
    }

    // Powers are in kW and energies in kWh: numbers near one keep the solver exact.
    private void vehicle(int v, Problem.Vehicle vehicle, double highestPrice) {
      int steps = steps(vehicle);
      charge[v] = new Variable[steps];
      discharge[v] = new Variable[steps];
      energy[v] = new Variable[steps];
      double floor = Math.min(vehicle.floorWh(), vehicle.energyWh()) / 1000;
      double capacity = Math.max(vehicle.capacityWh(), vehicle.energyWh()) / 1000;
      for (int t = 0; t < steps; t++) {
        double wait = IMPATIENCE * highestPrice * (t + 1) / steps;
        charge[v][t] =
            model
                .newVariable("c" + v + "_" + t)
                .lower(0)
                .upper(vehicle.maxChargeW() / 1000)
                .weight((problem.importPrice()[t] + wait) * hours);
        discharge[v][t] =
            model
                .newVariable("d" + v + "_" + t)
                .lower(0)
                .upper(vehicle.maxDischargeW() / 1000)
                .weight((problem.wearPrice() - problem.exportPrice()[t] + wait) * hours);
        energy[v][t] = model.newVariable("e" + v + "_" + t).lower(floor).upper(capacity);
        if (t > 0) {
          calm(v, t, highestPrice);
        }
        Expression balance = model.newExpression("b" + v + "_" + t);
        balance.set(energy[v][t], 1);
        balance.set(charge[v][t], -EFFICIENCY * hours);
        balance.set(discharge[v][t], hours / EFFICIENCY);
        if (t == 0) {
          balance.level(vehicle.energyWh() / 1000);
        } else {
          balance.set(energy[v][t - 1], -1);
          balance.level(0);
        }
      }
      double target = Math.min(vehicle.targetWh(), vehicle.capacityWh()) / 1000;
      missing[v] =
          model
              .newVariable("m" + v)
              .lower(0)
              .upper(Math.max(target, 1e-6))
              .weight(MISSING * highestPrice);
      if (steps > 0) {
        Expression departure = model.newExpression("t" + v);
        departure.set(energy[v][steps - 1], 1);
        departure.set(missing[v], 1);
        departure.lower(target);
      }
    }

    /** A change of power in either direction has its price. */
    private void calm(int v, int t, double highestPrice) {
      Variable change =
          model.newVariable("h" + v + "_" + t).lower(0).weight(RESTLESS * highestPrice * hours);
      for (int sign = -1; sign <= 1; sign += 2) {
        Expression step = model.newExpression("s" + v + "_" + t + "_" + sign);
        step.set(change, 1);
        step.set(charge[v][t], sign);
        step.set(charge[v][t - 1], -sign);
        step.set(discharge[v][t], -sign);
        step.set(discharge[v][t - 1], sign);
        step.lower(0);
      }
    }

    private void connection(int t) {
      Expression grid = model.newExpression("g" + t);
      boolean any = false;
      for (int v = 0; v < charge.length; v++) {
        if (t < charge[v].length) {
          grid.set(charge[v][t], 1);
          grid.set(discharge[v][t], -1);
          any = true;
        }
      }
      if (any) {
        double base = problem.baseLoadW()[t] / 1000;
        grid.upper(Math.max(0, problem.importCapW() / 1000 - base));
        grid.lower(-(problem.exportCapW() / 1000 + base));
      }
    }

    private void branch(int b, int t) {
      Problem.Branch branch = problem.nodes().get(b);
      List<Integer> below = below(b, t);
      if (below.isEmpty()) {
        return;
      }
      if (Double.isFinite(branch.chargeCapW())) {
        Expression in = model.newExpression("i" + b + "_" + t).upper(branch.chargeCapW() / 1000);
        below.forEach(v -> in.set(charge[v][t], 1));
      }
      if (Double.isFinite(branch.dischargeCapW())) {
        Expression out =
            model.newExpression("o" + b + "_" + t).upper(branch.dischargeCapW() / 1000);
        below.forEach(v -> out.set(discharge[v][t], 1));
      }
    }

    private List<Integer> below(int b, int t) {
      List<Integer> below = new ArrayList<>();
      for (int v = 0; v < charge.length; v++) {
        int node = problem.vehicles().get(v).node();
        while (node > b) {
          node = problem.nodes().get(node).parent();
        }
        if (node == b && t < charge[v].length) {
          below.add(v);
        }
      }
      return below;
    }

    Solution read(double cost) {
      int n = charge.length;
      double[][] power = new double[n][problem.steps()];
      double[][] stored = new double[n][problem.steps()];
      double[] unmet = new double[n];
      for (int v = 0; v < n; v++) {
        double last = problem.vehicles().get(v).energyWh();
        for (int t = 0; t < problem.steps(); t++) {
          if (t < charge[v].length) {
            power[v][t] = 1000 * (value(charge[v][t]) - value(discharge[v][t]));
            last = 1000 * value(energy[v][t]);
          }
          stored[v][t] = last;
        }
        unmet[v] = charge[v].length == 0 ? 0 : 1000 * value(missing[v]);
      }
      return new Solution(power, stored, unmet, cost);
    }

    private static double value(Variable variable) {
      return variable.getValue() == null ? 0 : variable.getValue().doubleValue();
    }
  }
}
