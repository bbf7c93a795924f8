package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
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

/**
 * Hands caps to the site as upper limits of its EVSEs, anew whenever one changes and before it
 * lapses. What the site makes of them is its own affair: the lowest limit wins. On the upstream's
 * thread.
 */
final class Ceilings {
  /** Begins the names of those whose caps they are. */
  static final String SOURCE = "upstream:";

  private static final Duration LIFE = Duration.ofMinutes(3);
  private static final Duration RENEWED = Duration.ofMinutes(2);

  private final Supplier<Optional<SiteModel>> site;
  private final Supplier<Optional<SiteInbox>> inbox;
  private final InstantSource time;
  private final Map<String, Said> said = new HashMap<>();

  /** What the site knows. */
  private record Said(Map<EvseSpec, Double> watts, Instant until) {
    static final Said NOTHING = new Said(Map.of(), Instant.MAX);
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

  /** Looks at an upstream's caps; says what has changed. */
  void look(String upstream, Caps caps) {
    Instant now = time.instant();
    Said before = said.getOrDefault(upstream, Said.NOTHING);
    Map<EvseSpec, Double> watts = site.get().map(m -> watts(m, caps, now)).orElse(Map.of());
    boolean lapses = !watts.isEmpty() && now.plus(LIFE).minus(RENEWED).isAfter(before.until);
    if (watts.equals(before.watts) && !lapses) {
      return;
    }
    Instant until = now.plus(LIFE);
    List<Target> targets = new ArrayList<>();
    watts.forEach((evse, limit) -> targets.add(target(upstream, evse, limit, until)));
    boolean taken =
        inbox
            .get()
            .filter(i -> i.post(new SiteInput.PolicyTargets("upstream/" + upstream, targets)))
            .isPresent();
    if (taken) {
      said.put(upstream, new Said(watts, watts.isEmpty() ? Instant.MAX : until));
    }
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
}
