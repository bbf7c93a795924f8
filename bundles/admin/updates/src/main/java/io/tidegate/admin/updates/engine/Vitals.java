package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Change;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/**
 * How the gateway is, always compared with how it was: what was ill before is no fault of a
 * release. The updater's thread.
 */
public final class Vitals {
  /** A site's stations come and go by themselves; of many, a few may be away at any instant. */
  private static final double MAY_BE_AWAY = 0.2;

  private static final String STATIONS = "stations";

  private final House house;
  private final Bundles bundles;
  private final Components components;
  private final Services services;
  private final Bonds bonds;
  private final Deliveries deliveries;
  private final Doors doors;
  private final Muster muster;
  private final Readings readings;
  private final Duration grace;
  private final Map<String, Long> since = new HashMap<>();
  private long decisions;
  private long decidedAt = System.nanoTime();

  /**
   * @param grace how long something may be ill before it counts: connections pass over, checks look
   *     once a second
   */
  public Vitals(Bundles bundles, House house, Duration grace) {
    this.house = house;
    this.bundles = bundles;
    this.components = new Components(house::components);
    this.services = new Services(bundles);
    this.bonds = new Bonds(bundles, house::components);
    this.deliveries = new Deliveries(bundles);
    this.doors = new Doors(bundles);
    this.muster = new Muster(bundles);
    this.readings = new Readings(bundles, house::components, house::configurations);
    this.grace = grace;
  }

  /** How it is now, before those changes. */
  public Before take(List<Change> changes) throws InterruptedException {
    Set<String> exchanged =
        changes.stream()
            .filter(change -> !change.from().isEmpty() && !change.to().isEmpty())
            .map(Change::symbolicName)
            .collect(Collectors.toSet());
    List<Bundle> old = exchanged.stream().flatMap(name -> bundles.running(name).stream()).toList();
    Set<String> waiting = new TreeSet<>(waiting().keySet());
    components.unloadable(old).forEach(each -> waiting.add(each.name()));
    return new Before(
        critical().keySet().stream().sorted().toList(),
        List.copyOf(waiting),
        stations().stream().sorted().toList(),
        house.site().flatMap(s -> s.latest()).isPresent(),
        services.take(exchanged),
        house.configurations().stream().sorted().toList(),
        changes.stream().filter(c -> !c.to().isEmpty()).map(Change::symbolicName).sorted().toList(),
        answers(),
        bonds.take(old),
        doors.take(),
        muster.take(changes),
        readings.take(old));
  }

  /** Whether a vehicle is being served that a pause of our own would trouble. */
  public boolean quiet() {
    boolean session =
        house
            .site()
            .flatMap(site -> site.latest())
            .map(view -> view.picture())
            .filter(Vitals::energised)
            .isPresent();
    return !session
        && house.vehicles().stream().map(VehicleSwitchboard::lines).allMatch(List::isEmpty);
  }

  private static boolean energised(SitePicture picture) {
    return picture.evses().stream().anyMatch(evse -> evse.online() && flows(evse));
  }

  private static boolean flows(EvseState evse) {
    double powerW = evse.measured().powerW();
    return evse.session().isPresent() && (Double.isNaN(powerW) || Math.abs(powerW) > 1);
  }

  /** What is worse than it was, this very moment: a sentence each, by what it is about. */
  private Map<String, String> worse(Before before) throws InterruptedException {
    Map<String, String> worse = new HashMap<>();
    critical()
        .forEach(
            (name, sentence) -> {
              if (!before.critical().contains(name)) {
                worse.put("check " + name, name + " is red: " + sentence);
              }
            });
    Map<String, String> waiting = waiting();
    waiting.forEach(
        (name, words) -> {
          if (!before.waiting().contains(name)) {
            worse.put("component " + name, words);
          }
        });
    Set<String> down = new HashSet<>(waiting.keySet());
    down.addAll(before.waiting());
    worse.putAll(deliveries.failing(before, down));
    worse.putAll(muster.missing(before));
    worse.putAll(readings.gone(before));
    worse.putAll(gone(before));
    Set<String> away = new HashSet<>(before.stations());
    away.removeAll(stations());
    if (away.size() > MAY_BE_AWAY * before.stations().size()) {
      worse.put(
          STATIONS,
          away.size()
              + " of "
              + before.stations().size()
              + " stations that were connected are not");
    }
    if (before.deciding() && !decides()) {
      worse.put("decisions", "the control loop has stopped making decisions");
    }
    return worse;
  }

  /** What nobody offers any more, unless whose configuration was taken away meanwhile. */
  private Map<String, String> gone(Before before) throws InterruptedException {
    Map<String, String> gone = new HashMap<>(services.gone(before));
    if (house.health().isPresent()) {
      gone.putAll(services.silent(before, answers()));
    }
    gone.putAll(bonds.gone(before));
    gone.putAll(doors.gone(before));
    return gone.isEmpty() || house.configurations().containsAll(before.configurations())
        ? gone
        : Map.of();
  }

  /** Whether anything is worse than it was, if only just now. */
  public boolean well(Before before) throws InterruptedException {
    return worse(before).isEmpty();
  }

  /** What has been worse for longer than the grace, a sentence each. */
  public List<String> ill(Before before) throws InterruptedException {
    return ill(before, grace);
  }

  /**
   * The same where connections were closed: stations come back in their own time, since theirs is
   * the back-off (OCPP's RetryBackOff, half a minute and more).
   *
   * @param reconnect how long they may be away
   */
  public List<String> ill(Before before, Duration reconnect) throws InterruptedException {
    Map<String, String> worse = worse(before);
    since.keySet().retainAll(worse.keySet());
    long now = System.nanoTime();
    List<String> ill = new ArrayList<>();
    worse.forEach(
        (about, sentence) -> {
          Duration most = about.equals(STATIONS) ? reconnect : grace;
          if (now - since.computeIfAbsent(about, a -> now) >= most.toNanos()) {
            ill.add(sentence);
          }
        });
    return ill.stream().sorted().toList();
  }

  /** One decision a second is the least there is. */
  private boolean decides() {
    long made = house.site().map(site -> site.figures().decisions()).orElse(decisions);
    if (made != decisions) {
      decisions = made;
      decidedAt = System.nanoTime();
    }
    return System.nanoTime() - decidedAt < Duration.ofSeconds(5).toNanos();
  }

  private Map<String, String> critical() {
    Map<String, String> critical = new HashMap<>();
    house
        .health()
        .ifPresent(
            board -> {
              for (HealthBoard.Check check : board.read().checks()) {
                if (check.status() == HealthBoard.Status.CRITICAL) {
                  critical.put(check.name(), check.message());
                }
              }
            });
    return critical;
  }

  /** Names of the health checks that say anything, each as often as there are of it. */
  private List<String> answers() {
    return house.health().map(board -> board.read().checks()).orElse(List.of()).stream()
        .map(HealthBoard.Check::name)
        .sorted()
        .toList();
  }

  private Map<String, String> waiting() {
    Map<String, String> waiting = new HashMap<>();
    components.waiting(bundles.all()).forEach(w -> waiting.putIfAbsent(w.name(), w.words()));
    return waiting;
  }

  private Set<String> stations() {
    Set<String> stations = new HashSet<>();
    for (Switchboard board : house.switchboards()) {
      board.lines().forEach(line -> stations.add(line.peer().station().value()));
    }
    return stations;
  }
}
