package io.tidegate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The launcher's own way back, from releases with which the gateway does not stay up to those that
 * were confirmed before them. Counters stay as they are, as in every going back. It leaves an order
 * whose start has failed; the updater of the next start ends it, and tells the journal, the log and
 * whoever listens.
 */
record Return(Distribution distribution, Home home, Path state) {

  /**
   * @param undone names and counters of the releases, the first one is told of
   * @param sentence why
   * @return what is in the way, a sentence each; then nothing is changed
   */
  List<String> go(List<String> undone, String sentence, Instant now)
      throws IOException, CommandException {
    Map<String, Object> next = Report.map(Json.read(Files.readString(state)));
    Map<String, Object> told = Map.of();
    for (String each : undone) {
      String name = each.substring(0, each.lastIndexOf(' '));
      if (told.isEmpty() || Overlay.PRODUCT.equals(name)) {
        told = release(name, next);
      }
      WayBack.turn(name, next);
    }
    List<String> problems = Overlay.problems(distribution, home, next);
    if (problems.isEmpty()) {
      Map<String, Object> view = view(told, now);
      if (next.containsKey("order")) {
        view.put("step", "ROLLED_BACK");
        view.put("code", "START_FAILED");
        view.put("sentence", sentence);
        List<Object> history = new ArrayList<>(Report.maps(next.get("history")));
        history.add(0, view);
        next.put("history", history);
      } else {
        next.put("order", order(view, sentence));
      }
      Overlay.write(state, Json.write(next) + "\n");
    }
    return problems;
  }

  private static Map<String, Object> release(String name, Map<String, Object> state) {
    return Report.maps(state.get("releases")).stream()
        .map(each -> Report.map(each.get("release")))
        .filter(release -> name.equals(release.get("name")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no release " + name + " is in force"));
  }

  private static Map<String, Object> view(Map<String, Object> release, Instant now) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", "undo-" + now.toEpochMilli());
    view.put("giver", "gateway");
    view.put("release", release.get("name"));
    view.put("version", release.get("version"));
    view.put("counter", release.get("counter"));
    view.put("step", "START");
    view.put("percent", -1);
    view.put("code", "");
    view.put("sentence", "");
    view.put("approvable", false);
    String at = now.truncatedTo(ChronoUnit.MILLIS).toString();
    view.put("steps", List.of(Map.of("step", "START", "at", at)));
    return view;
  }

  private static Map<String, Object> order(Map<String, Object> view, String sentence) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("boot", "");
    order.put("trials", 0);
    order.put("approved", true);
    order.put("touched", true);
    order.put("restarts", false);
    order.put("failure", sentence);
    order.put("view", view);
    order.put("changes", List.of());
    order.put("before", Map.of());
    return order;
  }
}
