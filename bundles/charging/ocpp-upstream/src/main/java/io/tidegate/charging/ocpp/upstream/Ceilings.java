package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands caps to the site as upper limits of its EVSEs, and what is asked for by mandate as targets,
 * anew whenever one changes and before it lapses. What the site makes of them is its own affair:
 * the lowest limit wins, and every power passes the envelope. On the upstream's thread.
 */
final class Ceilings {
  private static final Logger LOG = LoggerFactory.getLogger(Ceilings.class);

  /** Begins the names of those whose caps they are. */
  static final String SOURCE = "upstream:";

  private static final Duration LIFE = Duration.ofMinutes(3);
  private static final Duration RENEWED = Duration.ofMinutes(2);

  /** A power that is asked for lives shortly: it ends with the upstream that asked. */
  private static final Duration AIM_LIFE = Duration.ofSeconds(15);

  private static final Duration AIM_RENEWED = Duration.ofSeconds(10);

  private final Supplier<Optional<SiteModel>> site;
  private final Supplier<Optional<SiteInbox>> inbox;
  private final InstantSource time;
  private final Map<String, Said> said = new HashMap<>();

  /** What the site knows. */
  private record Said(
      Map<EvseSpec, Double> watts, Instant until, Map<EvseSpec, Double> aims, Instant aimUntil) {
    static final Said NOTHING = new Said(Map.of(), Instant.MAX, Map.of(), Instant.MAX);
  }

  Ceilings(
      Supplier<Optional<SiteModel>> site, Supplier<Optional<SiteInbox>> inbox, InstantSource time) {
    this.site = site;
    this.inbox = inbox;
    this.time = time;
  }

  Instant now() {
    return time.instant();
  }

  /** Whether the site has an EVSE of that number there; 0 is the station itself. */
  boolean has(String station, int evse) {
    StationId id = new StationId(station);
    return site.get()
        .filter(m -> evse == 0 ? m.station(id).isPresent() : m.evse(id, evse).isPresent())
        .isPresent();
  }

  /** Whether there is a mandate, and the site knows it. */
  boolean knows(Optional<ControllerId> mandate) {
    return mandate.flatMap(id -> site.get().flatMap(m -> m.mandateSource(id.value()))).isPresent();
  }

  /** A sign of life of a mandate source. */
  void alive(ControllerId mandate) {
    inbox
        .get()
        .filter(i -> i.post(new SiteInput.KeepAlive(mandate)))
        .ifPresentOrElse(i -> {}, () -> LOG.debug("a sign of life of {} is not heard", mandate));
  }

  /** Looks at an upstream's caps and orders; says what has changed. */
  void look(Upstream upstream) {
    Instant now = time.instant();
    String name = upstream.name();
    Said before = said.getOrDefault(name, Said.NOTHING);
    Map<EvseSpec, Double> watts =
        site.get().map(m -> watts(m, upstream.caps(), now)).orElse(Map.of());
    Map<EvseSpec, Double> aims = site.get().map(m -> aims(m, upstream, now)).orElse(Map.of());
    boolean lapses = !watts.isEmpty() && now.plus(LIFE).minus(RENEWED).isAfter(before.until);
    boolean aimLapses = !aims.isEmpty() && !now.plus(AIM_RENEWED).isBefore(before.aimUntil);
    if (watts.equals(before.watts) && aims.equals(before.aims) && !lapses && !aimLapses) {
      return;
    }
    Instant until = now.plus(LIFE);
    Instant aimUntil = now.plus(AIM_LIFE);
    List<Target> targets = new ArrayList<>();
    watts.forEach((evse, limit) -> targets.add(target(name, evse, limit, until)));
    site.get()
        .flatMap(m -> upstream.orders().mandate().flatMap(id -> m.mandateSource(id.value())))
        .ifPresent(
            mandate ->
                aims.forEach(
                    (evse, power) -> targets.add(aim(name, mandate, evse, power, aimUntil))));
    boolean taken =
        inbox
            .get()
            .filter(i -> i.post(new SiteInput.PolicyTargets("upstream/" + name, targets)))
            .isPresent();
    if (taken) {
      said.put(
          name,
          new Said(
              watts,
              watts.isEmpty() ? Instant.MAX : until,
              aims,
              aims.isEmpty() ? Instant.MAX : aimUntil));
    }
  }

  /** What is asked of EVSEs whose stations it reaches, by a mandate that the site knows. */
  private static Map<EvseSpec, Double> aims(SiteModel model, Upstream upstream, Instant now) {
    Orders orders = upstream.orders();
    if (orders.mandate().flatMap(id -> model.mandateSource(id.value())).isEmpty()) {
      return Map.of();
    }
    Map<EvseSpec, Double> aims = new HashMap<>();
    for (String station : upstream.caps().stations()) {
      if (!orders.reach(station)) {
        continue;
      }
      for (EvseSpec evse : model.evsesOf(new StationId(station))) {
        Cap.Wiring wiring = new Cap.Wiring(model.grid().nominalVoltageV(), evse.phases().count());
        upstream
            .caps()
            .aim(station, evse.number(), now, wiring, orders.signal(station, now))
            .ifPresent(power -> aims.put(evse, power));
      }
    }
    return aims;
  }

  private static Map<EvseSpec, Double> watts(SiteModel model, Caps caps, Instant now) {
    Map<EvseSpec, Double> watts = new HashMap<>();
    for (String station : caps.stations()) {
      List<EvseSpec> evses =
          model.evses().stream().filter(e -> e.station().value().equals(station)).toList();
      for (EvseSpec evse : evses) {
        Cap.Wiring wiring = new Cap.Wiring(model.grid().nominalVoltageV(), evse.phases().count());
        double limit = caps.watts(station, evse.number(), evses.size(), now, wiring);
        if (!Double.isInfinite(limit)) {
          watts.put(evse, limit);
        }
      }
    }
    return watts;
  }

  private static Target target(String upstream, EvseSpec evse, double watts, Instant until) {
    return new Target(
        upstream + "/" + evse.id(),
        SOURCE + upstream,
        PriorityClass.ECONOMY,
        TargetKind.EVSE_LIMIT,
        "",
        Optional.of(evse.id()),
        watts,
        until);
  }

  /** In the class of contracts, or in a lower one where its mandate reaches no higher. */
  private static Target aim(
      String upstream, MandateSource mandate, EvseSpec evse, double watts, Instant until) {
    PriorityClass highest = mandate.highestClass();
    return new Target(
        upstream + "/" + evse.id() + "/power",
        mandate.id().value(),
        highest.compareTo(PriorityClass.CONTRACT) > 0 ? highest : PriorityClass.CONTRACT,
        TargetKind.EVSE_POWER,
        "",
        Optional.of(evse.id()),
        watts,
        until);
  }
}
