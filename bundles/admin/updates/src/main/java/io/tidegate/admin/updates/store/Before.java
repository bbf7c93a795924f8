package io.tidegate.admin.updates.store;

import java.util.List;

/**
 * How the gateway was before anything was touched: what was ill then is no fault of the release.
 *
 * @param critical health checks that were red
 * @param waiting components that were not satisfied
 * @param stations that were connected
 * @param deciding whether the control loop made decisions
 * @param offers of each bundle that offered something that would be missed
 * @param configurations pids of all configurations: where one was taken away since, what its
 *     component offered goes with it
 */
public record Before(
    List<String> critical,
    List<String> waiting,
    List<String> stations,
    boolean deciding,
    List<Offer> offers,
    List<String> configurations) {
  public Before {
    critical = List.copyOf(critical);
    waiting = List.copyOf(waiting);
    stations = List.copyOf(stations);
    offers = List.copyOf(offers);
    configurations = List.copyOf(configurations);
  }

  /**
   * What a bundle offered.
   *
   * @param bundle symbolic name
   * @param version of it
   * @param checks names of its health checks, whatever they said
   * @param services that others used; of bundles that the order exchanges
   */
  public record Offer(String bundle, String version, List<String> checks, List<Service> services) {
    public Offer {
      checks = List.copyOf(checks);
      services = List.copyOf(services);
    }
  }

  /**
   * A kind of service.
   *
   * @param type name of its interface
   * @param everywhere how many of that kind there were, those of other bundles included
   */
  public record Service(String type, int everywhere) {}

  /** Nothing is known: everything has to be well. */
  public static Before unknown() {
    return new Before(List.of(), List.of(), List.of(), false, List.of(), List.of());
  }
}
