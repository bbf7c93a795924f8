package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Summary;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of transactions whose station fell silent about them, and of events that are missing
 * (E14; S4). The station is asked; what lies in its queue is waited for; what it knows nothing of
 * any more is ended in the ledger, with the energy that is known, as estimated. Any thread.
 */
final class Inquest {
  /** A station that has just booted or come free may be about to say it by itself. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** How long a station's queue is waited for before it is asked again; doubles to 10 min. */
  static final Duration QUEUE = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Inquest.class);
  private static final int MOST_DOUBLINGS = 4;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int SILENCES = 3;

  private final SiteModel model;
  private final Lines lines;
  private final OpenTransactions open;
  private final TransactionLedger ledger;
  private final Calls calls;
  private final Courier courier;
  private final Later later;
  private final InstantSource time;
  private final Executor reader;
  // one question at a time a transaction
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  /** What it works with. */
  record Parts(
      SiteModel model,
      Lines lines,
      OpenTransactions open,
      TransactionLedger ledger,
      Calls calls,
      Courier courier,
      Later later,
      InstantSource time,
      Executor reader) {}

  Inquest(Parts parts) {
    model = parts.model();
    lines = parts.lines();
    open = parts.open();
    ledger = parts.ledger();
    calls = parts.calls();
    courier = parts.courier();
    later = parts.later();
    time = parts.time();
    reader = parts.reader();
  }

  /** The station has booted: is it still at what it was at? */
  void booted(Line line) {
    inGrace(line, open.of(line.station()));
  }

  /** Nothing is plugged in at the EVSE any more. */
  void available(Line line, int evse) {
    inGrace(line, open.of(line.station()).stream().filter(o -> o.evse() == evse).toList());
  }

  /** Another transaction runs where these ones ran. */
  void succeeded(Line line, int evse, String name) {
    String id = LedgerNames.transaction(name);
    for (OpenTransactions.Open older : open.of(line.station())) {
      if (older.evse() != evse || older.name().equals(name)) {
        continue;
      }
      if (LedgerNames.transaction(older.name()).equals(id)) {
        // asked for the id, the station would speak of the new one
        end(line, older.name(), "the station has begun another transaction under the same id");
      } else {
        inGrace(line, List.of(older));
      }
    }
  }

  /** Events before this one have not come. */
  void gap(Line line, String name, int before) {
    LOG.info(
        "Station {}: events of transaction {} before number {} are missing",
        line.station(),
        Entrance.printable(name),
        before);
    ask(line, name, 1);
  }

  private void inGrace(Line line, List<OpenTransactions.Open> those) {
    if (!those.isEmpty()) {
      those.forEach(
          o ->
              later.in(
                  GRACE,
                  () -> {
                    // heard of since, it needs no question
                    boolean silent =
                        open.of(line.station(), o.name()).filter(o::equals).isPresent();
                    if (silent) {
                      ask(line, o.name(), 1);
                    }
                  }));
    }
  }

  private void ask(Line line, String name, int attempt) {
    if (!lines.newest(line) || !line.state().online() || !asking.add(key(line, name))) {
      return;
    }
    var request = new GetTransactionStatusRequest(Optional.of(LedgerNames.transaction(name)));
    Note note = Note.status(name, attempt);
    if (!calls.says(request.getClass())) {
      silent(line, note, true);
      return;
    }
    if (!calls.ask(line, request, Urgency.ROUTINE, "status/" + name, note)) {
      asking.remove(key(line, name));
      again(line, name, attempt);
    }
  }

  void answered(Line line, Note note, GetTransactionStatusResponse answer) {
    String name = note.evse();
    asking.remove(key(line, name));
    Optional<OpenTransactions.Open> still = open.of(line.station(), name);
    if (answer.messagesInQueue()) {
      LOG.info(
          "Station {}: events of transaction {} are in its queue",
          line.station(),
          Entrance.printable(name));
      again(line, name, note.attempt());
      return;
    }
    boolean runs =
        answer.ongoingIndicator().orElseGet(() -> still.filter(o -> !free(line, o)).isPresent());
    if (still.isPresent() && !runs) {
      end(line, name, "the station has no such transaction any more");
    }
    missing(
        line,
        name,
        summary ->
            LOG.warn(
                "Station {}: events {} of transaction {} are lost; its energy is as known",
                line.station(),
                summary.missing(),
                Entrance.printable(name)));
  }

  /**
   * The station cannot or does not say.
   *
   * @param never it does not know the question
   */
  void silent(Line line, Note note, boolean never) {
    String name = note.evse();
    asking.remove(key(line, name));
    if (!lines.newest(line)) {
      return;
    }
    Optional<OpenTransactions.Open> still = open.of(line.station(), name);
    boolean enough = never || note.attempt() >= SILENCES;
    if (enough && still.filter(o -> free(line, o)).isPresent()) {
      end(line, name, "the EVSE is free and the station does not say");
    } else if (!enough) {
      again(line, name, note.attempt());
    }
  }

  /** The question never left: the next occasion asks again. */
  void unasked(Line line, Note note) {
    asking.remove(key(line, note.evse()));
  }

  private void again(Line line, String name, int attempt) {
    Duration wait = QUEUE.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
    later.in(
        wait.compareTo(LONGEST) > 0 ? LONGEST : wait,
        () -> {
          if (open.of(line.station(), name).isPresent()) {
            ask(line, name, attempt + 1);
          } else {
            missing(line, name, summary -> ask(line, name, attempt + 1));
          }
        });
  }

  private void missing(Line line, String name, Consumer<Summary> then) {
    CompletionStage<Optional<Summary>> read =
        CompletableFuture.supplyAsync(() -> ledger.summary(line.station().value(), name), reader);
    read.whenComplete(
        (summary, failure) -> {
          if (failure == null) {
            summary.filter(s -> !s.missing().isEmpty()).ifPresent(then);
          } else {
            LOG.warn("Transaction {} cannot be read: {}", name, failure.getMessage());
          }
        });
  }

  private boolean free(Line line, OpenTransactions.Open one) {
    return Statuses.availability(line.state().evse(one.evse()))
        .filter(SiteInput.Availability.AVAILABLE::equals)
        .isPresent();
  }

  private void end(Line line, String name, String reason) {
    Optional<OpenTransactions.Open> found = open.of(line.station(), name);
    if (found.isEmpty()) {
      return;
    }
    OpenTransactions.Open one = found.get();
    var session = line.session(name);
    LOG.warn(
        "Station {}: transaction {} was cut short ({}); ended with the energy last known",
        line.station(),
        Entrance.printable(name),
        reason);
    // A session that has begun since at this EVSE is another; this one may yet come back.
    line.state()
        .evseOfBooked(name)
        .ifPresent(
            running -> line.evse(running.number(), e -> e.booked().equals(name) ? e.cut() : e));
    Optional<EvseSpec> evse = model.evse(line.station(), one.evse());
    evse.map(e -> new SiteInput.SessionEnded(e.id(), session, "cut short: " + reason))
        .ifPresent(input -> Undelivered.log(courier.deliver(input), input));
    String payload = "{\"estimated\":true,\"reason\":\"" + reason + "\"}";
    ledger
        .record(
            new TransactionLedger.Event(
                line.station().value(),
                name,
                TransactionLedger.NO_SEQUENCE,
                TransactionLedger.Kind.ENDED_ESTIMATED,
                one.evse(),
                session.value(),
                one.lastAt(),
                time.instant(),
                false,
                Double.NaN,
                Double.NaN,
                payload.getBytes(StandardCharsets.UTF_8)))
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                open.ended(line.station(), name);
              } else {
                LOG.warn("The end of transaction {} is not booked: it is tried again", name);
                again(line, name, 1);
              }
            });
  }

  private static String key(Line line, String name) {
    return line.mailbox().peer().connection() + "/" + line.station() + '/' + name;
  }
}
