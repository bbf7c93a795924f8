package io.tidegate.sim.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the demo promises, and whether it held. Thread-safe. */
final class Promises {
  private final List<Promise> promises = new ArrayList<>();
  private final Supplier<Optional<String>> trouble;

  /** What became of a promise. */
  enum Verdict {
    HELD,
    BROKEN,
    /** It did not hold, on a machine that had no time for it. */
    NOT_SHOWN
  }

  /** One promise: what, what became of it, and the figure. */
  record Promise(String what, Verdict verdict, String figure) {}

  /**
   * @param trouble what the machine does beside the demo; empty when it is nothing much
   */
  Promises(Supplier<Optional<String>> trouble) {
    this.trouble = trouble;
  }

  /** One that holds on every machine. */
  synchronized void always(String what, boolean held, String figure) {
    promises.add(new Promise(what, held ? Verdict.HELD : Verdict.BROKEN, figure));
  }

  /** One that takes a machine that has time for it. */
  synchronized void inTime(String what, boolean held, String figure) {
    inTime(what, held, figure, held ? Optional.empty() : trouble.get());
  }

  /**
   * The same of what was earlier.
   *
   * @param busy what the machine did beside the demo then
   */
  synchronized void inTime(String what, boolean held, String figure, Optional<String> busy) {
    if (held || busy.isEmpty()) {
      always(what, held, figure);
    } else {
      promises.add(
          new Promise(
              what, Verdict.NOT_SHOWN, figure.isEmpty() ? busy.get() : figure + "; " + busy.get()));
    }
  }

  synchronized List<Promise> all() {
    return List.copyOf(promises);
  }

  /** Of all together: the worst. */
  synchronized Verdict verdict() {
    if (promises.isEmpty() || promises.stream().anyMatch(p -> p.verdict() == Verdict.BROKEN)) {
      return Verdict.BROKEN;
    }
    return promises.stream().anyMatch(p -> p.verdict() == Verdict.NOT_SHOWN)
        ? Verdict.NOT_SHOWN
        : Verdict.HELD;
  }
}
