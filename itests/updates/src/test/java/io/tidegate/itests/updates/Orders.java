package io.tidegate.itests.updates;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.bench.ocpp.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the gateway said of its orders, and what they took. */
final class Orders {
  private final Map<String, Integer> ends = new TreeMap<>();
  private final Histogram exchanges = new Histogram();
  private final Histogram whole = new Histogram();
  private final List<Integer> threads = new ArrayList<>();

  /**
   * Counts one that has ended.
   *
   * @param what bundle and fault
   * @param view of REST
   */
  void ended(String what, JsonNode view) {
    String code = view.path("code").asText();
    ends.merge(what + ": " + view.path("step").asText() + " " + code, 1, Integer::sum);
    Map<String, Instant> at = new TreeMap<>();
    view.path("steps")
        .forEach(s -> at.put(s.path("step").asText(), Instant.parse(s.path("at").asText())));
    if (view.path("step").asText().equals("confirmed")) {
      exchanges.add(Duration.between(at.get("start"), at.get("probation")).toNanos());
      whole.add(Duration.between(at.get("fetch"), at.get("confirmed")).toNanos());
    }
    if (view.has("after")) {
      threads.add(view.path("after").path("threads").asInt());
    }
  }

  /** How often each kind of bundle and fault ended how. */
  Map<String, Integer> ends() {
    return ends;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%n  from the start of the new bundle to the old one's end %s%n  whole orders %s%n"
            + "  threads after each %d to %d",
        ends,
        exchanges,
        whole,
        threads.stream().mapToInt(t -> t).min().orElse(0),
        threads.stream().mapToInt(t -> t).max().orElse(0));
  }
}
