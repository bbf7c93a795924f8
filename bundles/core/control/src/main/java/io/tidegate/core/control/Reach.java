package io.tidegate.core.control;

import io.tidegate.api.quantity.StationId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether there is somebody who brings their setpoints to the stations that are connected. Without
 * an actuator a decision is made, and nothing moves. Looked at once a second by the control thread;
 * read by any.
 */
final class Reach {
  static final String CODE = "ERR_ACTUATOR_MISSING";

  private final Predicate<String> reached;
  private Set<String> suspects = Set.of();
  private volatile String trouble = "";

  /**
   * @param reached whether there is an actuator of that name
   */
  Reach(Predicate<String> reached) {
    this.reached = reached;
  }

  /**
   * One look. An actuator counts as missing at the second one: who tells of a station may do so a
   * moment before it is there itself.
   *
   * @param actuators who reaches each connected station
   */
  void look(Map<StationId, String> actuators) {
    Map<String, Integer> stations = new HashMap<>();
    actuators.values().forEach(name -> stations.merge(name, 1, Integer::sum));
    stations.keySet().removeIf(reached);
    Set<String> still = new HashSet<>(stations.keySet());
    still.retainAll(suspects);
    suspects = Set.copyOf(stations.keySet());
    stations.keySet().retainAll(still);
    trouble = stations.isEmpty() ? "" : sentence(stations);
  }

  private static String sentence(Map<String, Integer> stations) {
    List<String> names = stations.keySet().stream().sorted().toList();
    int many = stations.values().stream().mapToInt(Integer::intValue).sum();
    return CODE
        + ": nobody brings their setpoints to "
        + (many == 1 ? "one connected station" : many + " connected stations")
        + " (actuator "
        + String.join(", ", names)
        + "), which keep to their safe share; start or install the bundle that has it, or go back"
        + " to the release before";
  }

  /** What is wrong, for the health check; empty when nothing is. */
  String trouble() {
    return trouble;
  }
}
