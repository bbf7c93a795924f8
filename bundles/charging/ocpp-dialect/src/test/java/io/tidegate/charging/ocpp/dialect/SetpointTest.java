package io.tidegate.charging.ocpp.dialect;

import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.ENDED;
import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect.Detachment;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Setpoints on the wire and what becomes of them (block K; S1.11, S11, S12). */
class SetpointTest {
  private final Bench bench = Bench.open();
  private final FakeMailbox mailbox = bench.booted("CS01");

  private void charge(FakeMailbox at, boolean discharge) {
    Bench.Event event = bench.event(STARTED, "T1", 0);
    bench.result(at, (discharge ? event.dischargeAllowed(true) : event).build());
    bench.inputs.clear();
  }

  private OutboundCall set(FakeMailbox at, String evse, double powerW) {
    bench.dialect.apply(List.of(bench.clearance(evse, powerW)));
    return at.lastCall("SetChargingProfile");
  }

  private static ChargingProfile profile(OutboundCall call) {
    return ((SetChargingProfileRequest) FakeMailbox.request(call)).chargingProfile();
  }

  private static ChargingSchedule schedule(OutboundCall call) {
    return profile(call).chargingSchedule().get(0);
  }

  private static BigDecimal limit(OutboundCall call) {
    return schedule(call).chargingSchedulePeriod().get(0).limit().orElseThrow();
  }

  private List<SiteInput.SetpointOutcome> outcomes() {
    return bench.inputs(SiteInput.SetpointOutcome.class);
  }

  @Test
  void writesAnExpiringProfileForTheTransaction() {
    charge(mailbox, false);
    OutboundCall call = set(mailbox, "E01", 7_400);

    assertThat(call.clearance()).isPresent();
    assertThat(call.urgency()).isEqualTo(OutboundCall.Urgency.SETPOINT);
    assertThat(call.spacing()).isEqualTo(Duration.ofSeconds(1));
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(call.key()).isEqualTo("setpoint/E01");
    ChargingProfile profile = profile(call);
    assertThat(profile.chargingProfilePurpose()).isEqualTo(ChargingProfilePurpose.TX_PROFILE);
    assertThat(profile.chargingProfileKind()).isEqualTo(ChargingProfileKind.ABSOLUTE);
    assertThat(profile.transactionId()).contains("T1");
    ChargingSchedule schedule = schedule(call);
    assertThat(schedule.chargingRateUnit()).isEqualTo(ChargingRateUnit.W);
    assertThat(schedule.chargingSchedulePeriod()).hasSize(1);
    assertThat(limit(call)).isEqualByComparingTo("7400");
    Instant start = schedule.startSchedule().orElseThrow().at();
    assertThat(start).isBeforeOrEqualTo(bench.now);
    assertThat(start.plusSeconds(schedule.duration().getAsInt()))
        .isAfter(bench.now.plusSeconds(28))
        .isBeforeOrEqualTo(bench.now.plusSeconds(30));
    assertThat(profile.validTo().orElseThrow().at()).isEqualTo(bench.now.plusSeconds(30));
  }

  @Test
  void replacesItsOwnProfileAndKeepsAboveTheBase() {
    charge(mailbox, false);
    ChargingProfile first = profile(set(mailbox, "E01", 7_400));
    ChargingProfile second = profile(set(mailbox, "E01", 3_000));
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    FakeMailbox again = bench.connect("CS01");
    ChargingProfile base = profile(again.lastCall("SetChargingProfile"));

    assertThat(second.id()).isEqualTo(first.id()).isNotEqualTo(base.id());
    assertThat(base.stackLevel()).isLessThan(first.stackLevel());
  }

  @ParameterizedTest
  @CsvSource({
    // station, EVSE, power, limit
    "CS01, E01, 4140.04, 4140.0",
    "CS01, E01, 4140.19999, 4140.1",
    "CS02, E02, 4140, 6.0",
    "CS02, E02, 4139, 5.9",
    "CS02, E02, 11000, 15.9",
    "CS03, E03, 1380, 6.0",
    "CS03, E03, -2300, -10.0",
    "CS03, E03, -2322.9, -10.0",
    "CS03, E03, 0, 0",
    "CS03, E03, 20, 0",
    "CS03, E03, -20, 0",
    "CS03, E03, -0.0, 0",
  })
  void roundsTowardsZeroInTheStationsUnit(
      String station, String evse, double powerW, String limit) {
    FakeMailbox at = station.equals("CS01") ? mailbox : bench.booted(station);
    charge(at, true);
    assertThat(limit(set(at, evse, powerW))).isEqualByComparingTo(limit);
  }

  @Test
  void neverWritesMoreThanTheSetpointNorTurnsItsSign() {
    SetpointWriter writer = new SetpointWriter(bench.model);
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      EvseSpec evse = bench.model.evses().get(random.nextInt(4));
      double powerW = (random.nextDouble() - 0.5) * 50_000 * (random.nextInt(10) == 0 ? 1e-3 : 1);
      double limit = writer.limit(powerW, evse).doubleValue();
      boolean watts = evse.station().value().equals("CS01");
      double written = watts ? limit : limit * 230 * evse.phases().count();
      assertThat(Math.abs(written)).isLessThanOrEqualTo(Math.abs(powerW) * (1 + 1e-8));
      assertThat(written * powerW).isGreaterThanOrEqualTo(0);
    }
  }

  @Test
  void tellsAStationOfOnePhaseSo() {
    FakeMailbox one = bench.booted("CS03");
    charge(one, true);
    assertThat(schedule(set(one, "E03", 2_300)).chargingSchedulePeriod().get(0).numberPhases())
        .hasValue(1);
  }

  @Test
  void neverSendsADischargeToAStationThatTakesNone() {
    FakeMailbox none = bench.booted("CS02");
    charge(none, true);
    bench.dialect.apply(List.of(bench.clearance("E02", -5_000)));
    assertThat(none.calls).isEmpty();
    assertThat(outcomes()).extracting("outcome").containsExactly(Outcome.NOT_SENT);
  }

  @Test
  void neverSendsADischargeWithoutThePermissionOfVehicleOrOperator() {
    charge(mailbox, false);
    bench.dialect.apply(List.of(bench.clearance("E01", -5_000)));
    assertThat(mailbox.calls).isEmpty();
    assertThat(outcomes()).extracting("outcome").containsExactly(Outcome.NOT_SENT);

    FakeMailbox attested = bench.booted("CS03");
    charge(attested, false);
    assertThat(limit(set(attested, "E03", -2_300))).isEqualByComparingTo("-10");
  }

  @Test
  void aDischargeThatBeganBeforeARestartGoesOnAsTheEnvelopeSays() {
    bench.result(
        mailbox,
        bench.event(io.tidegate.codec.ocpp.json.v21.TransactionEventType.UPDATED, "T1", 5).build());
    assertThat(limit(set(mailbox, "E01", -5_000))).isEqualByComparingTo("-5000");
    bench.result(
        mailbox,
        bench
            .event(io.tidegate.codec.ocpp.json.v21.TransactionEventType.UPDATED, "T1", 6)
            .dischargeAllowed(false)
            .build());
    mailbox.calls.clear();
    bench.dialect.apply(List.of(bench.clearance("E01", -5_000)));
    assertThat(mailbox.calls).isEmpty();
  }

  @Test
  void sendsNothingOnceTheSessionHasEnded() {
    charge(mailbox, false);
    bench.result(mailbox, bench.event(ENDED, "T1", 1).build());
    bench.inputs.clear();
    bench.dialect.apply(List.of(bench.clearance("E01", 5_000)));
    assertThat(mailbox.calls).isEmpty();
    assertThat(outcomes()).extracting("outcome").containsExactly(Outcome.NOT_SENT);
  }

  @Test
  void sendsNothingToWhomIsNotThere() {
    bench.dialect.apply(List.of(bench.clearance("E02", 1), bench.clearance("E99", 1)));
    charge(mailbox, false);
    mailbox.refusing = true;
    bench.dialect.apply(List.of(bench.clearance("E01", 1)));
    bench.now = bench.now.plusSeconds(1);
    assertThat(outcomes()).extracting("outcome").containsOnly(Outcome.NOT_SENT);
    assertThat(mailbox.calls).isEmpty();
  }

  @Test
  void aSetpointThatIsNoNumberIsNotSent() {
    charge(mailbox, true);
    bench.dialect.apply(
        List.of(
            bench.clearance("E01", Double.NaN), bench.clearance("E01", Double.NEGATIVE_INFINITY)));
    assertThat(mailbox.calls).isEmpty();
    assertThat(outcomes()).hasSize(2);
  }

  @Test
  void compensatesTheStationsClock() {
    Duration ahead = Duration.ofHours(2).plusMillis(700);
    bench.result(mailbox, bench.event(STARTED, "T1", 0).at(bench.now.plus(ahead)).build());
    ChargingProfile profile = profile(set(mailbox, "E01", 5_000));
    assertThat(profile.validTo().orElseThrow().at())
        .isEqualTo(bench.now.plusSeconds(30).plus(ahead));
    assertThat(profile.chargingSchedule().get(0).startSchedule().orElseThrow().at())
        .isBeforeOrEqualTo(bench.now.plus(ahead))
        .isAfter(bench.now.plus(ahead).minusSeconds(1));
  }

  @Test
  void doesNotBelieveAClockThatIsWrongByDays() {
    bench.result(
        mailbox, bench.event(STARTED, "T1", 0).at(Instant.parse("2038-01-01T00:00:00Z")).build());
    assertThat(profile(set(mailbox, "E01", 5_000)).validTo().orElseThrow().at())
        .isEqualTo(bench.now.plusSeconds(30));
  }

  @Test
  void neverGivesTheNextVehicleWhatWasDecidedForTheOneBefore() {
    charge(mailbox, true);
    Clearance old = bench.clearance("E01", -5_000);
    bench.result(mailbox, bench.event(ENDED, "T1", 1).build());
    bench.result(mailbox, bench.event(STARTED, "T2", 0).dischargeAllowed(true).build());
    int before = mailbox.calls.size();
    bench.dialect.apply(List.of(old));
    assertThat(mailbox.calls).hasSize(before);
    assertThat(outcomes()).extracting("outcome").containsExactly(Outcome.NOT_SENT);
    assertThat(limit(set(mailbox, "E01", -4_000))).isEqualByComparingTo("-4000");
  }

  @ParameterizedTest
  @EnumSource(ChargingProfileStatus.class)
  void reportsTheStationsAnswer(ChargingProfileStatus status) {
    charge(mailbox, false);
    OutboundCall call = set(mailbox, "E01", 5_000);
    bench.answer(mailbox, call.id(), new SetChargingProfileResponse(status, Optional.empty()));
    Outcome expected =
        status == ChargingProfileStatus.ACCEPTED ? Outcome.ACCEPTED : Outcome.REJECTED;
    assertThat(outcomes())
        .containsExactly(new SiteInput.SetpointOutcome(new EvseId("E01"), 1, expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[4,\"ID\",\"NotSupported\",\"\",{}]|REJECTED",
        "[4,\"ID\",\"PropertyConstraintViolation\",\"\",{}]|REJECTED",
        "[4,\"ID\",\"InternalError\",\"\",{}]|UNKNOWN",
        "[4,\"ID\",\"Whatever\",\"\",{}]|UNKNOWN",
        "[3,\"ID\",{}]|UNKNOWN",
        "[3,\"ID\",{\"status\":\"Perhaps\"}]|UNKNOWN",
        "[3,\"ID\",17]|UNKNOWN",
        "[3,\"ID\",{\"status\":|UNKNOWN",
      })
  void anErrorOrABrokenAnswerIsAnOutcomeToo(String text, Outcome expected) {
    charge(mailbox, false);
    OutboundCall call = set(mailbox, "E01", 5_000);
    bench.answerText(mailbox, text.replace("ID", call.id()));
    assertThat(outcomes()).extracting("outcome").containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SUPERSEDED, NOT_SENT",
    "NOT_SENT, NOT_SENT",
    "NOT_CLEARED, NOT_SENT",
    "UNANSWERED, UNKNOWN"
  })
  void aCallWithoutAnAnswerHasAnOutcome(CallFate fate, Outcome expected) {
    charge(mailbox, false);
    OutboundCall call = set(mailbox, "E01", 5_000);
    bench.dialect.ended(mailbox, call, fate);
    assertThat(outcomes()).extracting("outcome").containsExactly(expected);
  }

  @Test
  void anAnswerThatNobodyAskedForOrThatComesTwiceChangesNothing() {
    charge(mailbox, false);
    OutboundCall call = set(mailbox, "E01", 5_000);
    SetChargingProfileResponse yes =
        new SetChargingProfileResponse(ChargingProfileStatus.ACCEPTED, Optional.empty());
    bench.answer(mailbox, "unasked", yes);
    bench.answer(mailbox, call.id(), yes);
    bench.answer(mailbox, call.id(), yes);
    assertThat(outcomes()).hasSize(1);
  }

  @Test
  void aNewerVersionSettlesWhatTheOlderOneSent() {
    charge(mailbox, true);
    OutboundCall call = set(mailbox, "E01", -5_000);
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    bench.dialect = bench.dialect();
    bench.dialect.attached(mailbox);
    bench.inputs.clear();
    bench.answer(
        mailbox,
        call.id(),
        new SetChargingProfileResponse(ChargingProfileStatus.ACCEPTED, Optional.empty()));
    assertThat(outcomes()).extracting("outcome").containsExactly(Outcome.ACCEPTED);
    assertThat(limit(set(mailbox, "E01", -4_000))).isEqualByComparingTo("-4000");
  }

  @Test
  void theSafeShareIsAChargeOnlyDefaultWithoutAnEnd() {
    FakeMailbox at = bench.connect("CS03");
    bench.result(at, Bench.boot());
    OutboundCall call = at.lastCall("SetChargingProfile");
    ChargingProfile profile = profile(call);
    assertThat(call.clearance()).isEmpty();
    assertThat(profile.chargingProfilePurpose())
        .isEqualTo(ChargingProfilePurpose.TX_DEFAULT_PROFILE);
    assertThat(profile.validTo()).isEmpty();
    assertThat(schedule(call).duration()).isEmpty();
    assertThat(schedule(call).startSchedule().orElseThrow().at()).isBefore(bench.now);
    // 2,000 W on one phase are 8.69 A
    assertThat(limit(call)).isEqualByComparingTo("8.6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[3,\"ID\",{\"status\":\"Accepted\"}]|true",
        "[3,\"ID\",{\"status\":\"Rejected\"}]|false",
        "[4,\"ID\",\"NotSupported\",\"\",{}]|false",
      })
  void saysWhetherTheStationHoldsItsSafeShare(String text, boolean assured) {
    FakeMailbox at = bench.connect("CS01");
    bench.result(at, Bench.boot());
    OutboundCall call = at.lastCall("SetChargingProfile");
    bench.answerText(at, text.replace("ID", call.id()));
    assertThat(bench.inputs(SiteInput.SafeShareReport.class))
        .extracting(SiteInput.SafeShareReport::assured)
        .endsWith(false, assured);
  }
}
