package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.control.StationCommands.Reply;
import io.tidegate.codec.ocpp.json.v21.RequestStartStopStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Operators' requests that a station has not answered yet (F01–F03). Thread-safe. */
final class Desires {
  private final Calls calls;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  private record Waiting(Line line, CompletableFuture<Reply> reply) {}

  Desires(Calls calls) {
    this.calls = calls;
  }

  CompletionStage<Reply> ask(Line line, Record request) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    // The note carries what the id would tell too late: the answer may come before ask() returns.
    Note note = new Note(Note.Kind.OTHER, calls.nextId(), 0, Double.NaN, 1);
    waiting.put(note.evse(), new Waiting(line, reply));
    if (!calls.ask(line, request, Urgency.CONTROL, "", note)) {
      waiting.remove(note.evse());
      reply.complete(Reply.NOT_SENT);
    }
    return reply;
  }

  void answered(OutboundCall call, RequestStartStopStatus status) {
    settle(call, status == RequestStartStopStatus.ACCEPTED ? Reply.ACCEPTED : Reply.REJECTED);
  }

  void failed(OutboundCall call) {
    settle(call, Reply.REJECTED);
  }

  void unanswered(OutboundCall call) {
    settle(call, Reply.UNKNOWN);
  }

  void notSent(OutboundCall call) {
    settle(call, Reply.NOT_SENT);
  }

  /** The connection goes to another version, which knows nothing of who waits here. */
  void abandon(Line line) {
    waiting.values().removeIf(w -> w.line() == line && w.reply().complete(Reply.UNKNOWN));
  }

  private void settle(OutboundCall call, Reply reply) {
    Note.of(call.context())
        .filter(n -> n.kind() == Note.Kind.OTHER)
        .map(n -> waiting.remove(n.evse()))
        .ifPresent(w -> w.reply().complete(reply));
  }
}
