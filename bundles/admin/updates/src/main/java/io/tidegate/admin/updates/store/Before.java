package io.tidegate.admin.updates.store;

import java.util.List;

/**
 * How the gateway was before anything was touched: what was ill then is no fault of the release.
 *
 * @param critical health checks that were red
 * @param waiting components that were not satisfied
 * @param stations that were connected
 * @param deciding whether the control loop made decisions
 */
public record Before(
    List<String> critical, List<String> waiting, List<String> stations, boolean deciding) {
  public Before {
    critical = List.copyOf(critical);
    waiting = List.copyOf(waiting);
    stations = List.copyOf(stations);
  }

  /** Nothing is known: everything has to be well. */
  public static Before unknown() {
    return new Before(List.of(), List.of(), List.of(), false);
  }
}
