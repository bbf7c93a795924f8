package io.tidegate.core.planner;

import java.util.Locale;
import java.util.StringJoiner;

/** A plan for people and for programs. */
final class PlanPrinter {
  private final Problem problem;
  private final Solution solution;

  PlanPrinter(Problem problem, Solution solution) {
    this.problem = problem;
    this.solution = solution;
  }

  String table() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%-20s %8s %8s %9s %9s",
            "step",
            "import",
            "export",
            "building",
            "vehicles"));
    problem.vehicles().forEach(v -> out.append(String.format(Locale.ROOT, " %8s", v.evse())));
    out.append('\n');
    for (int t = 0; t < problem.steps(); t++) {
      double sum = 0;
      StringBuilder row = new StringBuilder();
      for (double[] power : solution.powerW()) {
        sum += power[t];
        row.append(String.format(Locale.ROOT, " %8.2f", power[t] / 1000));
      }
      out.append(
          String.format(
              Locale.ROOT,
              "%-20s %8.4f %8.4f %9.2f %9.2f",
              problem.start().plusMillis((long) (t * problem.stepS() * 1000)),
              problem.importPrice()[t],
              problem.exportPrice()[t],
              problem.baseLoadW()[t] / 1000,
              sum / 1000));
      out.append(row).append('\n');
    }
    for (int v = 0; v < problem.vehicles().size(); v++) {
      Problem.Vehicle vehicle = problem.vehicles().get(v);
      double end =
          problem.steps() == 0 ? vehicle.energyWh() : solution.energyWh()[v][problem.steps() - 1];
      out.append(
          String.format(
              Locale.ROOT,
              "%s leaves with %.1f %%, wanted %.1f %%%n",
              vehicle.evse(),
              100 * end / vehicle.capacityWh(),
              100 * vehicle.targetWh() / vehicle.capacityWh()));
    }
    out.append(String.format(Locale.ROOT, "powers in kW, prices a kWh; cost %.2f", cost()));
    return out.toString();
  }

  /** Energy and wear, without the tie-breakers of the programme. */
  private double cost() {
    double hours = problem.stepS() / 3600;
    double cost = 0;
    for (double[] power : solution.powerW()) {
      for (int t = 0; t < problem.steps(); t++) {
        double kwh = power[t] / 1000 * hours;
        cost +=
            kwh >= 0
                ? kwh * problem.importPrice()[t]
                : kwh * (problem.exportPrice()[t] - problem.wearPrice());
      }
    }
    return cost;
  }

  String json() {
    StringJoiner vehicles = new StringJoiner(",", "[", "]");
    for (int v = 0; v < problem.vehicles().size(); v++) {
      StringJoiner power = new StringJoiner(",", "[", "]");
      StringJoiner energy = new StringJoiner(",", "[", "]");
      for (int t = 0; t < problem.steps(); t++) {
        power.add(String.format(Locale.ROOT, "%.1f", solution.powerW()[v][t]));
        energy.add(String.format(Locale.ROOT, "%.1f", solution.energyWh()[v][t]));
      }
      vehicles.add(
          String.format(
              Locale.ROOT,
              "{\"evse\":\"%s\",\"powerW\":%s,\"energyWh\":%s,\"missingWh\":%.1f}",
              problem.vehicles().get(v).evse(),
              power,
              energy,
              solution.missingWh()[v]));
    }
    return String.format(
        Locale.ROOT,
        "{\"start\":\"%s\",\"stepS\":%.0f,\"cost\":%.4f,\"vehicles\":%s}",
        problem.start(),
        problem.stepS(),
        cost(),
        vehicles);
  }
}
