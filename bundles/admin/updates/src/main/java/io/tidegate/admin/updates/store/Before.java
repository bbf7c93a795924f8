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
 * @param coming names of the bundles that the order brings, new ones and other versions
 * @param answers names of the health checks that answered, once for each that did
 * @param bonds of components of bundles that the order exchanges, to services
 * @param doors paths that bundles served over HTTP
 * @param posts of bundles that have to run afterwards
 * @param readings of configurations by bundles that the order exchanges
 */
public record Before(
    List<String> critical,
    List<String> waiting,
    List<String> stations,
    boolean deciding,
    List<Offer> offers,
    List<String> configurations,
    List<String> coming,
    List<String> answers,
    List<Bond> bonds,
    List<Door> doors,
    List<Post> posts,
    List<Reading> readings) {
  public Before {
    critical = List.copyOf(critical);
    waiting = List.copyOf(waiting);
    stations = List.copyOf(stations);
    offers = List.copyOf(offers);
    configurations = List.copyOf(configurations);
    coming = List.copyOf(coming);
    answers = List.copyOf(answers);
    bonds = List.copyOf(bonds);
    doors = List.copyOf(doors);
    posts = List.copyOf(posts);
    readings = List.copyOf(readings);
  }

  /** Where nothing is known of bundles and who takes configurations. */
  public Before(
      List<String> critical,
      List<String> waiting,
      List<String> stations,
      boolean deciding,
      List<Offer> offers,
      List<String> configurations,
      List<String> coming,
      List<String> answers,
      List<Bond> bonds,
      List<Door> doors) {
    this(
        critical,
        waiting,
        stations,
        deciding,
        offers,
        configurations,
        coming,
        answers,
        bonds,
        doors,
        List.of(),
        List.of());
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

  /**
   * A component had got services that it asks for.
   *
   * @param bundle symbolic name of the component's
   * @param version of it
   * @param type name of the services' interface
   * @param target filter that chose them; empty when any would do
   * @param providers symbolic names of the bundles that offered them
   */
  public record Bond(
      String bundle,
      String version,
      String component,
      String type,
      String target,
      List<String> providers) {
    public Bond {
      providers = List.copyOf(providers);
    }
  }

  /**
   * A path that a bundle served.
   *
   * @param kind {@code servlet}, {@code resource} or {@code filter}
   * @param bundle symbolic name
   * @param version of it
   * @param status of HTTP that a request for it was answered with; 0 when there was no answer, or
   *     it was not asked
   */
  public record Door(String kind, String path, String bundle, String version, int status) {}

  /**
   * A bundle that has to run.
   *
   * @param bundle symbolic name
   * @param location of it
   * @param level start level
   */
  public record Post(String bundle, String location, int level) {}

  /**
   * A bundle took a configuration.
   *
   * @param bundle symbolic name
   * @param version of it
   * @param pid of the configuration
   */
  public record Reading(String bundle, String version, String pid) {}

  /** Nothing is known: everything has to be well. */
  public static Before unknown() {
    List<String> none = List.of();
    return new Before(none, none, none, false, List.of(), none, none, none, List.of(), List.of());
  }
}
