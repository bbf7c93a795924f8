package io.tidegate.core.planner;

import io.tidegate.api.control.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A solution as the plan that the loop follows. */
final class Plans {
  private Plans() {}

  static Plan of(Problem problem, Solution solution, Instant madeAt) {
    List<Plan.SessionPlan> sessions = new ArrayList<>();
    for (int v = 0; v < problem.vehicles().size(); v++) {
      Problem.Vehicle vehicle = problem.vehicles().get(v);
      List<Double> power = new ArrayList<>();
      List<Double> soc = new ArrayList<>();
      for (int t = 0; t < problem.steps(); t++) {
        power.add((double) Math.round(solution.powerW()[v][t]));
        soc.add(Math.round(10_000 * solution.energyWh()[v][t] / vehicle.capacityWh()) / 100.0);
      }
      sessions.add(new Plan.SessionPlan(vehicle.evse(), vehicle.session(), power, soc));
    }
    return new Plan(madeAt, problem.start(), problem.stepS(), sessions);
  }
}
