package io.tidegate.launcher;

import java.util.List;
import java.util.Map;

/** Turns the gateway's JSON into lines for a terminal; tolerant of fields it does not know. */
final class Report {

  private Report() {}

  /** One line a check, the worst word first. */
  static String health(Map<String, Object> health) {
    StringBuilder text = new StringBuilder();
    text.append("health ").append(health.getOrDefault("status", "unknown")).append('\n');
    for (Map<String, Object> check : maps(health.get("checks"))) {
      text.append(
          String.format(
              "  %-9s %-18s %s%n",
              check.getOrDefault("status", "?"),
              check.getOrDefault("name", "?"),
              check.getOrDefault("message", "")));
    }
    return text.toString();
  }

  /** Plain figures of the site, one a line; lists by their length. */
  static String site(Map<String, Object> site) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Object> field : site.entrySet()) {
      Object value = field.getValue();
      if (value instanceof List<?> list) {
        text.append(String.format("%-24s %d%n", field.getKey(), list.size()));
      } else if (!(value instanceof Map)) {
        text.append(String.format("%-24s %s%n", field.getKey(), value));
      }
    }
    return text.toString();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(m -> (Map<String, Object>) m).toList()
        : List.of();
  }
}
