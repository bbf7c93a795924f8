package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.v21.ChargingLimitSource;
import io.tidegate.codec.ocpp.json.v21.ChargingNeedsStatus;
import io.tidegate.codec.ocpp.json.v21.ClearedChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.ClearedChargingLimitResponse;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import io.tidegate.codec.ocpp.json.v21.EventData;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v21.MeterValuesResponse;
import io.tidegate.codec.ocpp.json.v21.NotifyChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyChargingLimitResponse;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsResponse;
import io.tidegate.codec.ocpp.json.v21.NotifyEventRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEventResponse;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What stations report besides transactions: status, measurements, vehicles' needs, limits. */
final class Reports {
  /** Connectors of one EVSE; more do not exist. */
  private static final int CONNECTORS = 16;

  private static final Optional<Boolean> YES = Optional.of(true);

  private final SiteModel model;
  private final Courier courier;
  private final SiteVoice voice;
  private final Telemetry telemetry;
  private final SafeShares shares;
  private final Inquest inquest;
  private final Permits permits;
  private final InstantSource time;

  Reports(
      SiteModel model,
      Courier courier,
      SiteVoice voice,
      Telemetry telemetry,
      SafeShares shares,
      Inquest inquest,
      Permits permits,
      InstantSource time) {
    this.model = model;
    this.courier = courier;
    this.voice = voice;
    this.telemetry = telemetry;
    this.shares = shares;
    this.inquest = inquest;
    this.permits = permits;
    this.time = time;
  }

  CompletionStage<Answer> status(Line line, StatusNotificationRequest report) {
    sampleClock(line, report.timestamp().at());
    Optional<EvseSpec> evse = model.evse(line.station(), report.evseId());
    int connector = report.connectorId();
    if (evse.isEmpty() || connector < 1 || connector > CONNECTORS) {
      return Answer.of(new StatusNotificationResponse());
    }
    if (report.connectorStatus() == ConnectorStatus.AVAILABLE) {
      // the vehicle has gone, and its word with it
      line.words().remove(report.evseId());
      inquest.available(line, report.evseId());
    }
    StationState state =
        line.evse(report.evseId(), e -> e.connector(connector, report.connectorStatus()));
    return Statuses.availability(state.evse(report.evseId()))
        .map(a -> courier.deliver(new SiteInput.EvseStatus(evse.get().id(), a)))
        .orElse(CompletableFuture.completedStage(null))
        .thenApply(done -> new Answer(new StatusNotificationResponse(), () -> {}));
  }

  CompletionStage<Answer> meterValues(Line line, MeterValuesRequest report) {
    model
        .evse(line.station(), report.evseId())
        .ifPresent(
            evse ->
                telemetry.report(
                    line,
                    evse,
                    telemetry.check(line, evse, report.meterValue()),
                    report.meterValue(),
                    report.customData()));
    return Answer.of(new MeterValuesResponse());
  }

  CompletionStage<Answer> needs(Line line, NotifyEVChargingNeedsRequest report) {
    Optional<EvseSpec> spec = model.evse(line.station(), report.evseId());
    if (spec.isEmpty()) {
      return Answer.of(
          new NotifyEVChargingNeedsResponse(ChargingNeedsStatus.REJECTED, Optional.empty()));
    }
    EvseSpec evse = spec.get();
    var custom = report.customData().or(() -> report.chargingNeeds().customData());
    VehicleWord word =
        VehicleWord.of(
            report.chargingNeeds(), custom, line.state().clock(), model.grid().nominalVoltageV());
    Optional<SessionId> session = TransactionDesk.session(line, evse.number());
    CompletionStage<Void> said = CompletableFuture.completedStage(null);
    if (session.isPresent()) {
      said = voice.vehicle(evse, session.get(), word);
      Optional<Boolean> allowed =
          VehicleWord.discharge(custom)
              .or(() -> permits.byMode(line) && word.bidirectional() ? YES : Optional.empty());
      if (allowed.isPresent()) {
        line.evse(evse.number(), e -> e.permitted(allowed.get()));
        VehicleWord.discharge(custom)
            .ifPresent(
                flag ->
                    permits.changed(line, line.state().evse(evse.number()).transaction(), flag));
        CompletionStage<Void> permitted =
            voice.permission(evse, session.get(), allowed.get(), "NotifyEVChargingNeeds");
        said = said.thenCombine(permitted, (a, b) -> null);
      }
    } else {
      line.words().put(evse.number(), word);
    }
    if (!Double.isNaN(word.socPct())) {
      voice.stateOfCharge(evse, word.socPct(), time.instant());
    }
    return said.thenApply(
        done ->
            new Answer(
                new NotifyEVChargingNeedsResponse(ChargingNeedsStatus.ACCEPTED, Optional.empty()),
                () -> {}));
  }

  /** A limit that is not ours (K12): cooling, an inverter, the operator's own (S1.10). */
  CompletionStage<Answer> limit(Line line, NotifyChargingLimitRequest report) {
    List<EvseSpec> evses = evses(line, report.evseId());
    String cause = report.chargingLimit().chargingLimitSource();
    List<CompletionStage<Void>> said = new ArrayList<>();
    if (!report.chargingSchedule().isEmpty()) {
      for (EvseSpec evse : evses) {
        double limitW =
            ForeignLimit.watts(
                report.chargingSchedule(),
                line.state().clock().toStation(time.instant()),
                model.grid().nominalVoltageV(),
                evse.phases().count());
        double share = report.evseId().orElse(0) == 0 ? limitW / evses.size() : limitW;
        said.add(courier.deliver(new SiteInput.DerateNotice(evse.id(), share, cause)));
      }
    }
    return answered(said, new NotifyChargingLimitResponse());
  }

  /** The end of such a limit. When it was ours, the station has dropped the safe share too. */
  CompletionStage<Answer> limitCleared(Line line, ClearedChargingLimitRequest report) {
    if (report.chargingLimitSource().equals(ChargingLimitSource.CSO)) {
      shares.lost(line, report.evseId().orElse(0));
    }
    List<CompletionStage<Void>> said = new ArrayList<>();
    for (EvseSpec evse : evses(line, report.evseId())) {
      said.add(courier.deliver(new SiteInput.DerateNotice(evse.id(), Double.NaN, "")));
    }
    return answered(said, new ClearedChargingLimitResponse());
  }

  /** Temperatures of components (N07); other events are taken note of by nobody here. */
  CompletionStage<Answer> events(Line line, NotifyEventRequest report) {
    sampleClock(line, report.generatedAt().at());
    for (EventData event : report.eventData()) {
      int number = event.component().evse().map(Evse::id).orElse(0);
      Optional<EvseSpec> evse = model.evse(line.station(), number);
      if (evse.isPresent() && event.variable().name().equals("Temperature")) {
        temperature(evse.get(), event);
      }
    }
    return Answer.of(new NotifyEventResponse());
  }

  private void temperature(EvseSpec evse, EventData event) {
    double value;
    try {
      value = Double.parseDouble(event.actualValue());
    } catch (NumberFormatException e) {
      return;
    }
    double no = Double.NaN;
    double celsius = value > -60 && value < 300 ? value : no;
    Instant at = event.timestamp().at();
    switch (event.component().name()) {
      case "Connector", "CableCooling" ->
          courier.measure(
              new SiteInput.EvseTelemetry(evse.id(), at, no, no, celsius, no, no, no, no));
      case "AcDcConverter", "DcDcConverter", "Inverter" ->
          courier.measure(
              new SiteInput.EvseTelemetry(evse.id(), at, no, no, no, celsius, no, no, no));
      case "ConnectedEV", "Battery" ->
          courier.measure(
              new SiteInput.EvseTelemetry(evse.id(), at, no, no, no, no, celsius, no, no));
      default -> {
        // a part that limits nothing
      }
    }
  }

  private List<EvseSpec> evses(Line line, OptionalInt number) {
    int wanted = number.orElse(0);
    return model.evsesOf(line.station()).stream()
        .filter(e -> wanted == 0 || e.number() == wanted)
        .toList();
  }

  private void sampleClock(Line line, Instant stamp) {
    Instant now = time.instant();
    line.change(s -> s.clock(s.clock().sampled(stamp, now)));
  }

  private static CompletionStage<Answer> answered(
      List<CompletionStage<Void>> said, Record response) {
    return CompletableFuture.allOf(
            said.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> new Answer(response, () -> {}));
  }
}
