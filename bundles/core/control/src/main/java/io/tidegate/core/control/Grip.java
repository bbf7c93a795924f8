package io.tidegate.core.control;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the actuators take their setpoints. One that fails call after call leaves its stations at
 * what they had, though it is there and they are connected. Written by the dispatch thread, cleared
 * by whoever binds; read by any.
 */
final class Grip {
  static final String CODE = "ERR_ACTUATOR_FAILED";

  private static final Logger LOG = LoggerFactory.getLogger(Grip.class);
  private static final int CALLS = 3;
  private static final long LASTING = Duration.ofSeconds(3).toNanos();
  private static final long LINE_EVERY = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private final Map<String, Failing> failing = new ConcurrentHashMap<>();

  /**
   * @param nanos monotonic time
   */
  Grip(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * An actuator that has failed at each call since.
   *
   * @param unsaid failures since the last line in the log
   */
  private record Failing(long since, int calls, String what, long saidAt, int unsaid) {}

  /** It took its setpoints: all is forgotten. */
  void took(String actuator) {
    if (!failing.isEmpty() && failing.remove(actuator) != null) {
      LOG.info("Actuator {} takes setpoints again", actuator);
    }
  }

  /** Another one has that name now, or nobody: what the one before did counts no longer. */
  void forget(String actuator) {
    failing.remove(actuator);
  }

  /** It failed; the first time the log gets the stack, then a line a minute. */
  void failed(String actuator, int setpoints, Throwable why) {
    long now = nanos.getAsLong();
    String what = why.getClass().getSimpleName();
    Failing before = failing.get(actuator);
    if (before == null) {
      LOG.error("Actuator {} failed with {} setpoints", actuator, setpoints, why);
      failing.put(actuator, new Failing(now, 1, what, now, 0));
      return;
    }
    boolean say = now - before.saidAt >= LINE_EVERY;
    if (say) {
      LOG.error(
          "Actuator {} failed {} times more, at last with {}", actuator, before.unsaid + 1, what);
    }
    failing.put(
        actuator,
        new Failing(
            before.since,
            Math.min(before.calls, CALLS) + 1,
            what,
            say ? now : before.saidAt,
            say ? 0 : before.unsaid + 1));
  }

  /** What is wrong, for the health check; empty when nothing is. */
  String trouble() {
    Optional<Map.Entry<String, Failing>> worst =
        failing.entrySet().stream()
            .filter(e -> e.getValue().calls >= CALLS)
            .filter(e -> nanos.getAsLong() - e.getValue().since > LASTING)
            .min(Comparator.comparing(e -> e.getValue().since));
    return worst.map(e -> sentence(e.getKey(), e.getValue().what)).orElse("");
  }

  private static String sentence(String actuator, String what) {
    return CODE
        + ": actuator "
        + actuator
        + " fails whenever it gets setpoints ("
        + what
        + "), its stations keep to what they had; go back to the release before, or restart its"
        + " bundle, and send its log to who made it";
  }
}
