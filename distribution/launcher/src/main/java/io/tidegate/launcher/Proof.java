package io.tidegate.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Confirmed releases that no start has shown to be good yet. A release that was exchanged on a
 * running gateway has never been started from nothing, and one that was confirmed may die later
 * than its probation lasted. A start proves what is in force by being ready in time and staying so
 * for as long as the probation, with an updater. After three starts in a row that failed the
 * launcher goes back to what was confirmed before. What the starts were like is kept beside the
 * updater's state, in a file of the launcher's own, which is not written once all is proven.
 *
 * <p>The main thread begins it, the watch's thread looks; a signal may end it on a third one.
 */
final class Proof implements Stake {
  /** Failed starts in a row until the release before has its turn. */
  static final int STARTS = 3;

  private static final long PROBATION_S = 60;

  /**
   * Under which a start is made.
   *
   * @param deadlineMs until the gateway has to be ready, or an updater at work
   */
  record Terms(long deadlineMs, Machine machine) {
    private static final int DEADLINE_S = 120;

    /** Of this process: system property {@code tidegate.start.deadline.s}. */
    static Terms now() {
      return new Terms(
          1000L * Integer.getInteger("tidegate.start.deadline.s", DEADLINE_S), Machine.now());
    }
  }

  private final Path file;
  private final Terms terms;
  private final List<String> proven = new ArrayList<>();
  private List<Map<String, Object>> releases = List.of();
  private List<String> trying = List.of();
  private int failed;
  private String why = "";
  private boolean open;

  private Proof(Home home, Terms terms) {
    file = home.data().resolve("updates/starts.json");
    this.terms = terms;
  }

  /**
   * What this start has to prove; empty as a rule, and always without releases. Goes back first
   * when it is time for that: then the updater's state is another one.
   *
   * @param err for the operator, when it cannot be done
   */
  static Optional<Proof> begin(Distribution distribution, Home home, Terms terms, PrintStream err) {
    Path state = home.data().resolve("updates/state.json");
    if (!Files.isRegularFile(state)) {
      return Optional.empty();
    }
    try {
      Proof proof = new Proof(home, terms);
      proof.read();
      Map<String, Object> now = Report.map(Json.read(Files.readString(state)));
      if (Overlay.onTrial(now) || !proof.count(now)) {
        return Optional.empty();
      }
      if (proof.failed >= STARTS) {
        Return back = new Return(distribution, home, state);
        List<String> problems = back.go(proof.trying, proof.sentence(), Instant.now());
        if (problems.isEmpty()) {
          proof.reset(List.of());
          proof.write();
          return begin(distribution, home, terms, err);
        }
        err.println("tidegate: " + proof.sentence() + " No way back: " + problems);
      }
      proof.open = true;
      proof.write();
      return Optional.of(proof);
    } catch (IOException
        | CommandException
        | IllegalArgumentException
        | ClassCastException
        | NullPointerException e) {
      // what is wrong with the state is told by who lays it over the distribution
      err.println("tidegate: starts of releases are not counted: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether something of what is in force is unproven; counts how the start before ended. */
  private boolean count(Map<String, Object> state) {
    releases =
        Report.maps(state.get("releases")).stream()
            .map(each -> Report.map(each.get("release")))
            .toList();
    List<String> unproven =
        keys(releases.stream()).filter(key -> !proven.contains(key)).sorted().toList();
    Stream<Map<String, Object>> before =
        Report.maps(state.get("releases")).stream().map(each -> Report.map(each.get("before")));
    proven.retainAll(keys(Stream.concat(releases.stream(), before)).toList());
    if (!unproven.equals(trying)) {
      reset(unproven);
    } else if (open) {
      failed++;
      why = "The process ended by itself.";
    }
    open = false;
    return !unproven.isEmpty();
  }

  private void reset(List<String> next) {
    trying = next;
    failed = 0;
    why = "";
    open = false;
  }

  private static Stream<String> keys(Stream<Map<String, Object>> releases) {
    return releases
        .filter(each -> ((Number) each.get("counter")).longValue() > 0)
        .map(each -> each.get("name") + " " + each.get("counter"));
  }

  private String sentence() {
    return "Started "
        + failed
        + " times in a row, it did not stay: "
        + why.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
        + why.substring(1);
  }

  @Override
  public synchronized Verdict look(Signs signs) throws IOException {
    if (signs.readyMs().isEmpty()) {
      return signs.elapsedMs() <= terms.deadlineMs()
          ? Verdict.OPEN
          : Verdict.failed("It was not ready within " + terms.deadlineMs() / 1000 + " s.");
    }
    if (signs.readyMs().getAsLong() < probationMs()) {
      return Verdict.OPEN;
    }
    if (signs.silentMs().isPresent()) {
      proven.addAll(trying);
      reset(List.of());
      write();
      return Verdict.PASSED;
    }
    return signs.elapsedMs() <= terms.deadlineMs()
        ? Verdict.OPEN
        : Verdict.failed("Its updater does not run.");
  }

  /** The longest of the releases in question. */
  private long probationMs() {
    return releases.stream()
            .filter(each -> keys(Stream.of(each)).anyMatch(trying::contains))
            .mapToLong(each -> ((Number) each.get("probationS")).longValue())
            .map(seconds -> seconds > 0 ? seconds : PROBATION_S)
            .max()
            .orElse(PROBATION_S)
        * 1000;
  }

  @Override
  public synchronized void failed(String reason) throws IOException {
    if (open) {
      failed++;
      why = reason;
      stopped();
    }
  }

  @Override
  public synchronized void stopped() throws IOException {
    if (open) {
      open = false;
      write();
    }
  }

  private void read() throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    Map<String, Object> in = Report.map(Json.read(Files.readString(file)));
    proven.addAll(texts(in.get("proven")));
    trying = texts(in.get("trying"));
    failed = ((Number) in.get("failed")).intValue();
    why = String.valueOf(in.get("why"));
    Machine then =
        new Machine(String.valueOf(in.get("machine")), ((Number) in.get("bootedMs")).longValue());
    // a power cut is no fault of a release
    open = Boolean.TRUE.equals(in.get("open")) && terms.machine().sameAs(then);
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private void write() throws IOException {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("proven", proven);
    out.put("trying", trying);
    out.put("failed", failed);
    out.put("why", why);
    out.put("open", open);
    out.put("machine", terms.machine().id());
    out.put("bootedMs", terms.machine().bootedMs());
    Overlay.write(file, Json.write(out) + "\n");
  }
}
