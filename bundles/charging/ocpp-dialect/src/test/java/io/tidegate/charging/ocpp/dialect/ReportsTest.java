package io.tidegate.charging.ocpp.dialect;

import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.AcChargingParameters;
import io.tidegate.codec.ocpp.json.v21.ChargingLimit;
import io.tidegate.codec.ocpp.json.v21.ChargingLimitSource;
import io.tidegate.codec.ocpp.json.v21.ChargingNeeds;
import io.tidegate.codec.ocpp.json.v21.ChargingNeedsStatus;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.ClearedChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.Component;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import io.tidegate.codec.ocpp.json.v21.DataTransferRequest;
import io.tidegate.codec.ocpp.json.v21.DataTransferResponse;
import io.tidegate.codec.ocpp.json.v21.DataTransferStatus;
import io.tidegate.codec.ocpp.json.v21.DcChargingParameters;
import io.tidegate.codec.ocpp.json.v21.EnergyTransferMode;
import io.tidegate.codec.ocpp.json.v21.EventData;
import io.tidegate.codec.ocpp.json.v21.EventNotificationType;
import io.tidegate.codec.ocpp.json.v21.EventTrigger;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MeterValuesRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsResponse;
import io.tidegate.codec.ocpp.json.v21.NotifyEventRequest;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.Variable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What stations report besides transactions. */
class ReportsTest {
  private final Bench bench = Bench.open();
  private final FakeMailbox mailbox = bench.booted("CS01");

  private void status(int connector, ConnectorStatus status) {
    bench.result(mailbox, new StatusNotificationRequest(Stamp.of(bench.now), status, 1, connector));
  }

  @Test
  void tellsTheSiteWhatAConnectorIsDoing() {
    status(1, ConnectorStatus.OCCUPIED);
    status(1, ConnectorStatus.FAULTED);
    assertThat(bench.inputs)
        .containsExactly(
            new SiteInput.EvseStatus(Bench.E1, Availability.OCCUPIED),
            new SiteInput.EvseStatus(Bench.E1, Availability.FAULTED));
  }

  @Test
  void oneConnectorInUseMakesTheEvseOccupied() {
    status(1, ConnectorStatus.OCCUPIED);
    status(2, ConnectorStatus.UNAVAILABLE);
    status(1, ConnectorStatus.AVAILABLE);
    assertThat(bench.inputs(SiteInput.EvseStatus.class))
        .extracting(SiteInput.EvseStatus::availability)
        .containsExactly(Availability.OCCUPIED, Availability.OCCUPIED, Availability.AVAILABLE);
  }

  @Test
  void answersForAnEvseThatTheSiteFileDoesNotList() {
    bench.result(
        mailbox, new StatusNotificationRequest(Stamp.of(bench.now), ConnectorStatus.FAULTED, 9, 1));
    bench.result(
        mailbox,
        new MeterValuesRequest(
            0,
            List.of(Values.at(bench.now, Values.of(Measurand.SOC, "5", "Percent"))),
            Optional.empty()));
    assertThat(bench.inputs).isEmpty();
  }

  @Test
  void passesMeterValuesAndTemperaturesOn() {
    bench.result(
        mailbox,
        new MeterValuesRequest(
            1,
            List.of(Values.at(bench.now, Values.of(Measurand.POWER_ACTIVE_EXPORT, "3000", "W"))),
            Optional.of(
                new CustomData(
                    "io.tidegate",
                    Map.of("connectorC", new BigDecimal("41.5"), "packC", new BigDecimal(33))))));
    SiteInput.EvseTelemetry t = bench.inputs(SiteInput.EvseTelemetry.class).get(0);
    assertThat(t.powerW()).isEqualTo(-3_000);
    assertThat(t.connectorC()).isEqualTo(41.5);
    assertThat(t.packC()).isEqualTo(33);
    assertThat(t.inverterC()).isNaN();
    assertThat(t.socPct()).isNaN();
  }

  @Test
  void doesNotBelieveAPowerFarBeyondTheRating() {
    bench.result(
        mailbox,
        new MeterValuesRequest(
            1,
            List.of(
                Values.at(
                    bench.now,
                    Values.of(Measurand.POWER_ACTIVE_IMPORT, "900000", "W"),
                    Values.of(Measurand.SOC, "50", "Percent"))),
            Optional.empty()));
    SiteInput.EvseTelemetry t = bench.inputs(SiteInput.EvseTelemetry.class).get(0);
    assertThat(t.powerW()).isNaN();
    assertThat(t.socPct()).isEqualTo(50);
  }

  private NotifyEVChargingNeedsRequest dc(Optional<CustomData> custom) {
    return new NotifyEVChargingNeedsRequest(
        1,
        new ChargingNeeds(
            EnergyTransferMode.DC,
            Optional.of(Stamp.of(bench.now.plusSeconds(36_000))),
            Optional.empty(),
            Optional.of(
                new DcChargingParameters(
                    BigDecimal.valueOf(50),
                    BigDecimal.valueOf(400),
                    Optional.of(BigDecimal.valueOf(15_000)),
                    Optional.of(BigDecimal.valueOf(19_000)),
                    OptionalInt.of(40),
                    Optional.of(BigDecimal.valueOf(60_000)),
                    OptionalInt.empty(),
                    OptionalInt.empty())),
            Optional.empty()),
        custom);
  }

  @Test
  void passesAVehiclesNeedsOn() {
    bench.result(mailbox, bench.event(STARTED, "T1", 0).build());
    bench.inputs.clear();
    NotifyEVChargingNeedsResponse response =
        bench.result(
            mailbox,
            dc(
                Optional.of(
                    new CustomData(
                        "io.tidegate",
                        Map.of("dischargeAllowed", true, "maxDischargeW", new BigDecimal(7_000))))),
            NotifyEVChargingNeedsResponse.class);
    assertThat(response.status()).isEqualTo(ChargingNeedsStatus.ACCEPTED);
    SiteInput.VehicleLimits limits = bench.inputs(SiteInput.VehicleLimits.class).get(0);
    assertThat(limits.maxChargeW()).isEqualTo(19_000);
    assertThat(limits.maxDischargeW()).isEqualTo(7_000);
    assertThat(limits.capacityWh()).isEqualTo(60_000);
    // 40 % and 15 of 60 kWh
    assertThat(limits.targetSocPct()).isEqualTo(65);
    assertThat(limits.departure()).contains(bench.now.plusSeconds(36_000));
    assertThat(bench.inputs(SiteInput.EvseTelemetry.class).get(0).socPct()).isEqualTo(40);
    assertThat(bench.inputs(SiteInput.DischargePermission.class))
        .extracting(SiteInput.DischargePermission::allowed)
        .containsExactly(true);
  }

  @Test
  void keepsNeedsThatCameBeforeTheTransactionButNoPermission() {
    bench.result(
        mailbox, dc(Optional.of(new CustomData("io.tidegate", Map.of("dischargeAllowed", true)))));
    assertThat(bench.inputs(SiteInput.VehicleLimits.class)).isEmpty();
    bench.result(mailbox, bench.event(STARTED, "T1", 0).build());
    assertThat(bench.inputs(SiteInput.VehicleLimits.class)).hasSize(1);
    assertThat(bench.inputs(SiteInput.DischargePermission.class)).isEmpty();
  }

  @Test
  void forgetsTheNeedsOfAVehicleThatLeft() {
    bench.result(mailbox, dc(Optional.empty()));
    status(1, ConnectorStatus.AVAILABLE);
    bench.result(mailbox, bench.event(STARTED, "T1", 0).build());
    assertThat(bench.inputs(SiteInput.VehicleLimits.class)).isEmpty();
  }

  @Test
  void computesAnAcVehiclesPowerFromItsCurrent() {
    ChargingNeeds needs =
        new ChargingNeeds(
            EnergyTransferMode.AC_THREE_PHASE,
            Optional.empty(),
            Optional.of(
                new AcChargingParameters(
                    BigDecimal.valueOf(20_000),
                    BigDecimal.valueOf(6),
                    BigDecimal.valueOf(16),
                    BigDecimal.valueOf(400))),
            Optional.empty(),
            Optional.empty());
    VehicleWord word = VehicleWord.of(needs, Optional.empty(), ClockOffset.NONE, 230);
    assertThat(word.maxChargeW()).isEqualTo(11_040);
    assertThat(word.targetSocPct()).isNaN();
  }

  @Test
  void rejectsNeedsAtAnUnknownEvse() {
    NotifyEVChargingNeedsRequest known = dc(Optional.empty());
    assertThat(
            bench
                .result(
                    mailbox,
                    new NotifyEVChargingNeedsRequest(5, known.chargingNeeds(), Optional.empty()),
                    NotifyEVChargingNeedsResponse.class)
                .status())
        .isEqualTo(ChargingNeedsStatus.REJECTED);
  }

  private static ChargingSchedule schedule(
      ChargingRateUnit unit, Optional<Instant> start, String... limits) {
    List<ChargingSchedulePeriod> periods = new java.util.ArrayList<>();
    for (int i = 0; i < limits.length; i++) {
      periods.add(
          new ChargingSchedulePeriod(
              60 * i, new BigDecimal(limits[i]), OptionalInt.empty(), OptionalInt.empty()));
    }
    return new ChargingSchedule(
        1, start.map(Stamp::of), OptionalInt.of(600), unit, periods, Optional.empty());
  }

  @Test
  void aLimitThatIsNotOursIsADerateAtOnce() {
    bench.result(
        mailbox,
        new NotifyChargingLimitRequest(
            OptionalInt.of(1),
            new ChargingLimit(ChargingLimitSource.OTHER, Optional.empty()),
            List.of(schedule(ChargingRateUnit.A, Optional.empty(), "10"))));
    bench.result(
        mailbox, new ClearedChargingLimitRequest(ChargingLimitSource.OTHER, OptionalInt.of(1)));
    List<SiteInput.DerateNotice> notices = bench.inputs(SiteInput.DerateNotice.class);
    assertThat(notices.get(0)).isEqualTo(new SiteInput.DerateNotice(Bench.E1, 6_900, "Other"));
    assertThat(notices.get(1).maxPowerW()).isNaN();
  }

  @Test
  void aLimitOfTheWholeStationIsSplit() {
    FakeMailbox two = bench.booted("CS03");
    bench.result(
        two,
        new NotifyChargingLimitRequest(
            OptionalInt.empty(),
            new ChargingLimit(ChargingLimitSource.EMS, Optional.empty()),
            List.of(
                schedule(
                    ChargingRateUnit.W, Optional.of(bench.now.minusSeconds(90)), "9000", "5000"))));
    assertThat(bench.inputs(SiteInput.DerateNotice.class))
        .extracting(SiteInput.DerateNotice::maxPowerW)
        .containsExactly(2_500.0, 2_500.0);
  }

  @Test
  void takesTemperaturesOfComponents() {
    for (String part : List.of("Connector", "AcDcConverter", "ConnectedEV", "Display")) {
      bench.result(
          mailbox,
          new NotifyEventRequest(
              Stamp.of(bench.now), false, 0, List.of(event(part, "66.5"), event(part, "warm"))));
    }
    List<SiteInput.EvseTelemetry> all = bench.inputs(SiteInput.EvseTelemetry.class);
    assertThat(all).hasSize(3);
    assertThat(all.get(0).connectorC()).isEqualTo(66.5);
    assertThat(all.get(1).inverterC()).isEqualTo(66.5);
    assertThat(all.get(2).packC()).isEqualTo(66.5);
  }

  private EventData event(String component, String value) {
    return new EventData(
        1,
        Stamp.of(bench.now),
        EventTrigger.PERIODIC,
        value,
        Optional.empty(),
        Optional.empty(),
        EventNotificationType.CUSTOM_MONITOR,
        new Component(component, Optional.empty(), Optional.of(new Evse(1, OptionalInt.empty()))),
        new Variable("Temperature", Optional.empty()));
  }

  @Test
  void knowsNoVendorsMessages() {
    assertThat(
            bench
                .result(
                    mailbox,
                    new DataTransferRequest("com.example", Optional.empty(), Optional.empty()),
                    DataTransferResponse.class)
                .status())
        .isEqualTo(DataTransferStatus.UNKNOWN_VENDOR_ID);
  }

  @Test
  void losesNothingWhenTheSitesInboxIsFullForAWhile() {
    bench.inboxFull = true;
    String text =
        FakeMailbox.OCPP.call(
            "x", new StatusNotificationRequest(Stamp.of(bench.now), ConnectorStatus.FAULTED, 1, 1));
    var done = bench.dialect.received(mailbox, text).toCompletableFuture();
    assertThat(done).isNotDone();
    assertThat(mailbox.replies).isEmpty();
    bench.inboxFull = false;
    done.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
    assertThat(bench.inputs)
        .containsExactly(new SiteInput.EvseStatus(Bench.E1, Availability.FAULTED));
    assertThat(mailbox.replies).hasSize(1);
  }

  @Test
  void answersAnErrorWhenTheDialectStopsBeforeTheSiteHasIt() {
    bench.inboxFull = true;
    String text =
        FakeMailbox.OCPP.call(
            "x", new StatusNotificationRequest(Stamp.of(bench.now), ConnectorStatus.FAULTED, 1, 1));
    var done = bench.dialect.received(mailbox, text).toCompletableFuture();
    bench.dialect.close();
    done.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
    assertThat(mailbox.replies.get(0)).contains(RpcErrorCode.INTERNAL_ERROR.wire());
  }
}
