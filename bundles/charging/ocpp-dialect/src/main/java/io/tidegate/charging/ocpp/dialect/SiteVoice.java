package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.codec.ocpp.json.v21.StoppedReason;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells the site what became of sessions, and remembers in the slot what was told. */
final class SiteVoice {
  private final Courier courier;
  private final Permits permits;

  SiteVoice(Courier courier, Permits permits) {
    this.courier = courier;
    this.permits = permits;
  }

  /**
   * The transaction runs: begins its session where it is new, passes on what has changed.
   *
   * @param name of the transaction in the ledger
   */
  CompletionStage<Void> running(
      Line line, EvseSpec evse, TransactionEventRequest event, String name) {
    String transaction = event.transactionInfo().transactionId();
    SessionId session = line.session(name);
    EvseEntry before = line.state().evse(evse.number());
    boolean started = event.eventType() == TransactionEventType.STARTED;
    boolean begins = !before.booked().equals(name);
    Optional<VehicleWord> waiting =
        begins ? Optional.ofNullable(line.words().remove(evse.number())) : Optional.empty();
    Optional<Boolean> explicit =
        VehicleWord.discharge(event.customData())
            .or(() -> VehicleWord.discharge(event.transactionInfo().customData()));
    Optional<Boolean> word =
        explicit.or(
            () -> waiting.filter(w -> w.bidirectional() && permits.byMode(line)).map(w -> true));
    line.evse(
        evse.number(),
        e -> {
          EvseEntry entry =
              (begins ? e.began(transaction, name, started) : e).reached(event.seqNo());
          return word.isPresent() ? entry.permitted(word.get()) : entry;
        });
    List<CompletionStage<Void>> said = new ArrayList<>();
    if (begins) {
      said.add(courier.deliver(new SiteInput.SessionStarted(evse.id(), session, transaction)));
      waiting.ifPresent(limits -> said.add(vehicle(evse, session, limits)));
    }
    if (word.isPresent() && (begins || !word.equals(before.discharge()))) {
      said.add(permission(evse, session, word.get(), "TransactionEvent " + event.seqNo()));
      explicit.ifPresent(allowed -> permits.changed(line, transaction, allowed));
    }
    return all(said);
  }

  CompletionStage<Void> ended(
      Line line, EvseSpec evse, TransactionEventRequest event, String name) {
    String reason =
        event.transactionInfo().stoppedReason().map(StoppedReason::name).orElse("not named");
    line.evse(evse.number(), e -> e.finished(name));
    SessionId session = line.session(name);
    return courier.deliver(new SiteInput.SessionEnded(evse.id(), session, reason));
  }

  /** What the vehicle can take and wants; its state of charge is telemetry. */
  CompletionStage<Void> vehicle(EvseSpec evse, SessionId session, VehicleWord word) {
    return courier.deliver(
        new SiteInput.VehicleLimits(
            evse.id(),
            session,
            word.maxChargeW(),
            word.maxDischargeW(),
            word.capacityWh(),
            word.targetSocPct(),
            word.departure()));
  }

  void stateOfCharge(EvseSpec evse, double socPct, Instant at) {
    double no = Double.NaN;
    courier.measure(new SiteInput.EvseTelemetry(evse.id(), at, no, socPct, no, no, no, no, no));
  }

  CompletionStage<Void> permission(
      EvseSpec evse, SessionId session, boolean allowed, String source) {
    return courier.deliver(new SiteInput.DischargePermission(evse.id(), session, allowed, source));
  }

  private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
    return CompletableFuture.allOf(
        stages.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }
}
