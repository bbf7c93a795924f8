package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.OutboundCall;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;

/**
 * Leaves time between calls to stations that close the connection when several follow at once. A
 * setpoint never waits: it is one call, and the mailbox keeps one in flight. Thread-safe.
 */
final class Pacer {
  /** Calls of one station that wait here; more are refused, as a full mailbox does. */
  static final int MOST = 64;

  private final Later later;
  private final InstantSource time;
  private final BiConsumer<Line, OutboundCall> unsent;
  private final Map<Line, Queue> queues = new WeakHashMap<>();

  private static final class Queue {
    private Instant next = Instant.MIN;
    private int waiting;
  }

  /**
   * @param unsent is told of calls that waited and that the mailbox then refused ({@link
   *     CallFate#NOT_SENT})
   */
  Pacer(Later later, InstantSource time, BiConsumer<Line, OutboundCall> unsent) {
    this.later = later;
    this.time = time;
    this.unsent = unsent;
  }

  /**
   * @return whether it is in the mailbox or will be
   */
  boolean call(Line line, OutboundCall call, Duration spacing) {
    if (spacing.isZero() || call.urgency() == OutboundCall.Urgency.SETPOINT) {
      return line.mailbox().call(call);
    }
    Duration wait;
    synchronized (queues) {
      Queue queue = queues.computeIfAbsent(line, l -> new Queue());
      Instant now = time.instant();
      if (queue.next.isBefore(now)) {
        queue.next = now;
      }
      wait = Duration.between(now, queue.next);
      if (!wait.isZero() && queue.waiting >= MOST) {
        return false;
      }
      queue.next = queue.next.plus(spacing);
      queue.waiting += wait.isZero() ? 0 : 1;
    }
    if (wait.isZero()) {
      return line.mailbox().call(call);
    }
    later.in(wait, () -> due(line, call));
    return true;
  }

  private void due(Line line, OutboundCall call) {
    synchronized (queues) {
      Queue queue = queues.get(line);
      if (queue != null) {
        queue.waiting--;
      }
    }
    if (!line.mailbox().call(call)) {
      unsent.accept(line, call);
    }
  }
}
