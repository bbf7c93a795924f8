package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.SetpointTrace;
import io.tidegate.api.quantity.StationId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the calls of one connection: one in flight, framed here, past the power guard. Calls come
 * from any thread; everything else happens on the event loop.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final Connection connection;
  private final Shared shared;
  private final OutboundQueue queue = new OutboundQueue();
  private long wakeAt;
  private boolean wakeSet;

  Outbox(Connection connection, Shared shared) {
    this.connection = connection;
    this.shared = shared;
  }

  /** Queues a call; any thread. */
  boolean call(OutboundCall call) {
    StationId station = connection.peer().station();
    if (!shared.guard().admits(station, call)) {
      LOG.warn(
          "call {} {} of {} refused: malformed or not cleared",
          call.id(),
          call.action(),
          connection.label());
      return false;
    }
    OutboundQueue.Offer offer = queue.offer(call, shared.config().get().limits().outbound());
    if (!offer.accepted()) {
      return false;
    }
    offer.superseded().ifPresent(old -> tell(old, CallFate.SUPERSEDED));
    connection.run(this::pump);
    return true;
  }

  /** Takes the answered call out; any thread. */
  Optional<OutboundCall> settle(String id) {
    Optional<OutboundCall> call = queue.settle(id);
    if (call.isPresent()) {
      connection.run(this::pump);
    }
    return call;
  }

  /** Fates never reach a dialect from within its own call. */
  private void tell(OutboundCall call, CallFate fate) {
    connection.later(() -> connection.ended(call, fate));
  }

  private void pump() {
    if (connection.closing()) {
      return;
    }
    OutboundQueue.Next next = queue.next(System.nanoTime());
    while (next.call().isPresent()) {
      send(next.call().get());
      next = queue.next(System.nanoTime());
    }
    if (next.waitNanos() != Long.MAX_VALUE) {
      wakeIn(next.waitNanos());
    }
  }

  private void send(OutboundCall call) {
    if (!shared.guard().releases(connection.peer().station(), call)) {
      LOG.warn(
          "call {} {} of {} not sent: no valid clearance",
          call.id(),
          call.action(),
          connection.label());
      queue.settle(call.id());
      tell(call, CallFate.NOT_CLEARED);
      return;
    }
    queue.sent(call, System.nanoTime());
    String frame = "[2,\"" + call.id() + "\",\"" + call.action() + "\"," + call.payload() + ']';
    if (call.clearance().isPresent() && !shared.traces().isEmpty()) {
      Clearance clearance = call.clearance().get();
      connection.write(frame, () -> trace(clearance));
    } else {
      connection.write(frame);
    }
  }

  private void trace(Clearance clearance) {
    long nanos = System.nanoTime();
    for (SetpointTrace trace : shared.traces()) {
      try {
        trace.written(List.of(clearance.setpoint()), nanos);
      } catch (RuntimeException e) {
        LOG.warn("setpoint trace failed", e);
      }
    }
  }

  private void wakeIn(long nanos) {
    long at = System.nanoTime() + nanos;
    if (!wakeSet || at - wakeAt < 0) {
      wakeSet = true;
      wakeAt = at;
      connection.after(
          nanos,
          () -> {
            wakeSet = false;
            pump();
          });
    }
  }

  /** An answer that lies unread in the mailbox is not held against the station. */
  void sweep(long now, boolean quiet) {
    queue
        .expire(now, quiet ? 0 : shared.config().get().timing().stageNanos())
        .ifPresent(
            call -> {
              LOG.info("call {} {} of {} unanswered", call.id(), call.action(), connection.label());
              connection.ended(call, CallFate.UNANSWERED);
              pump();
            });
  }

  /** The socket is closed: what was queued was not sent, what was sent stays unanswered. */
  void close() {
    OutboundQueue.Remains remains = queue.close();
    remains.unanswered().ifPresent(call -> connection.ended(call, CallFate.UNANSWERED));
    remains.unsent().forEach(call -> connection.ended(call, CallFate.NOT_SENT));
  }

  /** Calls waiting; any thread. */
  int size() {
    return queue.waiting();
  }
}
