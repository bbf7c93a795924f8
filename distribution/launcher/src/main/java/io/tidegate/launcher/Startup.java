package io.tidegate.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Follows a start until the gateway serves, and tells the operator what keeps it from serving. One
 * thread.
 */
final class Startup {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String SILENT = "the container does not say whether it is ready";

  /** What is red for this long is no mere step of the start. */
  private static final Duration STANDING = Duration.ofSeconds(1);

  private final Supplier<Optional<Inside.Readiness>> inside;
  private final Function<Inside.Readiness, List<String>> doors;
  private final PrintStream err;
  private final LongSupplier nanos;
  private final long begun;
  private final Map<String, Long> redSince = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private boolean complained;

  /**
   * @param inside what the container says of itself
   * @param doors what is missing outside of it: ports that do not answer, a sentence each
   * @param nanos as {@link System#nanoTime}
   */
  Startup(
      Supplier<Optional<Inside.Readiness>> inside,
      Function<Inside.Readiness, List<String>> doors,
      PrintStream err,
      LongSupplier nanos) {
    this.inside = inside;
    this.doors = doors;
    this.err = err;
    this.nanos = nanos;
    begun = nanos.getAsLong();
  }

  /** One look; what the gateway is like once it serves, until then nothing. */
  Optional<Inside.Readiness> look() {
    Optional<Inside.Readiness> now = inside.get();
    List<String> closed = now.map(doors).orElseGet(() -> List.of(SILENT));
    if (closed.isEmpty()) {
      // Asked again: checks that were red before the doors were tried may be well behind them.
      Optional<Inside.Readiness> behind = inside.get();
      if (behind.isPresent() && behind.get().missing().get().isEmpty()) {
        return behind;
      }
    }
    now.ifPresent(this::tellWhatStaysRed);
    if (!complained && elapsed(begun).compareTo(PATIENCE) > 0) {
      complained = true;
      complain(closed, now);
    }
    return Optional.empty();
  }

  /** Whether the operator was told what is missing, so that there is no hurry any more. */
  boolean complained() {
    return complained;
  }

  private Duration elapsed(long since) {
    return Duration.ofNanos(nanos.getAsLong() - since);
  }

  private void tellWhatStaysRed(Inside.Readiness said) {
    redSince.keySet().retainAll(said.red());
    for (String sentence : said.red()) {
      long since = redSince.computeIfAbsent(sentence, s -> nanos.getAsLong());
      if (elapsed(since).compareTo(STANDING) >= 0 && told.add(sentence)) {
        err.println("tidegate: starting, red: " + sentence);
        err.flush();
      }
    }
  }

  private void complain(List<String> closed, Optional<Inside.Readiness> now) {
    err.println("tidegate: not ready after " + PATIENCE.toSeconds() + " s, still trying:");
    List<String> missing = new ArrayList<>(closed);
    now.ifPresent(said -> missing.addAll(said.missing().get()));
    missing.forEach(sentence -> err.println("  missing: " + sentence));
    now.ifPresent(said -> said.red().forEach(sentence -> err.println("  red: " + sentence)));
    err.flush();
  }
}
