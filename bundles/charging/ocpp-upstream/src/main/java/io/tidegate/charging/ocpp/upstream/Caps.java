package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.journal.StateStore;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caps that one upstream has set, durable. Of those with the same purpose the highest stack
 * level that holds now counts, a transaction's before the default; the station's own beside them:
 * the lowest wins. On the upstream's thread, but for {@link #load}.
 */
final class Caps {
  private static final Logger LOG = LoggerFactory.getLogger(Caps.class);
  private static final int MOST_A_STATION = 64;
  private static final int LONGEST = 60_000;

  private final String upstream;
  private final String space;
  private final StateStore store;
  private final Map<String, List<Held>> byStation = new TreeMap<>();

  /**
   * A cap and where it came from.
   *
   * @param request payload of SetChargingProfile as it came
   */
  record Held(Cap cap, String subprotocol, String request) {}

  Caps(String upstream, StateStore store) {
    this.upstream = upstream;
    this.space = "ocpp-upstream/" + upstream + "/caps";
    this.store = store;
  }

  /** What is kept, by station. Blocks: not on the upstream's thread. */
  Map<String, List<Held>> load(Protocols protocols) {
    Map<String, List<Held>> kept = new TreeMap<>();
    store
        .all(space)
        .forEach(
            (key, value) -> {
              String[] lines = new String(value, StandardCharsets.UTF_8).split("\n", 3);
              Instant taken = Instant.ofEpochMilli(Long.parseLong(lines[1]));
              CapReader.Verdict verdict =
                  protocols
                      .of(lines[0])
                      .map(p -> read(p, lines[2], taken))
                      .orElseGet(() -> new CapReader.Not("no table"));
              if (verdict instanceof CapReader.Taken read) {
                kept.computeIfAbsent(key.substring(0, key.lastIndexOf('/')), s -> new ArrayList<>())
                    .add(new Held(read.cap(), lines[0], lines[2]));
              } else {
                LOG.error("Upstream {}: the profile {} cannot be read any more", upstream, key);
              }
            });
    return kept;
  }

  void restore(Map<String, List<Held>> kept) {
    byStation.putAll(kept);
  }

  /** Reads a request to set a profile. */
  static CapReader.Verdict read(Protocol protocol, String request, Instant now) {
    try {
      if (protocol.version() == Version.OCPP_1_6) {
        var set =
            protocol.request(
                io.tidegate.codec.ocpp.json.v16.SetChargingProfileRequest.class, request);
        return CapReader.of(set.connectorId(), set.csChargingProfiles(), now);
      }
      SetChargingProfileRequest set = protocol.request(SetChargingProfileRequest.class, request);
      return CapReader.of(set.evseId(), set.chargingProfile(), now);
    } catch (Violation e) {
      return new CapReader.Not("InvalidProfile");
    }
  }

  /**
   * Takes a cap in; one with its id gives way, on 1.6 also one of its purpose and level.
   *
   * @return why not; empty when it is in force
   */
  Optional<String> set(String station, Held held) {
    List<Held> all = byStation.computeIfAbsent(station, s -> new ArrayList<>());
    Cap cap = held.cap();
    boolean old = held.subprotocol().equals(Version.OCPP_1_6.subprotocol());
    Predicate<Held> twin = h -> h.cap().id() != cap.id() && same(h.cap(), cap);
    if (held.request().length() > LONGEST) {
      return Optional.of("TooLargeElement");
    }
    if (!old && all.stream().anyMatch(twin)) {
      return Optional.of("DuplicateProfile");
    }
    clear(station, h -> h.cap().id() == cap.id() || twin.test(h));
    if (all.size() >= MOST_A_STATION) {
      return Optional.of("OutOfStorage");
    }
    byStation.computeIfAbsent(station, s -> new ArrayList<>()).add(held);
    String kept = held.subprotocol() + "\n" + cap.taken().toEpochMilli() + "\n" + held.request();
    store.put(space, key(station, cap), kept.getBytes(StandardCharsets.UTF_8));
    return Optional.empty();
  }

  private static boolean same(Cap a, Cap b) {
    return a.purpose() == b.purpose()
        && a.stackLevel() == b.stackLevel()
        && a.evse() == b.evse()
        && a.transaction().equals(b.transaction());
  }

  private static String key(String station, Cap cap) {
    return station + "/" + cap.id();
  }

  /** Takes caps out; whether there were any. */
  boolean clear(String station, Predicate<Held> which) {
    List<Held> all = byStation.getOrDefault(station, new ArrayList<>());
    List<Held> gone = all.stream().filter(which).toList();
    gone.forEach(h -> store.put(space, key(station, h.cap()), null));
    all.removeAll(gone);
    if (all.isEmpty()) {
      byStation.remove(station);
    }
    return !gone.isEmpty();
  }

  List<Held> of(String station) {
    return List.copyOf(byStation.getOrDefault(station, List.of()));
  }

  boolean isEmpty() {
    return byStation.isEmpty();
  }

  /** Stations that have caps. */
  List<String> stations() {
    return List.copyOf(byStation.keySet());
  }

  /**
   * The most that an EVSE may take now, W; infinite without a cap.
   *
   * @param evses of the station: each gets its part of what the whole station may
   */
  double watts(String station, int evse, int evses, Instant now, Cap.Wiring wiring) {
    List<Held> all = byStation.getOrDefault(station, List.of());
    double whole = highest(all, Cap.Purpose.STATION, evse, now, wiring) / evses;
    double own = highest(all, Cap.Purpose.TRANSACTION, evse, now, wiring);
    if (Double.isInfinite(own)) {
      own = highest(all, Cap.Purpose.DEFAULT, evse, now, wiring);
    }
    return Math.min(whole, own);
  }

  /** What the highest level that says something now says; of two on a level the lower. */
  private static double highest(
      List<Held> all, Cap.Purpose purpose, int evse, Instant now, Cap.Wiring wiring) {
    int level = -1;
    double watts = Double.POSITIVE_INFINITY;
    for (Held held : all) {
      Cap cap = held.cap();
      if (cap.purpose() != purpose || (cap.evse() != 0 && cap.evse() != evse)) {
        continue;
      }
      double limit = cap.watts(now, wiring);
      boolean says = !Double.isInfinite(limit) || (cap.asks() && cap.speaks(now));
      if (says && cap.stackLevel() >= level) {
        watts = cap.stackLevel() > level ? limit : Math.min(watts, limit);
        level = cap.stackLevel();
      }
    }
    return watts;
  }

  /**
   * The power that is asked of an EVSE now, W: that of the highest stack level which says anything,
   * a transaction's before the default. Empty where that is a limit alone.
   *
   * @param signal the newest that counts
   */
  OptionalDouble aim(
      String station, int evse, Instant now, Cap.Wiring wiring, Optional<Integer> signal) {
    List<Held> all = byStation.getOrDefault(station, List.of());
    for (Cap.Purpose purpose : List.of(Cap.Purpose.TRANSACTION, Cap.Purpose.DEFAULT)) {
      Optional<Cap> governs =
          all.stream()
              .map(Held::cap)
              .filter(c -> c.purpose() == purpose && (c.evse() == 0 || c.evse() == evse))
              .filter(c -> c.speaks(now))
              .max(Comparator.comparingInt(Cap::stackLevel).thenComparingInt(Cap::evse));
      if (governs.isPresent()) {
        return governs.get().aim(now, wiring, signal);
      }
    }
    return OptionalDouble.empty();
  }
}
