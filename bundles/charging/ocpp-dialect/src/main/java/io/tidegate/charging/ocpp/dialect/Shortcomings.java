package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What connected stations cannot do, for the operator. Thread-safe. */
final class Shortcomings {
  private static final int NAMED = 5;

  /** So often in a row is no accident. */
  private static final int GRAVE = 3;

  private final Map<EvseId, Bare> withoutBase = new ConcurrentHashMap<>();
  private final Set<StationId> wrongUnit = ConcurrentHashMap.newKeySet();

  private final Map<StationId, String> certificates = new ConcurrentHashMap<>();
  private final Map<StationId, Set<String>> tripped = new ConcurrentHashMap<>();

  /** An EVSE without its safe share after so many attempts. */
  private record Bare(StationId station, int attempts) {}

  void baseRefused(StationId station, EvseId evse, int attempts) {
    withoutBase.put(evse, new Bare(station, attempts));
  }

  void baseInstalled(EvseId evse) {
    withoutBase.remove(evse);
  }

  void unit(StationId station, boolean fits) {
    if (fits) {
      wrongUnit.remove(station);
    } else {
      wrongUnit.add(station);
    }
  }

  /**
   * @param sentence what is wrong with the station's certificate; empty when nothing is
   */
  void certificate(StationId station, String sentence) {
    if (sentence.isEmpty()) {
      certificates.remove(station);
    } else {
      certificates.put(station, sentence);
    }
  }

  /** A grid support function has tripped or is well again. */
  void grid(StationId station, String control, boolean alarm) {
    Set<String> controls = tripped.computeIfAbsent(station, id -> ConcurrentHashMap.newKeySet());
    if (alarm) {
      controls.add(control);
    } else {
      controls.remove(control);
    }
  }

  void gone(StationId station) {
    certificates.remove(station);
    tripped.remove(station);
    withoutBase.values().removeIf(bare -> bare.station().equals(station));
    wrongUnit.remove(station);
  }

  /** Whether an EVSE has been without its safe share for several attempts. */
  boolean grave() {
    return withoutBase.values().stream().anyMatch(bare -> bare.attempts() >= GRAVE);
  }

  /** Empty when there are none. */
  String sentence() {
    String bare =
        names(
            withoutBase.entrySet().stream()
                .map(e -> e.getValue().station() + " EVSE " + e.getKey())
                .toList());
    String first =
        bare.isEmpty() ? "" : "no safe share is installed at " + bare + "; check their log";
    String units = names(wrongUnit.stream().map(StationId::value).toList());
    String second = units.isEmpty() ? "" : "config/site.yaml, field unit does not fit " + units;
    String third = String.join("; ", certificates.values().stream().sorted().limit(NAMED).toList());
    String trips =
        names(
            tripped.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(e -> e.getKey() + " " + String.join(" ", e.getValue()))
                .toList());
    String fourth = trips.isEmpty() ? "" : "grid support has tripped at " + trips;
    return String.join(
        "; ", Stream.of(first, second, third, fourth).filter(part -> !part.isEmpty()).toList());
  }

  private static String names(Collection<String> all) {
    String names = String.join(", ", all.stream().sorted().limit(NAMED).toList());
    return all.size() > NAMED ? names + " and " + (all.size() - NAMED) + " more" : names;
  }
}
