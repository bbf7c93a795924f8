package io.tidegate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The order of a start on trial: an updater has to take it up, and to go on with it until it has
 * ended. The order that nobody takes up has failed, and is not tried again: the release's own
 * updater would be there by then. The watch's thread.
 */
final class Trial implements Stake {
  private final Path file;
  private final String id;
  private final String boot;
  private final long deadlineMs;
  private OptionalLong moved = OptionalLong.empty();

  /**
   * @param id of the order
   * @param boot name of this start, which the updater writes into the order it takes up
   * @param deadlineMs until it is taken up, and for each silence after that
   */
  Trial(Home home, String id, String boot, long deadlineMs) {
    file = home.data().resolve("updates/state.json");
    this.id = id;
    this.boot = boot;
    this.deadlineMs = deadlineMs;
  }

  @Override
  public Verdict look(Signs signs) throws IOException {
    Optional<Map<String, Object>> order = order(state());
    if (order.isEmpty()) {
      return Verdict.PASSED;
    }
    if (moved.isEmpty() && boot.equals(order.get().get("boot"))) {
      moved = OptionalLong.of(signs.elapsedMs());
    }
    if (moved.isEmpty()) {
      return signs.elapsedMs() <= deadlineMs
          ? Verdict.OPEN
          : Verdict.failed(
              "No updater has taken up the start with it within " + deadlineMs / 1000 + " s.");
    }
    if (signs.silentMs().isPresent()) {
      long last = signs.elapsedMs() - signs.silentMs().getAsLong();
      moved = OptionalLong.of(Math.max(moved.getAsLong(), last));
    }
    return signs.elapsedMs() - moved.getAsLong() <= deadlineMs
        ? Verdict.OPEN
        : Verdict.failed(
            "The updater took up the start with it, and has been silent for "
                + deadlineMs / 1000
                + " s.");
  }

  /** The next start does not try it, and its updater writes down how it ended. */
  @Override
  public void failed(String why) throws IOException {
    Map<String, Object> state = state();
    Optional<Map<String, Object>> order = order(state);
    if (order.isPresent()) {
      order.get().put("failure", why);
      Overlay.write(file, Json.write(state) + "\n");
    }
  }

  /** It was counted before it was begun. */
  @Override
  public void stopped() {}

  private Map<String, Object> state() throws IOException {
    try {
      return Report.map(Json.read(Files.readString(file)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<Map<String, Object>> order(Map<String, Object> state) {
    Map<String, Object> order = Report.map(state.get("order"));
    return id.equals(Report.map(order.get("view")).get("id"))
        ? Optional.of(order)
        : Optional.empty();
  }
}
