package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.control.DecisionView;
import io.tidegate.charging.ocpp.upstream.SiteLimits.Limit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one upstream of the site's limits, in the name of the stations that they bind (K12–K14):
 * NotifyChargingLimit when one begins or changes by more than is insignificant,
 * ClearedChargingLimit when it no longer binds. One that cannot be told for want of a link is told
 * once there is one. On the upstream's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what the answer says is dealt with in its stage
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Set<String> UNHEARD = Set.of("NotImplemented", "NotSupported");
  private static final String OLD = "ocpp1.6";

  private final Upstream upstream;
  private final Map<String, Map<Integer, Told>> told = new HashMap<>();
  private final Set<String> deaf = new HashSet<>();

  /** What it was told last, and when; no limit: that it is cleared. */
  private record Told(Optional<Limit> limit, Instant at) {
    boolean nothing() {
      return limit.isEmpty();
    }
  }

  Announcer(Upstream upstream) {
    this.upstream = upstream;
  }

  /** A link is open anew: what it did not understand it may now. */
  void linked(String station) {
    deaf.remove(station);
  }

  void look(DecisionView view, Instant now) {
    if (!upstream.settings().limits().told()) {
      return;
    }
    Map<String, Map<Integer, Limit>> limits = SiteLimits.of(view, upstream.name());
    for (Link link : upstream.links()) {
      String station = link.station();
      if (link.ready() && !link.subprotocol().equals(OLD) && !deaf.contains(station)) {
        look(link, limits.getOrDefault(station, Map.of()), now);
      }
    }
  }

  private void look(Link link, Map<Integer, Limit> limits, Instant now) {
    Map<Integer, Told> known = told.computeIfAbsent(link.station(), s -> new HashMap<>());
    limits.forEach((evse, limit) -> tell(link, known, evse, Optional.of(limit), now));
    for (Integer evse : Set.copyOf(known.keySet())) {
      if (!limits.containsKey(evse)) {
        tell(link, known, evse, Optional.empty(), now);
      }
    }
    known.values().removeIf(t -> t.nothing() && rested(t, now));
    if (known.isEmpty()) {
      told.remove(link.station());
    }
  }

  private boolean rested(Told before, Instant now) {
    Duration since = Duration.between(before.at, now);
    return since.isNegative() || since.compareTo(upstream.settings().limits().interval()) >= 0;
  }

  private void tell(
      Link link, Map<Integer, Told> known, int evse, Optional<Limit> limit, Instant now) {
    Told before = known.get(evse);
    Optional<Limit> last = before == null ? Optional.empty() : before.limit;
    if (!differs(last, limit) || (before != null && !rested(before, now))) {
      return;
    }
    known.put(evse, new Told(limit, now));
    if (last.isPresent() && !limit.map(Limit::source).equals(last.map(Limit::source))) {
      say(link, "ClearedChargingLimit", cleared(evse, last.get()));
    }
    limit.ifPresent(l -> say(link, "NotifyChargingLimit", notified(evse, l, now)));
  }

  private boolean differs(Optional<Limit> last, Optional<Limit> limit) {
    if (last.isEmpty() || limit.isEmpty()) {
      return last.isPresent() || limit.isPresent();
    }
    double significant = last.get().watts() * upstream.settings().limits().significancePct() / 100;
    return !last.get().source().equals(limit.get().source())
        || Math.abs(last.get().watts() - limit.get().watts()) > significant;
  }

  private void say(Link link, String action, String payload) {
    String id = upstream.hub().nextId();
    link.ask(id, "[2,\"" + id + "\",\"" + action + "\"," + payload + "]", false)
        .thenAccept(
            answer -> {
              if (answer.filter(a -> UNHEARD.contains(a.word())).isPresent()
                  && deaf.add(link.station())) {
                LOG.info("Upstream {} knows no {}: it is told no limits", upstream.name(), action);
              }
            });
  }

  private static String cleared(int evse, Limit limit) {
    return "{\"chargingLimitSource\":\"" + limit.source() + "\",\"evseId\":" + evse + "}";
  }

  private static String notified(int evse, Limit limit, Instant now) {
    BigDecimal watts = BigDecimal.valueOf(limit.watts()).setScale(1, RoundingMode.DOWN);
    return "{\"evseId\":"
        + evse
        + ",\"chargingLimit\":{\"chargingLimitSource\":\""
        + limit.source()
        + "\"},\"chargingSchedule\":[{\"id\":"
        + evse
        + ",\"startSchedule\":\""
        + now.truncatedTo(ChronoUnit.MILLIS)
        + "\",\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":"
        + watts.toPlainString()
        + "}]}]}";
  }
}
