package io.tidegate.charging.ocpp.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether one dialect answers what stations ask. It may be there, hold its connections, and say
 * nothing, or fail on each message: the stations then wait for ever, and only this shows it. One
 * answer to any station is enough to be well again, since what one station sends may be at fault.
 * Thread-safe, and no more than counters.
 */
final class Attention {
  static final String CODE = "ERR_DIALECT_SILENT";

  private static final int CALLS = 3;
  private static final int MOST = 1_000_000;

  private final String label;
  private final AtomicInteger missed = new AtomicInteger();
  private volatile String failure = "";

  /**
   * @param label bundle and version of the dialect
   */
  Attention(String label) {
    this.label = label;
  }

  /** So many calls of a station have waited too long, and it has answered nothing meanwhile. */
  void missed(int calls) {
    missed.accumulateAndGet(calls, (before, more) -> Math.min(MOST, before + more));
  }

  /** It failed on a message; that alone is no fault of its own. */
  void failed(Throwable why) {
    failure = why.getClass().getSimpleName();
  }

  /** It has answered a station. */
  void answered() {
    if (missed.get() != 0) {
      missed.set(0);
      failure = "";
    }
  }

  /** What is wrong, for the health check; empty when nothing is. */
  String trouble() {
    int calls = missed.get();
    if (calls < CALLS) {
      return "";
    }
    String what = failure;
    return CODE
        + ": "
        + label
        + " has left the last "
        + calls
        + " calls of stations without an answer"
        + (what.isEmpty() ? "" : " (" + what + ")")
        + "; go back to the release before, or restart this bundle, and send its log to who made"
        + " it";
  }
}
