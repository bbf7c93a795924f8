package io.tidegate.bench.ocpp;

import java.util.Map;
import java.util.TreeMap;

/** What one thread of the generator has seen; merged while that thread is at rest. */
public final class Tally {
  /** From the moment a message was due to its answer. */
  public final Histogram latency = new Histogram();

  /** From the beginning of a (re)connection to BootNotification Accepted. */
  public final Histogram accepted = new Histogram();

  /** Why connections failed or ended, and the codes of errors: how often each. */
  public final Map<String, Long> troubles = new TreeMap<>();

  /** Messages that became due. */
  public long due;

  public long answered;

  /** Messages due at a station that was not there or had 50 others waiting. */
  public long missed;

  /** Requests of the server, each answered at once. */
  public long asked;

  void trouble(String what) {
    troubles.merge(what, 1L, Long::sum);
  }

  void add(Tally other) {
    latency.add(other.latency);
    accepted.add(other.accepted);
    other.troubles.forEach((what, n) -> troubles.merge(what, n, Long::sum));
    due += other.due;
    answered += other.answered;
    missed += other.missed;
    asked += other.asked;
  }
}
