package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls of one connection that wait, and the one that is in flight (OCPP part 4 §4.1.1: one at a
 * time). Setpoints leave first; an equal key supersedes; spacing holds for every call of a key, a
 * decrease included: a station that drops its socket on a burst is worse off than one that hears of
 * a decrease a moment later, and the newest value is what it hears then.
 *
 * <p>Thread-safe; no I/O and no clock of its own: times are {@link System#nanoTime()} values of the
 * caller.
 */
final class OutboundQueue {
  private static final int REMEMBERED_KEYS = 256;

  private final Map<Urgency, List<OutboundCall>> lanes = new EnumMap<>(Urgency.class);
  private final Map<String, Sent> sentByKey = new HashMap<>();
  private OutboundCall inFlight;
  private long deadline;
  private boolean closed;

  OutboundQueue() {
    for (Urgency urgency : Urgency.values()) {
      lanes.put(urgency, new ArrayList<>());
    }
  }

  /** When a key was last sent and the spacing that holds from then. */
  private record Sent(long at, long spacing) {}

  /**
   * What became of an offered call.
   *
   * @param superseded the one whose place it took
   */
  record Offer(boolean accepted, Optional<OutboundCall> superseded) {
    static final Offer REFUSED = new Offer(false, Optional.empty());
    static final Offer QUEUED = new Offer(true, Optional.empty());
  }

  /**
   * What to do now.
   *
   * @param call to send at once; it is in flight from here on
   * @param waitNanos until something can be sent, {@link Long#MAX_VALUE} when nothing can for now
   */
  record Next(Optional<OutboundCall> call, long waitNanos) {
    static final Next NOTHING = new Next(Optional.empty(), Long.MAX_VALUE);
  }

  synchronized Offer offer(OutboundCall call, int capacity) {
    if (closed) {
      return Offer.REFUSED;
    }
    if (!call.key().isEmpty()) {
      Optional<OutboundCall> old = supersede(call);
      if (old.isPresent()) {
        return new Offer(true, old);
      }
    }
    if (waitingCalls() >= capacity) {
      return Offer.REFUSED;
    }
    lane(call).add(call);
    return Offer.QUEUED;
  }

  private Optional<OutboundCall> supersede(OutboundCall call) {
    for (Map.Entry<Urgency, List<OutboundCall>> lane : lanes.entrySet()) {
      List<OutboundCall> calls = lane.getValue();
      for (int at = 0; at < calls.size(); at++) {
        OutboundCall old = calls.get(at);
        if (old.key().equals(call.key())) {
          if (lane.getKey() == call.urgency()) {
            calls.set(at, call);
          } else {
            calls.remove(at);
            lane(call).add(call);
          }
          return Optional.of(old);
        }
      }
    }
    return Optional.empty();
  }

  private List<OutboundCall> lane(OutboundCall call) {
    return lanes.get(call.urgency());
  }

  /** Takes the next call out, most urgent first; one that waits for its spacing holds up nobody. */
  synchronized Next next(long now) {
    if (closed || inFlight != null) {
      return Next.NOTHING;
    }
    long wait = Long.MAX_VALUE;
    for (List<OutboundCall> lane : lanes.values()) {
      for (int at = 0; at < lane.size(); at++) {
        long left = spacingLeft(lane.get(at), now);
        if (left <= 0) {
          inFlight = lane.remove(at);
          deadline = now + inFlight.timeout().toNanos();
          return new Next(Optional.of(inFlight), 0);
        }
        wait = Math.min(wait, left);
      }
    }
    return new Next(Optional.empty(), wait);
  }

  private long spacingLeft(OutboundCall call, long now) {
    Sent sent = call.key().isEmpty() ? null : sentByKey.get(call.key());
    return sent == null ? 0 : sent.at + call.spacing().toNanos() - now;
  }

  /** The call in flight has really been written. */
  synchronized void sent(OutboundCall call, long now) {
    if (inFlight != null && inFlight.id().equals(call.id())) {
      deadline = now + call.timeout().toNanos();
    }
    if (!call.key().isEmpty() && !call.spacing().isZero()) {
      if (sentByKey.size() >= REMEMBERED_KEYS) {
        sentByKey.values().removeIf(s -> now - s.at >= s.spacing);
      }
      sentByKey.put(call.key(), new Sent(now, call.spacing().toNanos()));
    }
  }

  /** Takes the call in flight out when its id is this one. */
  synchronized Optional<OutboundCall> settle(String id) {
    OutboundCall call = inFlight;
    if (call == null || !call.id().equals(id)) {
      return Optional.empty();
    }
    inFlight = null;
    return Optional.of(call);
  }

  /** Takes the call in flight out when its deadline, put off by {@code grace} ns, has passed. */
  synchronized Optional<OutboundCall> expire(long now, long grace) {
    if (inFlight == null || now - deadline < grace) {
      return Optional.empty();
    }
    OutboundCall call = inFlight;
    inFlight = null;
    return Optional.of(call);
  }

  /** Takes no more; what is left. */
  synchronized Remains close() {
    closed = true;
    List<OutboundCall> waiting = new ArrayList<>();
    for (List<OutboundCall> lane : lanes.values()) {
      waiting.addAll(lane);
      lane.clear();
    }
    Optional<OutboundCall> unanswered = Optional.ofNullable(inFlight);
    inFlight = null;
    sentByKey.clear();
    return new Remains(waiting, unanswered);
  }

  /** Calls that a closing connection leaves behind. */
  record Remains(List<OutboundCall> unsent, Optional<OutboundCall> unanswered) {}

  synchronized int waiting() {
    return waitingCalls();
  }

  /** Keys whose spacing is remembered. */
  synchronized int remembered() {
    return sentByKey.size();
  }

  private int waitingCalls() {
    int count = 0;
    for (List<OutboundCall> lane : lanes.values()) {
      count += lane.size();
    }
    return count;
  }
}
