package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.Violation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What management systems want of stations: held to the version's table and to the system's rights,
 * kept away from power, sent on under an id of our own, answered under theirs. On the upstream's
 * thread.
 */
final class Downcalls {
  private static final Logger LOG = LoggerFactory.getLogger(Downcalls.class);
  private static final int MOST_UNANSWERED = 16;
  private static final String PROFILE = "chargingProfile";
  private static final String REJECTED = "{\"status\":\"Rejected\"}";

  private final Hub hub;
  private final Map<String, Asked> asked = new HashMap<>();
  private final ProfileDesk profiles;

  /** A request on its way to a station. */
  private record Asked(Link link, Upstream upstream, String id, String action) {}

  Downcalls(Hub hub) {
    this.hub = hub;
    this.profiles = new ProfileDesk(hub);
  }

  /** A frame of an upstream's that is no answer. */
  void serve(Link link, Upstream upstream, String text) {
    Optional<Protocol> protocol = hub.protocols().of(link.subprotocol());
    if (protocol.isEmpty()) {
      return;
    }
    Frame frame = protocol.get().read(text, Side.SITE, Strictness.TOLERANT);
    if (frame instanceof Frame.Call call) {
      Call wanted = new Call(link, upstream, protocol.get(), call.id(), call.action());
      request(wanted, call);
    } else if (frame instanceof Frame.Refused refused) {
      refused(new Call(link, upstream, protocol.get(), refused.id(), ""), refused, text);
    } else if (frame instanceof Frame.Ignored || frame instanceof Frame.BrokenAnswer) {
      LOG.warn("OCPP_JSON_INVALID: upstream {}: a message breaks the frame", upstream.name());
    }
  }

  /** Who asked for what. */
  record Call(Link link, Upstream upstream, Protocol protocol, String id, String action) {

    void answer(String payload) {
      link.tell("[3,\"" + id + "\"," + payload + "]");
    }

    void fail(RpcErrorCode code, String sentence) {
      link.tell(protocol.failure(id, code, sentence));
    }

    /** A status; a reason where the version has room for one. */
    void reject(String reason) {
      answer(
          protocol.version() == Version.OCPP_1_6
              ? REJECTED
              : "{\"status\":\"Rejected\",\"statusInfo\":{\"reasonCode\":\"" + reason + "\"}}");
    }
  }

  private void refused(Call call, Frame.Refused refused, String text) {
    Violation violation = refused.violation();
    Optional<Envelope> envelope = Envelope.read(text);
    boolean unknown =
        violation.code() == RpcErrorCode.NOT_IMPLEMENTED
            && envelope
                .filter(e -> e.type() == Envelope.CALL)
                // what another version knows may move power there
                .filter(e -> Right.of(e.word()) == Right.UNKNOWN)
                .isPresent();
    if (unknown && call.upstream.settings().may().contains(Right.UNKNOWN)) {
      pass(call, envelope.get().word(), envelope.get().rest());
      return;
    }
    LOG.warn(
        "OCPP_JSON_INVALID: upstream {}: {}, {}",
        call.upstream.name(),
        violation.code().wire(),
        violation.getMessage());
    call.fail(violation.code(), violation.getMessage());
  }

  private void request(Call call, Frame.Call frame) {
    Right right = Right.of(call.action);
    boolean may = right == Right.GATEWAY || call.upstream.settings().may().contains(right);
    if (!may || Guarded.holds(frame.payload())) {
      LOG.warn(
          "ERR_UPSTREAM_NOT_PERMITTED: upstream {} may not {} ({} for station {})",
          call.upstream.name(),
          right.word(),
          call.action,
          call.link.station());
      call.fail(RpcErrorCode.SECURITY_ERROR, "The system has no right to this");
    } else if (right == Right.PROFILES) {
      profiles.serve(call, frame);
    } else if (right == Right.GATEWAY) {
      LOG.warn(
          "Upstream {}: {} for station {} is not passed on: power is the gateway's affair",
          call.upstream.name(),
          call.action,
          call.link.station());
      call.reject("UnsupportedRequest");
    } else if (right == Right.START && Splice.value(frame.payload(), PROFILE).isPresent()) {
      start(call, frame.payload());
    } else {
      pass(call, call.action, frame.payload());
    }
  }

  /** A start with a profile: the profile stays here. */
  private void start(Call call, String payload) {
    if (!call.upstream.settings().may().contains(Right.PROFILES)) {
      call.fail(RpcErrorCode.SECURITY_ERROR, "The system has no right to this");
      return;
    }
    profiles
        .started(call, payload)
        .ifPresentOrElse(
            call::reject, () -> pass(call, call.action, Splice.without(payload, PROFILE)));
  }

  /** Sends it to the station. */
  private void pass(Call call, String action, String payload) {
    Optional<Mailbox> station = hub.station(call.link.station());
    if (station.isEmpty()) {
      call.fail(RpcErrorCode.GENERIC_ERROR, "The station is not connected");
      return;
    }
    Optional<String> translated = down(call, action, payload);
    if (translated.isEmpty()) {
      call.answer(REJECTED);
      return;
    }
    if (asked.values().stream().filter(a -> a.link == call.link).count() >= MOST_UNANSWERED) {
      call.fail(RpcErrorCode.GENERIC_ERROR, "Too many requests wait for the station");
      return;
    }
    String id = hub.nextId();
    asked.put(id, new Asked(call.link, call.upstream, call.id, action));
    if (!hub.call(
        station.get(), id, action, translated.get(), call.upstream.settings().pace().answer())) {
      asked.remove(id);
      call.fail(RpcErrorCode.GENERIC_ERROR, "The station takes no more requests now");
    }
  }

  /** On 1.6, our number of a transaction for theirs. */
  private static Optional<String> down(Call call, String action, String payload) {
    if (!action.equals("RemoteStopTransaction")) {
      return Optional.of(payload);
    }
    OptionalInt ours =
        Splice.number(payload, "transactionId")
            .map(n -> call.upstream.transactions().ours(call.link.station(), n))
            .orElse(OptionalInt.empty());
    return ours.isPresent()
        ? Optional.of(Splice.with(payload, "transactionId", "" + ours.getAsInt()))
        : Optional.empty();
  }

  /** A station has answered a call of ours. */
  void answered(Envelope answer) {
    Asked who = asked.remove(answer.id());
    if (who == null) {
      return;
    }
    boolean waits = who.upstream.backlog().head(who.link.station()).isPresent();
    if (who.action.equals("GetTransactionStatus") && answer.type() == Envelope.RESULT && waits) {
      // to whom it asks, the gateway's queue is the station's
      String payload = Splice.with(answer.rest(), "messagesInQueue", "true");
      who.link.tell("[3,\"" + who.id + "\"," + payload + "]");
    } else {
      who.link.tell(answer.under(who.id));
    }
  }

  /** A call of ours has met its fate. */
  void ended(String id, CallFate fate) {
    Asked who = asked.remove(id);
    if (who != null) {
      hub.protocols()
          .of(who.link.subprotocol())
          .ifPresent(
              p ->
                  who.link.tell(
                      p.failure(
                          who.id,
                          RpcErrorCode.GENERIC_ERROR,
                          fate == CallFate.UNANSWERED
                              ? "The station did not answer"
                              : "The station is not connected")));
    }
  }
}
