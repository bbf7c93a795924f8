package io.tidegate.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code tidegate updates rollback NAME --offline}: back to what was confirmed before the release
 * in force, for a gateway that does not start any more or takes no orders. It writes what the
 * updater would have written; the next start then runs it. Only on a home without a gateway.
 */
final class WayBack {
  private static final int REMEMBERED = 100;

  private final Home home;
  private final Instant now;
  private final Path file;

  private WayBack(Path home, Instant now) {
    this.home = new Home(home);
    this.now = now;
    file = this.home.data().resolve("updates/state.json");
  }

  /**
   * @throws CommandException when a gateway runs there, there is nothing to go back to, or a bundle
   *     of it is not there any more; then nothing is changed
   */
  static int run(String name, Path home, PrintStream out) throws CommandException {
    out.println(new WayBack(home, Instant.now()).go(name, Distribution.find()));
    return ExitCode.DONE;
  }

  /** The same with another distribution and at another time. */
  static String go(String name, Path home, Distribution distribution, Instant now)
      throws CommandException {
    return new WayBack(home, now).go(name, distribution);
  }

  private String go(String name, Distribution distribution) throws CommandException {
    if (!Files.isRegularFile(file)) {
      throw nothing(name);
    }
    try (FileChannel held = home.lock()) {
      Map<String, Object> state = Report.map(Json.read(Files.readString(file)));
      Map<String, Object> back = turn(name, state);
      List<String> problems = Overlay.problems(distribution, home, state);
      if (!problems.isEmpty()) {
        throw new CommandException(ExitCode.WANTING, String.join("; ", problems));
      }
      remember(name, back, state);
      Overlay.write(file, Json.write(state) + "\n");
      String version = String.valueOf(back.get("version"));
      return name
          + (version.isEmpty()
              ? " is the distribution's own"
              : " is " + version + " (" + back.get("counter") + ")")
          + " at the next start";
    } catch (IOException | IllegalArgumentException | ClassCastException | NullPointerException e) {
      throw new CommandException(ExitCode.HOME, file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static CommandException nothing(String name) {
    return new CommandException(
        ExitCode.WANTING,
        "NOTHING_TO_RETURN_TO: of "
            + name
            + " no release is in force beside the distribution's own");
  }

  /** Puts the release before in force; what is the highest counter and the floor stays so. */
  static Map<String, Object> turn(String name, Map<String, Object> state) throws CommandException {
    Optional<Map<String, Object>> found =
        Report.maps(state.get("releases")).stream()
            .filter(each -> name.equals(Report.map(each.get("release")).get("name")))
            .filter(each -> number(Report.map(each.get("release")).get("counter")) > 0)
            .findFirst();
    if (found.isEmpty()) {
      throw nothing(name);
    }
    Map<String, Object> back = Report.map(found.get().get("before"));
    found.get().put("release", back);
    found
        .get()
        .put(
            "before",
            Json.read(
                "{\"name\":"
                    + Json.write(name)
                    + ",\"version\":\"\",\"counter\":0,\"minCounter\":0,\"probationS\":0,"
                    + "\"bundles\":[],\"features\":[]}"));
    return back;
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  /** An order under way is given up; it and this are in the history. */
  private void remember(String name, Map<String, Object> back, Map<String, Object> state) {
    List<Object> history = new ArrayList<>(Report.maps(state.get("history")));
    if (state.remove("order") instanceof Map<?, ?> order) {
      boolean touched = Boolean.TRUE.equals(order.get("touched"));
      Map<String, Object> view = new LinkedHashMap<>(Report.map(order.get("view")));
      view.put("step", touched ? "ROLLED_BACK" : "CANCELLED");
      view.put("code", touched ? "INTERRUPTED" : "");
      view.put("sentence", "It was given up, to go back while no gateway ran.");
      view.put("approvable", false);
      history.add(0, view);
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", "back-" + now.toEpochMilli());
    view.put("giver", "operator");
    view.put("release", name);
    view.put("version", back.get("version"));
    view.put("counter", back.get("counter"));
    view.put("step", "CONFIRMED");
    view.put("percent", -1);
    view.put("code", "");
    view.put("sentence", "It was put back in force while no gateway ran.");
    view.put("approvable", false);
    String at = now.truncatedTo(ChronoUnit.MILLIS).toString();
    view.put("steps", List.of(Map.of("step", "CONFIRMED", "at", at)));
    history.add(0, view);
    state.put("history", history.subList(0, Math.min(history.size(), REMEMBERED)));
  }
}
