package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import io.tidegate.api.site.StationQuirks.ProfileKind;
import io.tidegate.codec.ocpp.json.v21.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.BootNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.BootReason;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.ChargingStation;
import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MessageTrigger;
import io.tidegate.codec.ocpp.json.v21.RegistrationStatus;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What known quirks of stations change, through the engine. */
class QuirksTest {
  private static final StationQuirks NONE = StationQuirks.NONE;
  private final Bench bench = Bench.open();

  private static StationQuirks quirks(
      ProfileKind kind, Optional<LimitUnit> unit, double minLimitA, boolean phases) {
    return new StationQuirks(
        List.of("test"), kind, unit, minLimitA, true, phases, true, true, false, Duration.ZERO);
  }

  private static QuirkBook vendor(StationQuirks quirks) {
    return make -> make.vendor().equals("vendor") ? quirks : NONE;
  }

  private FakeMailbox charging(StationQuirks quirks) {
    bench.dialect.bind(vendor(quirks), Map.of());
    FakeMailbox mailbox = bench.booted("CS01");
    bench.result(
        mailbox, bench.event(TransactionEventType.STARTED, "t1", 0).dischargeAllowed(true).build());
    mailbox.calls.clear();
    return mailbox;
  }

  private ChargingSchedule sent(FakeMailbox mailbox, double powerW) {
    bench.dialect.apply(List.of(bench.clearance("E01", powerW)));
    return last(mailbox).chargingSchedule().get(0);
  }

  private static ChargingProfile last(FakeMailbox mailbox) {
    List<SetChargingProfileRequest> all = mailbox.requests(SetChargingProfileRequest.class);
    return all.get(all.size() - 1).chargingProfile();
  }

  private static ChargingSchedulePeriod period(ChargingSchedule schedule) {
    return schedule.chargingSchedulePeriod().get(0);
  }

  /** Wallbox: relative profiles. A duration would count from the transaction's start. */
  @Test
  void aRelativeProfileEndsByItsValidityAlone() {
    FakeMailbox mailbox = charging(quirks(ProfileKind.RELATIVE, Optional.empty(), 0, true));
    ChargingSchedule schedule = sent(mailbox, 7_000);
    assertThat(last(mailbox).chargingProfileKind()).isEqualTo(ChargingProfileKind.RELATIVE);
    assertThat(last(mailbox).validTo()).isPresent();
    assertThat(schedule.startSchedule()).isEmpty();
    assertThat(schedule.duration()).isEmpty();
    assertThat(period(schedule).limit().get()).isEqualByComparingTo("7000");
  }

  @Test
  void aStationThatTakesRelativeProfilesIsNeverToldToDischarge() {
    FakeMailbox mailbox = charging(quirks(ProfileKind.RELATIVE, Optional.empty(), 0, true));
    bench.dialect.apply(List.of(bench.clearance("E01", -5_000)));
    assertThat(mailbox.requests(SetChargingProfileRequest.class)).isEmpty();
    assertThat(bench.inputs(SiteInput.SetpointOutcome.class))
        .extracting(SiteInput.SetpointOutcome::outcome)
        .containsExactly(SiteInput.Outcome.NOT_SENT);
  }

  @Test
  void theSafeShareOfAFreshlyBootedStationHasItsShapeToo() {
    bench.dialect.bind(
        vendor(quirks(ProfileKind.RELATIVE, Optional.of(LimitUnit.A), 0, false)), Map.of());
    FakeMailbox mailbox = bench.connect("CS01");
    bench.result(mailbox, Bench.boot());
    ChargingProfile base = last(mailbox);
    assertThat(base.chargingProfileKind()).isEqualTo(ChargingProfileKind.RELATIVE);
    assertThat(base.chargingSchedule().get(0).chargingRateUnit()).isEqualTo(ChargingRateUnit.A);
    assertThat(period(base.chargingSchedule().get(0)).limit().get())
        .as("2,000 W on three phases of 230 V, cut")
        .isEqualByComparingTo("2.8");
  }

  /** Autel, Easee: a descriptor for absolute profiles changes nothing that we do. */
  @Test
  void absoluteProfilesStayAsTheyAre() {
    FakeMailbox mailbox = charging(quirks(ProfileKind.ABSOLUTE, Optional.empty(), 0, true));
    ChargingSchedule schedule = sent(mailbox, 7_000);
    assertThat(last(mailbox).chargingProfileKind()).isEqualTo(ChargingProfileKind.ABSOLUTE);
    assertThat(schedule.startSchedule()).isPresent();
    assertThat(schedule.duration()).isPresent();
  }

  /** Wallbox, go-e: amperes alone, and numberPhases is passed over. */
  @Test
  void saysAmperesWithoutPhasesAlthoughTheSiteFileSaysWatts() {
    FakeMailbox mailbox =
        charging(quirks(ProfileKind.ABSOLUTE, Optional.of(LimitUnit.A), 0, false));
    ChargingSchedule schedule = sent(mailbox, 6_900);
    assertThat(schedule.chargingRateUnit()).isEqualTo(ChargingRateUnit.A);
    assertThat(period(schedule).limit().get()).isEqualByComparingTo("10");
    assertThat(period(schedule).numberPhases()).isEmpty();
    assertThat(period(sent(mailbox, -6_950)).limit().get())
        .as("cut toward zero")
        .isEqualByComparingTo("-10");
  }

  /** HomeCharge with the EFR controller: watts alone. */
  @Test
  void saysWattsAlthoughTheSiteFileSaysAmperes() {
    bench.dialect.bind(
        vendor(quirks(ProfileKind.ABSOLUTE, Optional.of(LimitUnit.W), 0, true)), Map.of());
    FakeMailbox mailbox = bench.connect("CS02");
    bench.result(mailbox, Bench.boot());
    ChargingSchedule base = last(mailbox).chargingSchedule().get(0);
    assertThat(base.chargingRateUnit()).isEqualTo(ChargingRateUnit.W);
    assertThat(period(base).limit().get())
        .as("never above the share")
        .isLessThanOrEqualTo(new java.math.BigDecimal(2_000));
  }

  @Test
  void aLimitThatAStationWouldNotKeepBecomesAPause() {
    FakeMailbox mailbox = charging(quirks(ProfileKind.ABSOLUTE, Optional.empty(), 8, true));
    assertThat(period(sent(mailbox, 8 * 690 - 1)).limit().get()).isEqualByComparingTo("0");
    assertThat(period(sent(mailbox, 8 * 690)).limit().get()).isEqualByComparingTo("5520");
    assertThat(period(sent(mailbox, -2_000)).limit().get()).isEqualByComparingTo("0");
  }

  @Test
  void aNegativeLimitMayBeSwitchedOff() {
    FakeMailbox mailbox =
        charging(
            new StationQuirks(
                List.of("test"),
                ProfileKind.ABSOLUTE,
                Optional.empty(),
                0,
                false,
                true,
                true,
                true,
                false,
                Duration.ZERO));
    bench.dialect.apply(List.of(bench.clearance("E01", -5_000)));
    assertThat(mailbox.requests(SetChargingProfileRequest.class)).isEmpty();
    assertThat(period(sent(mailbox, 5_000)).limit().get()).isEqualByComparingTo("5000");
  }

  private static StationQuirks pulsarPro() {
    return new StationQuirks(
        List.of("test"),
        ProfileKind.ABSOLUTE,
        Optional.empty(),
        0,
        true,
        true,
        false,
        false,
        true,
        Duration.ZERO);
  }

  /** Wallbox Pulsar Pro: a meter that is none. */
  @Test
  void meterValuesThatAreWorthlessAreNotUsed() {
    FakeMailbox mailbox = charging(pulsarPro());
    bench.inputs.clear();
    bench.result(
        mailbox,
        bench
            .event(TransactionEventType.UPDATED, "t1", 1)
            .values(Values.at(bench.now, Values.of(Measurand.POWER_ACTIVE_IMPORT, "4200", "W")))
            .build());
    assertThat(bench.inputs(SiteInput.EvseTelemetry.class)).isEmpty();
    assertThat(bench.booked).hasSize(2);
  }

  /** Wallbox Pulsar Pro: asked to boot as soon as it is there, not when it first says something. */
  @Test
  void aStationThatDoesNotBootByItselfIsAskedAtOnce() {
    bench.dialect.bind(
        make -> make.station().equals(new StationId("CS02")) ? pulsarPro() : NONE, Map.of());
    assertThat(bench.connect("CS01").calls).isEmpty();
    assertThat(bench.connect("CS02").requests(TriggerMessageRequest.class))
        .extracting(TriggerMessageRequest::requestedMessage)
        .containsExactly(MessageTrigger.BOOT_NOTIFICATION);
  }

  @Test
  void unknownFieldsOfATolerantStationArePassedOver() {
    FakeMailbox mailbox = charging(pulsarPro());
    assertThat(bench.sendText(mailbox, "[2,\"x1\",\"Heartbeat\",{\"huawei\":1}]"))
        .isInstanceOf(io.tidegate.codec.ocpp.json.Frame.Result.class);
  }

  /** Wallbox Copper SB: closes when calls follow each other at once. */
  @Test
  void leavesTimeBetweenCallsAndNeverBeforeASetpoint() {
    bench.dialect.bind(
        vendor(
            new StationQuirks(
                List.of("test"),
                ProfileKind.ABSOLUTE,
                Optional.empty(),
                0,
                true,
                true,
                true,
                true,
                false,
                Duration.ofMillis(500))),
        Map.of());
    FakeMailbox mailbox = bench.connect("CS01");
    bench.result(mailbox, Bench.boot());
    assertThat(mailbox.calls).hasSize(1);
    bench.result(mailbox, bench.event(TransactionEventType.STARTED, "t1", 0).build());
    bench.dialect.apply(List.of(bench.clearance("E01", 5_000)));
    assertThat(mailbox.calls).hasSize(2);
    assertThat(mailbox.calls.get(1).urgency()).isEqualTo(Urgency.SETPOINT);
    bench.pass(Duration.ofMillis(500));
    assertThat(mailbox.calls).hasSize(3);
    bench.pass(Duration.ofSeconds(5));
    assertThat(mailbox.calls).as("safe share, setpoint, two for variables, trigger").hasSize(5);
  }

  /** Huawei SCharger boots with an empty vendor name (evcc issue 32170): it is served. */
  @Test
  void anEmptyVendorNameIsNoReasonToTurnAStationAway() {
    FakeMailbox mailbox = bench.connect("CS01");
    var boot =
        new BootNotificationRequest(
            BootReason.POWER_UP,
            new ChargingStation(
                "ACChargePoint", "", Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(bench.result(mailbox, boot, BootNotificationResponse.class).status())
        .isEqualTo(RegistrationStatus.ACCEPTED);
  }

  /** The bundle of quirks comes, goes and is replaced while stations stay connected. */
  @Test
  void anotherBookHoldsAtOnceAndAfterARestartWithoutABoot() {
    QuirkBook book = vendor(quirks(ProfileKind.ABSOLUTE, Optional.of(LimitUnit.A), 0, true));
    FakeMailbox mailbox = charging(quirks(ProfileKind.RELATIVE, Optional.empty(), 0, true));
    assertThat(sent(mailbox, 6_900).chargingRateUnit()).isEqualTo(ChargingRateUnit.W);
    bench.dialect.bind(book, Map.of());
    assertThat(sent(mailbox, 6_900).chargingRateUnit()).isEqualTo(ChargingRateUnit.A);
    bench.dialect.unbind(book);
    assertThat(sent(mailbox, 6_900).chargingRateUnit()).isEqualTo(ChargingRateUnit.W);
    bench.dialect = bench.dialect();
    bench.dialect.bind(book, Map.of());
    FakeMailbox back = bench.connect("CS01");
    assertThat(last(back).chargingSchedule().get(0).chargingRateUnit())
        .isEqualTo(ChargingRateUnit.A);
  }

  @Test
  void takesWhatSeveralBooksSayTogetherAndTheHigherRankedWhereTheyDisagree() {
    QuirkBooks books = new QuirkBooks();
    StationMake make = new StationMake(new StationId("CS01"), "vendor", "m", "1");
    QuirkBook low = vendor(quirks(ProfileKind.RELATIVE, Optional.of(LimitUnit.W), 0, true));
    QuirkBook high = vendor(quirks(ProfileKind.ABSOLUTE, Optional.of(LimitUnit.A), 6, false));
    QuirkBook broken =
        m -> {
          throw new IllegalStateException("a vendor's mistake");
        };
    QuirkBook wild = vendor(quirks(ProfileKind.ABSOLUTE, Optional.empty(), 600, true));
    books.add(high, Map.of("service.ranking", 10, "service.id", 7L));
    books.add(broken, Map.of("service.id", 8L));
    books.add(wild, Map.of("service.id", 10L));
    books.add(low, Map.of("service.id", 9L));
    StationQuirks all = books.of(make);
    assertThat(all.names()).containsExactly("test", "test");
    assertThat(all.profileKind()).isEqualTo(ProfileKind.RELATIVE);
    assertThat(all.limitUnit()).contains(LimitUnit.A);
    assertThat(all.minLimitA()).isEqualTo(6);
    assertThat(all.numberPhases()).isFalse();
    books.remove(high);
    assertThat(books.of(make).limitUnit()).contains(LimitUnit.W);
    books.remove(low);
    assertThat(books.of(make)).isEqualTo(NONE);
  }
}
