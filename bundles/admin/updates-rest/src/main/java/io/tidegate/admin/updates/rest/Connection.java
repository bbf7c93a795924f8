package io.tidegate.admin.updates.rest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A station or a vehicle that the gateway talks with now.
 *
 * @param through symbolic names of the bundles without any of which it would end
 */
record Connection(Kind kind, Set<String> through) {
  /** Who is at the other end. */
  enum Kind {
    STATION,
    VEHICLE
  }

  Connection {
    through = Set.copyOf(through);
  }

  /** What ends with those bundles, e.g. {@code 2 stations and 1 vehicle}; empty when nothing. */
  static Optional<String> ended(List<String> bundles, List<Connection> all) {
    StringBuilder text = new StringBuilder();
    for (Kind kind : Kind.values()) {
      long count =
          all.stream()
              .filter(c -> c.kind == kind && bundles.stream().anyMatch(c.through::contains))
              .count();
      if (count > 0) {
        text.append(text.isEmpty() ? "" : " and ")
            .append(count)
            .append(' ')
            .append(kind.name().toLowerCase(Locale.ROOT))
            .append(count == 1 ? "" : "s");
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
  }
}
