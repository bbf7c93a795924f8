package io.tidegate.charging.ocpp.v201;

import io.tidegate.api.quantity.StationId;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What connected stations cannot do, for the operator. Thread-safe. */
final class Shortcomings {
  private static final int NAMED = 5;
  private final Set<StationId> withoutBase = ConcurrentHashMap.newKeySet();
  private final Set<StationId> wrongUnit = ConcurrentHashMap.newKeySet();

  void baseRefused(StationId station) {
    withoutBase.add(station);
  }

  void baseInstalled(StationId station) {
    withoutBase.remove(station);
  }

  void unit(StationId station, boolean fits) {
    if (fits) {
      wrongUnit.remove(station);
    } else {
      wrongUnit.add(station);
    }
  }

  void gone(StationId station) {
    withoutBase.remove(station);
    wrongUnit.remove(station);
  }

  /** Empty when there are none. */
  String sentence() {
    String first =
        withoutBase.isEmpty()
            ? ""
            : "no safe share is installed at " + names(withoutBase) + "; check their log";
    String second =
        wrongUnit.isEmpty() ? "" : "config/site.yaml, field unit does not fit " + names(wrongUnit);
    return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
  }

  private static String names(Set<StationId> stations) {
    TreeSet<StationId> sorted = new TreeSet<>(stations);
    StringBuilder names = new StringBuilder();
    sorted.stream().limit(NAMED).forEach(s -> names.append(names.isEmpty() ? "" : ", ").append(s));
    return sorted.size() > NAMED
        ? names + " and " + (sorted.size() - NAMED) + " more"
        : names.toString();
  }
}
