package io.tidegate.charging.ocpp.v201;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Outcome;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v201.AuthorizationStatus;
import io.tidegate.codec.ocpp.json.v201.Evse;
import io.tidegate.codec.ocpp.json.v201.GetTransactionStatusRequest;
import io.tidegate.codec.ocpp.json.v201.IdTokenInfo;
import io.tidegate.codec.ocpp.json.v201.TransactionEventRequest;
import io.tidegate.codec.ocpp.json.v201.TransactionEventResponse;
import io.tidegate.codec.ocpp.json.v201.TransactionEventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions (block E). Every event goes into the ledger before it is answered; a repeated one
 * changes nothing (S3). The site hears of events of the transaction in progress at once, of others
 * when the ledger has called them new. What happened while a station was offline is booked, but
 * controls nothing: only an end ends the session.
 */
final class TransactionDesk {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionDesk.class);

  private final SiteModel model;
  private final TransactionLedger ledger;
  private final Acceptance acceptance;
  private final Authorisation authorisation;
  private final Telemetry telemetry;
  private final SiteVoice voice;
  private final Calls calls;
  private final InstantSource time;

  /** What the desk works with. */
  record Parts(
      SiteModel model,
      TransactionLedger ledger,
      Acceptance acceptance,
      Authorisation authorisation,
      Telemetry telemetry,
      SiteVoice voice,
      Calls calls,
      InstantSource time) {}

  TransactionDesk(Parts parts) {
    model = parts.model();
    ledger = parts.ledger();
    acceptance = parts.acceptance();
    authorisation = parts.authorisation();
    telemetry = parts.telemetry();
    voice = parts.voice();
    calls = parts.calls();
    time = parts.time();
  }

  CompletionStage<Answer> answer(Line line, Frame.Call call, TransactionEventRequest event) {
    String transaction = event.transactionInfo().transactionId();
    if (transaction.isEmpty()) {
      return Answer.refuse(
          new Violation(
              RpcErrorCode.PROPERTY_CONSTRAINT_VIOLATION,
              "A text is too long or too short",
              "transactionInfo.transactionId"));
    }
    int number = evseNumber(line, event);
    Optional<EvseSpec> spec = model.evse(line.station(), number);
    Optional<Telemetry.Checked> checked =
        spec.map(evse -> telemetry.check(line, evse, event.meterValue()));
    CompletionStage<Outcome> recorded = record(line, call, event, number, checked);
    CompletionStage<Void> told =
        spec.isPresent()
            ? tell(line, spec.get(), event, checked.get(), recorded)
            : unlisted(line, transaction, number);
    CompletionStage<Optional<IdTokenInfo>> standing =
        event.idToken().isPresent()
            ? authorisation.of(event.idToken().get()).thenApply(s -> Optional.of(info(s)))
            : CompletableFuture.completedStage(Optional.empty());
    return told.thenCombine(recorded, (done, outcome) -> outcome)
        .thenCombine(
            standing,
            (outcome, info) -> {
              flag(line, transaction, event.seqNo(), outcome);
              return new Answer(new TransactionEventResponse(info), () -> {});
            });
  }

  private static IdTokenInfo info(AuthorizationStatus status) {
    return new IdTokenInfo(status);
  }

  /** The EVSE where the transaction began, whatever a later event says (S7). 0: nobody knows. */
  private int evseNumber(Line line, TransactionEventRequest event) {
    String transaction = event.transactionInfo().transactionId();
    int said = event.evse().map(Evse::id).orElse(0);
    int began =
        line.state()
            .evseOf(transaction)
            .map(EvseEntry::number)
            .orElseGet(() -> acceptance.evseOf(line.station(), transaction));
    if (began > 0 && said > 0 && began != said) {
      LOG.warn(
          "Station {}: transaction {} began at EVSE {}; that it is at {} now is not believed",
          line.station(),
          Entrance.printable(transaction),
          began,
          said);
    }
    return began > 0 ? began : said;
  }

  private CompletionStage<Outcome> record(
      Line line,
      Frame.Call call,
      TransactionEventRequest event,
      int number,
      Optional<Telemetry.Checked> checked) {
    String transaction = event.transactionInfo().transactionId();
    StationId station = line.station();
    return ledger.record(
        new TransactionLedger.Event(
            station.value(),
            transaction,
            event.seqNo(),
            kind(event.eventType()),
            number,
            SessionIds.of(station, transaction).value(),
            event.timestamp().at(),
            time.instant(),
            event.offline(),
            checked.map(c -> c.readings().importWh()).orElse(Double.NaN),
            checked.map(c -> c.readings().exportWh()).orElse(Double.NaN),
            call.payload().getBytes(StandardCharsets.UTF_8)));
  }

  private static TransactionLedger.Kind kind(TransactionEventType type) {
    return switch (type) {
      case STARTED -> TransactionLedger.Kind.STARTED;
      case UPDATED -> TransactionLedger.Kind.UPDATED;
      case ENDED -> TransactionLedger.Kind.ENDED;
    };
  }

  private static CompletionStage<Void> unlisted(Line line, String transaction, int number) {
    LOG.warn(
        "Station {}: transaction {} at EVSE {}, which config/site.yaml does not list; booked only",
        line.station(),
        Entrance.printable(transaction),
        number);
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<Void> tell(
      Line line,
      EvseSpec evse,
      TransactionEventRequest event,
      Telemetry.Checked checked,
      CompletionStage<Outcome> recorded) {
    String transaction = event.transactionInfo().transactionId();
    Instant now = time.instant();
    if (!event.offline()) {
      line.change(s -> s.clock(s.clock().sampled(event.timestamp().at(), now)));
    }
    EvseEntry entry = line.state().evse(evse.number());
    boolean running = entry.transaction().equals(transaction);
    boolean over = entry.ended().equals(transaction);
    boolean ends = event.eventType() == TransactionEventType.ENDED;
    askForGap(line, event, entry, running, over);
    if (over || (running && event.seqNo() <= entry.lastSequence())) {
      return CompletableFuture.completedStage(null);
    }
    if (ends) {
      acceptance.ended(line.station(), transaction);
      return running && !event.offline()
          ? say(line, evse, event, checked)
          : voice.ended(line, evse, event);
    }
    if (event.offline()) {
      if (running) {
        line.evse(evse.number(), e -> e.reached(event.seqNo()));
      }
      return CompletableFuture.completedStage(null);
    }
    if (running) {
      return say(line, evse, event, checked);
    }
    // Unknown to this connection: new, or a replay of something long over. The ledger knows; when
    // it cannot be written, charging goes on and the event counts as new.
    return recorded
        .handle((outcome, failure) -> failure != null || outcome == Outcome.RECORDED)
        .thenCompose(
            fresh ->
                fresh ? say(line, evse, event, checked) : CompletableFuture.completedStage(null));
  }

  private CompletionStage<Void> say(
      Line line, EvseSpec evse, TransactionEventRequest event, Telemetry.Checked checked) {
    CompletionStage<Void> began = voice.running(line, evse, event);
    telemetry.report(line, evse, checked, event.meterValue(), event.customData());
    return event.eventType() == TransactionEventType.ENDED
        ? began.thenCompose(done -> voice.ended(line, evse, event))
        : began;
  }

  /** Events are missing (S4): are they still in the station's queue? */
  private void askForGap(
      Line line, TransactionEventRequest event, EvseEntry entry, boolean running, boolean over) {
    boolean gap = running && event.seqNo() > entry.lastSequence() + 1;
    boolean headless =
        !running
            && !over
            && event.eventType() == TransactionEventType.ENDED
            && acceptance.evseOf(line.station(), event.transactionInfo().transactionId()) == 0;
    if (gap || headless) {
      String transaction = event.transactionInfo().transactionId();
      LOG.info(
          "Station {}: events of transaction {} before number {} are missing",
          line.station(),
          Entrance.printable(transaction),
          event.seqNo());
      calls.ask(
          line,
          new GetTransactionStatusRequest(Optional.of(transaction)),
          Urgency.ROUTINE,
          "status/" + transaction,
          Note.OTHER);
    }
  }

  private static void flag(Line line, String transaction, int sequence, Outcome outcome) {
    if (outcome != Outcome.RECORDED) {
      LOG.info(
          "Station {}: event {} of transaction {} came again ({}): AttemptedReplay, counted once",
          line.station(),
          sequence,
          Entrance.printable(transaction),
          outcome);
    }
  }

  /** The session of the transaction in progress at the EVSE. */
  static Optional<SessionId> session(Line line, int number) {
    EvseEntry entry = line.state().evse(number);
    return entry.charging()
        ? Optional.of(SessionIds.of(line.station(), entry.transaction()))
        : Optional.empty();
  }
}
