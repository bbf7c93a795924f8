package io.tidegate.core.site;

import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.codec.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The section {@code mandates}: who may ask for power. */
final class MandateSection {
  private static final String POLICY = "policy:";
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private MandateSection() {}

  static List<MandateSource> read(List<YamlMap> maps) {
    List<MandateSource> mandates = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (YamlMap map : maps) {
      String id = map.required("id");
      MandateSource.Kind kind = map.choice("kind", MandateSource.Kind.class, null);
      if (id.startsWith(POLICY) && kind == MandateSource.Kind.UPSTREAM) {
        map.problem("kind", "must be local: a policy runs on site");
      }
      Integer first = lines.putIfAbsent(id, map.line("id"));
      if (first != null && !id.isEmpty()) {
        map.problem("id", "\"" + id + "\" is listed twice, first in line " + first);
      }
      PriorityClass highest =
          PriorityClass.valueOf(map.choice("highest", Highest.class, Highest.ECONOMY).name());
      // beyond 5 s without a sign of life no discharge is mandated any more (S2.8)
      Duration keepAlive = map.duration("keepAlive", LONGEST, Duration.ofMillis(500), LONGEST);
      map.done();
      try {
        mandates.add(new MandateSource(new ControllerId(id), kind, highest, keepAlive));
      } catch (IllegalArgumentException e) {
        if (!id.isEmpty()) {
          map.problem("id", "\"" + id + "\" is no id: " + e.getMessage());
        }
      }
    }
    return mandates;
  }

  /** The classes that can be asked for; must-charge follows from departures and is nobody's. */
  private enum Highest {
    GRID_EMERGENCY,
    CONTRACT,
    ECONOMY
  }
}
