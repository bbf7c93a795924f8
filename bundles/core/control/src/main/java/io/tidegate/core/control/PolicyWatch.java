package io.tidegate.core.control;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one policy answers. A policy tells of its own health, and may say that all is well while
 * none of its evaluations comes to an end; so who asks it keeps count. Failures become red when no
 * evaluation has been good for {@link #PATIENCE_NANOS}, and green with the next good one. Told by
 * the policy's thread, read by any.
 */
final class PolicyWatch {
  static final String CODE = "ERR_POLICY_FAILED";
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int MOST_CHARACTERS = 200;
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  /**
   * Failures without a good evaluation between them.
   *
   * @param since when the first of them began
   * @param what the last of them
   */
  private record Failing(long since, String what) {}

  /** An evaluation that has begun and not ended. */
  private record Asked(long at) {}

  private final String id;
  private final LongSupplier nanos;
  private volatile Failing failing;
  private volatile Asked asked;
  private final Seldom lateLines;
  private final Seldom failedLines;

  /**
   * @param id of the policy
   * @param nanos a clock that only goes forward
   */
  PolicyWatch(String id, LongSupplier nanos) {
    this.id = id;
    this.nanos = nanos;
    lateLines = new Seldom(nanos);
    failedLines = new Seldom(nanos);
  }

  /** An evaluation begins. */
  void begin() {
    asked = new Asked(nanos.getAsLong());
  }

  /** Nanoseconds that the evaluation has taken until now. */
  long took() {
    return nanos.getAsLong() - asked.at();
  }

  /** The evaluation ended as it should. */
  void good() {
    if (failing != null && nanos.getAsLong() - failing.since() > PATIENCE_NANOS) {
      LOG.info("Policy {} answers again", id);
    }
    failing = null;
    asked = null;
  }

  /** The evaluation ended too late to be of use. */
  void late() {
    long ms = TimeUnit.NANOSECONDS.toMillis(took());
    failed("its evaluation took " + ms + " ms");
    lateLines
        .next()
        .ifPresent(
            n -> LOG.warn("Policy {} took {} ms; skipped for this round{}", id, ms, others(n)));
  }

  /** The evaluation ended with an exception or an error. */
  void threw(Throwable thrown) {
    String text = String.valueOf(thrown).lines().findFirst().orElse("");
    failed(text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text);
    failedLines
        .next()
        .ifPresent(
            n ->
                LOG.error(
                    "{} Policy {} failed; its targets run out{}", CODE, id, others(n), thrown));
  }

  private void failed(String what) {
    failing = new Failing(failing == null ? asked.at() : failing.since(), what);
    asked = null;
  }

  private static String others(long number) {
    return number == 0 ? "" : ", as " + number + " times since the last line of it";
  }

  /** What is wrong, for the health check; empty when nothing is. */
  String trouble() {
    long now = nanos.getAsLong();
    Failing before = failing;
    Asked current = asked;
    if (current != null && now - current.at() > PATIENCE_NANOS) {
      return sentence(now - current.at(), "its evaluation does not return");
    }
    return before != null && now - before.since() > PATIENCE_NANOS
        ? sentence(now - before.since(), before.what())
        : "";
  }

  private String sentence(long forNanos, String what) {
    return CODE
        + ": policy "
        + id
        + " has failed for "
        + TimeUnit.NANOSECONDS.toSeconds(forNanos)
        + " s ("
        + what
        + "), so nothing is done that it would ask for; the log has more; go back to the release"
        + " before, or stop its bundle";
  }
}
