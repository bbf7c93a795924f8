package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Outcome;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.IdTokenInfo;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventResponse;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
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
  private final LedgerNames names;
  private final OpenTransactions open;
  private final Inquest inquest;
  private final Authorisation authorisation;
  private final Ears ears;
  private final Telemetry telemetry;
  private final SiteVoice voice;
  private final Watchman watchman;
  private final InstantSource time;

  /** What the desk works with. */
  record Parts(
      SiteModel model,
      TransactionLedger ledger,
      LedgerNames names,
      OpenTransactions open,
      Inquest inquest,
      Authorisation authorisation,
      Ears ears,
      Telemetry telemetry,
      SiteVoice voice,
      Watchman watchman,
      InstantSource time) {}

  /** An event and the name of its transaction in the ledger. */
  private record Named(TransactionEventRequest event, String name) {}

  TransactionDesk(Parts parts) {
    model = parts.model();
    ledger = parts.ledger();
    names = parts.names();
    open = parts.open();
    inquest = parts.inquest();
    authorisation = parts.authorisation();
    ears = parts.ears();
    telemetry = parts.telemetry();
    voice = parts.voice();
    watchman = parts.watchman();
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
    return names.of(line, event).thenCompose(name -> answer(line, call, event, name));
  }

  private CompletionStage<Answer> answer(
      Line line, Frame.Call call, TransactionEventRequest event, String name) {
    int number = evseNumber(line, event, name);
    Optional<EvseSpec> spec = model.evse(line.station(), number);
    Optional<Telemetry.Checked> checked =
        spec.map(evse -> telemetry.check(line, evse, event.meterValue()));
    CompletionStage<Outcome> recorded = record(line, call, new Named(event, name), number, checked);
    CompletionStage<Void> told =
        spec.isPresent()
            ? tell(line, spec.get(), new Named(event, name), checked.get(), recorded)
            : unlisted(line, name, number);
    CompletionStage<Optional<IdTokenInfo>> standing =
        event.idToken().isPresent()
            ? authorisation
                .of(line, number, event.idToken().get(), event.reservationId())
                .thenApply(Optional::of)
            : CompletableFuture.completedStage(Optional.empty());
    return told.thenCombine(recorded, (done, outcome) -> outcome)
        .thenCombine(
            standing,
            (outcome, info) -> {
              event.reservationId().ifPresent(id -> ears.used(line.station(), id));
              flag(line, name, event.seqNo(), outcome);
              return new Answer(new TransactionEventResponse(info), () -> {});
            });
  }

  /** The EVSE where the transaction began, whatever a later event says (S7). 0: nobody knows. */
  private int evseNumber(Line line, TransactionEventRequest event, String name) {
    int said = event.evse().map(Evse::id).orElse(0);
    int began =
        line.state()
            .evseOfBooked(name)
            .map(EvseEntry::number)
            .or(() -> open.of(line.station(), name).map(OpenTransactions.Open::evse))
            .orElse(0);
    if (began > 0 && said > 0 && began != said) {
      LOG.warn(
          "Station {}: transaction {} began at EVSE {}; that it is at {} now is not believed",
          line.station(),
          Entrance.printable(name),
          began,
          said);
    }
    return began > 0 ? began : said;
  }

  private CompletionStage<Outcome> record(
      Line line, Frame.Call call, Named named, int number, Optional<Telemetry.Checked> checked) {
    TransactionEventRequest event = named.event();
    StationId station = line.station();
    return ledger.record(
        new TransactionLedger.Event(
            station.value(),
            named.name(),
            event.seqNo(),
            kind(event.eventType()),
            number,
            line.session(named.name()).value(),
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

  private static CompletionStage<Void> unlisted(Line line, String name, int number) {
    LOG.warn(
        "Station {}: transaction {} at EVSE {}, which config/site.yaml does not list; booked only",
        line.station(),
        Entrance.printable(name),
        number);
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<Void> tell(
      Line line,
      EvseSpec evse,
      Named named,
      Telemetry.Checked checked,
      CompletionStage<Outcome> recorded) {
    TransactionEventRequest event = named.event();
    Instant now = time.instant();
    if (!event.offline()) {
      line.change(s -> s.clock(s.clock().sampled(event.timestamp().at(), now)));
    }
    EvseEntry entry = line.state().evse(evse.number());
    boolean running = entry.booked().equals(named.name());
    boolean over = entry.ended().equals(named.name());
    if (over || (running && event.seqNo() <= entry.lastSequence())) {
      return CompletableFuture.completedStage(null);
    }
    boolean ends = event.eventType() == TransactionEventType.ENDED;
    askForGap(line, named, ends);
    if (ends) {
      open.ended(line.station(), named.name());
      return running && !event.offline()
          ? say(line, evse, named, checked)
          : voice.ended(line, evse, event, named.name());
    }
    if (running && !event.offline()) {
      note(line, evse, named);
      return say(line, evse, named, checked);
    }
    // Unknown to this connection: new, or a replay of something long over. The ledger knows; when
    // it cannot be written, charging goes on and the event counts as new.
    return recorded
        .handle((outcome, failure) -> failure != null || outcome == Outcome.RECORDED)
        .thenCompose(fresh -> fresh ? begin(line, evse, named, checked) : done());
  }

  private CompletionStage<Void> begin(
      Line line, EvseSpec evse, Named named, Telemetry.Checked checked) {
    note(line, evse, named);
    TransactionEventRequest event = named.event();
    if (event.offline()) {
      if (line.state().evse(evse.number()).booked().equals(named.name())) {
        line.evse(evse.number(), e -> e.reached(Math.max(e.lastSequence(), event.seqNo())));
      }
      return done();
    }
    CompletionStage<Void> said = say(line, evse, named, checked);
    inquest.succeeded(line, evse.number(), named.name());
    return said;
  }

  private void note(Line line, EvseSpec evse, Named named) {
    TransactionEventRequest event = named.event();
    open.heard(line.station(), named.name(), evse.number(), event.seqNo(), event.timestamp().at());
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<Void> say(
      Line line, EvseSpec evse, Named named, Telemetry.Checked checked) {
    TransactionEventRequest event = named.event();
    CompletionStage<Void> began = voice.running(line, evse, event, named.name());
    event
        .transactionInfo()
        .operationMode()
        .filter(mode -> line.profiles().contradicts(evse.number(), mode, time.instant()))
        .ifPresent(
            mode ->
                LOG.info(
                    "Station {}, EVSE {}: is in operation mode {}, not in ours",
                    line.station(),
                    evse.id(),
                    mode));
    telemetry.report(line, evse, checked, event.meterValue(), event.customData());
    return event.eventType() == TransactionEventType.ENDED
        ? began.thenCompose(said -> voice.ended(line, evse, event, named.name()))
        : began;
  }

  /** Events are missing (S4): are they still in the station's queue? */
  private void askForGap(Line line, Named named, boolean ends) {
    int sequence = named.event().seqNo();
    Optional<OpenTransactions.Open> known = open.of(line.station(), named.name());
    boolean gap = known.filter(o -> sequence > o.highest() + 1).isPresent();
    if (gap || (ends && known.isEmpty())) {
      inquest.gap(line, named.name(), sequence);
    }
  }

  private void flag(Line line, String name, int sequence, Outcome outcome) {
    if (outcome != Outcome.RECORDED) {
      LOG.info(
          "Station {}: event {} of transaction {} came again ({}): AttemptedReplay, counted once",
          line.station(),
          sequence,
          Entrance.printable(name),
          outcome);
    }
    if (outcome == Outcome.CONFLICTING) {
      watchman.raise(
          SecurityEvent.Type.ATTEMPTED_REPLAY_ATTACKS,
          line,
          "An event of a transaction came again with other content");
    }
  }

  /** The session of the transaction in progress at the EVSE. */
  static Optional<SessionId> session(Line line, int number) {
    EvseEntry entry = line.state().evse(number);
    return entry.charging() ? Optional.of(line.session(entry.booked())) : Optional.empty();
  }
}
