package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.engine.Needs.Need;
import io.tidegate.admin.updates.engine.Needs.Offer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is offered, found by name: thousands of needs are held against thousands of offers while the
 * gateway has other work.
 */
final class Offers {
  private final Map<String, List<Offer>> byNamespace = new HashMap<>();
  private final Map<String, List<Offer>> byName = new HashMap<>();

  Offers(Collection<Offer> offers) {
    add(offers);
  }

  void add(Collection<Offer> offers) {
    for (Offer offer : offers) {
      byNamespace.computeIfAbsent(offer.namespace(), n -> new ArrayList<>()).add(offer);
      byName
          .computeIfAbsent(key(offer.namespace(), offer.name()), n -> new ArrayList<>())
          .add(offer);
    }
  }

  private static String key(String namespace, String name) {
    return namespace + ' ' + name;
  }

  boolean meet(Need need) {
    if (need.name().isEmpty()) {
      return byNamespace.getOrDefault(need.namespace(), List.of()).stream().anyMatch(need::metBy);
    }
    // what has no name, or several, may be anything
    return Stream.of(need.name(), "")
        .flatMap(name -> byName.getOrDefault(key(need.namespace(), name), List.of()).stream())
        .anyMatch(need::metBy);
  }
}
