package io.tidegate.charging.ocpp.v201;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells messages apart: requests to the reception, answers to whoever asked, the rest refused. */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final int POLICY_VIOLATION = 1008;
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final Protocol protocol;
  private final Reception reception;
  private final Answers answers;
  private final Watchman watchman;
  private final Supplier<DialectSettings> settings;

  Conversation(
      Protocol protocol,
      Reception reception,
      Answers answers,
      Watchman watchman,
      Supplier<DialectSettings> settings) {
    this.protocol = protocol;
    this.reception = reception;
    this.answers = answers;
    this.watchman = watchman;
    this.settings = settings;
  }

  /** Completes when the next message may come. Never blocks. */
  CompletionStage<Void> received(Line line, String text) {
    Strictness strictness = settings.get().strictness(line.station());
    Frame frame = protocol.read(text, Side.STATION, strictness);
    if (frame instanceof Frame.Call call) {
      if (call.unknownFields() > 0 && strictness == Strictness.OBSERVE) {
        complain(line, call.action() + " holds fields unknown to 2.0.1", false);
      }
      return reception.serve(line, call, text);
    }
    if (frame instanceof Frame.Refused refused) {
      refuse(line, refused);
    } else if (frame instanceof Frame.Result result) {
      asked(line, result.id()).ifPresent(call -> answers.result(line, call, result.payload()));
    } else if (frame instanceof Frame.Failure failure) {
      asked(line, failure.id()).ifPresent(call -> answers.failure(line, call, failure));
    } else if (frame instanceof Frame.BrokenAnswer broken) {
      complain(line, "an answer breaks the frame", true);
      asked(line, broken.id()).ifPresent(call -> answers.broken(line, call));
    }
    return DONE;
  }

  /** The call that waits for this answer; nobody asked for others (F9). */
  private static Optional<OutboundCall> asked(Line line, String id) {
    Optional<OutboundCall> call = line.mailbox().settle(id);
    if (call.isEmpty()) {
      LOG.debug("Station {} answered what nobody asked", line.station());
    }
    return call;
  }

  private void refuse(Line line, Frame.Refused refused) {
    var violation = refused.violation();
    line.mailbox().reply(Protocol.error(refused.id(), violation.code(), violation.getMessage()));
    String where = violation.path().isEmpty() ? "" : " (" + violation.path() + ")";
    String what = refused.action().isEmpty() ? "a message" : refused.action();
    complain(
        line,
        what + ": " + violation.code().wire() + ", " + violation.getMessage() + where,
        violation.code() == RpcErrorCode.RPC_FRAMEWORK_ERROR);
  }

  private void complain(Line line, String sentence, boolean frame) {
    Complaints.Verdict verdict = line.complaints().count(frame, System.nanoTime());
    if (verdict.log()) {
      watchman.raise(SecurityEvent.Type.INVALID_MESSAGES, line, sentence);
      LOG.warn("OCPP_JSON_INVALID: station {}: {}", line.station(), sentence);
    } else {
      LOG.debug("OCPP_JSON_INVALID: station {}: {}", line.station(), sentence);
    }
    if (verdict.close()) {
      LOG.warn(
          "Station {} is let go after {} unreadable messages within a minute",
          line.station(),
          verdict.inWindow());
      line.mailbox().close(POLICY_VIOLATION, "too many unreadable messages");
    }
  }
}
