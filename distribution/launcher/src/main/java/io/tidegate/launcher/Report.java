package io.tidegate.launcher;

import java.util.List;
import java.util.Map;

/** Health on a terminal, from the gateway's JSON; tolerant of fields it does not know. */
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

  /** What is red or amber, the red first, a sentence each; one line when all is green. */
  static String alarms(Map<String, Object> health) {
    StringBuilder red = new StringBuilder();
    StringBuilder amber = new StringBuilder();
    int green = 0;
    for (Map<String, Object> check : maps(health.get("checks"))) {
      String sentence =
          check.getOrDefault("name", "?") + ": " + check.getOrDefault("message", "") + "\n";
      if ("critical".equals(check.get("status"))) {
        red.append("red    ").append(sentence);
      } else if ("ok".equals(check.get("status"))) {
        green++;
      } else {
        amber.append("amber  ").append(sentence);
      }
    }
    boolean well = red.isEmpty() && amber.isEmpty();
    return well ? "health: all " + green + " checks green\n" : red.append(amber).toString();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> maps(Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(m -> (Map<String, Object>) m).toList()
        : List.of();
  }
}
