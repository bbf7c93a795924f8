package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.Violation;
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

  private final Language language;
  private final Reception reception;
  private final Answers answers;
  private final Watchman watchman;
  private final Supplier<DialectSettings> settings;
  private final Makes makes;

  Conversation(
      Language language,
      Reception reception,
      Answers answers,
      Watchman watchman,
      Supplier<DialectSettings> settings,
      Makes makes) {
    this.makes = makes;
    this.language = language;
    this.reception = reception;
    this.answers = answers;
    this.watchman = watchman;
    this.settings = settings;
  }

  /** Completes when the next message may come. Never blocks. */
  CompletionStage<Void> received(Line line, String text) {
    Strictness wanted = settings.get().strictness(line.station());
    Strictness strictness =
        wanted == Strictness.STRICT && makes.of(line.station()).tolerant()
            ? Strictness.TOLERANT
            : wanted;
    Frame frame = language.read(line.station(), text, strictness);
    if (frame instanceof Frame.Call call) {
      if (call.unknownFields() > 0 && strictness == Strictness.OBSERVE) {
        complain(line, call.action() + " holds fields unknown to " + subprotocol(), false);
      }
      return reception.serve(line, call, text);
    }
    if (frame instanceof Frame.Send send) {
      LOG.debug("Station {} says {}, which nobody acts on", line.station(), send.action());
    } else if (frame instanceof Frame.Refused refused) {
      refuse(line, refused);
    } else if (frame instanceof Frame.Ignored ignored) {
      complain(line, wrong(ignored.action(), ignored.violation()), true);
    } else if (frame instanceof Frame.Result result) {
      asked(line, result.id()).ifPresent(call -> answers.result(line, call, result));
    } else if (frame instanceof Frame.Failure failure) {
      asked(line, failure.id()).ifPresent(call -> answers.failure(line, call, failure));
    } else if (frame instanceof Frame.ResultFailure failure) {
      LOG.warn(
          "Station {} could not read an answer of ours: {}",
          line.station(),
          Entrance.printable(failure.wire()));
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
    Violation violation = refused.violation();
    line.mailbox()
        .reply(language.protocol().failure(refused.id(), violation.code(), violation.getMessage()));
    complain(
        line,
        wrong(refused.action(), violation),
        violation.code() == RpcErrorCode.RPC_FRAMEWORK_ERROR);
  }

  private static String wrong(String action, Violation violation) {
    String where = violation.path().isEmpty() ? "" : " (" + violation.path() + ")";
    String what = action.isEmpty() ? "a message" : action;
    return what + ": " + violation.code().wire() + ", " + violation.getMessage() + where;
  }

  private String subprotocol() {
    return language.protocol().version().subprotocol();
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
