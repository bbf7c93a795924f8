package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.SiteInput.SafeShareReport;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stations are held to the safe share that they accepted (K08; rows S3.8, S5.9). */
class FallbackAuditTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private Bench bench = Bench.open();
  private FakeMailbox mailbox = charging();

  private FakeMailbox charging() {
    FakeMailbox at = bench.connect("CS01");
    bench.result(at, Bench.boot());
    bench.answerText(
        at, "[3,\"" + at.lastCall("SetChargingProfile").id() + "\",{\"status\":\"Accepted\"}]");
    begin(at, "t1");
    return at;
  }

  private void begin(FakeMailbox at, String transaction) {
    bench.result(at, bench.event(TransactionEventType.STARTED, transaction, 0).build());
  }

  private List<GetCompositeScheduleRequest> asked() {
    return mailbox.requests(GetCompositeScheduleRequest.class);
  }

  private void answer(String payload) {
    OutboundCall call = mailbox.lastCall("GetCompositeSchedule");
    bench.answerText(mailbox, "[3,\"" + call.id() + "\"," + payload + "]");
  }

  /** 11 kW while a setpoint lives, then something. */
  private void says(String unit, String then) {
    answer(
        ("{'status':'Accepted','schedule':{'evseId':1,'duration':180,"
                + "'scheduleStart':'2026-03-01T18:01:00Z','chargingRateUnit':'"
                + unit
                + "','chargingSchedulePeriod':[{'startPeriod':0,'limit':11000},"
                + "{'startPeriod':30,'limit':"
                + then
                + "}]}}")
            .replace('\'', '"'));
  }

  private SafeShareReport last() {
    List<SafeShareReport> all = bench.inputs(SafeShareReport.class);
    return all.get(all.size() - 1);
  }

  @Test
  void asksOncePerTransactionAndThenEveryQuarterOfAnHour() {
    bench.pass(MINUTE);
    assertThat(asked()).hasSize(1);
    assertThat(asked().get(0).evseId()).isEqualTo(1);
    assertThat(asked().get(0).duration()).isEqualTo(180);
    says("W", "2000");
    bench.pass(MINUTE.multipliedBy(14));
    assertThat(asked()).hasSize(1);
    bench.pass(MINUTE);
    assertThat(asked()).hasSize(2);
    bench.result(mailbox, bench.event(TransactionEventType.ENDED, "t1", 1).build());
    bench.pass(MINUTE.multipliedBy(60));
    assertThat(asked()).as("nobody charges").hasSize(2);
    begin(mailbox, "t2");
    bench.pass(MINUTE);
    assertThat(asked()).hasSize(3);
  }

  @Test
  void asksEveryFewSecondsWhereItIsToldTo() {
    bench = new Bench(Path.of("."), Map.of("idtokens", "any", "audit.interval.s", "5"));
    mailbox = charging();
    bench.pass(Duration.ofSeconds(5));
    assertThat(asked()).hasSize(1);
    says("W", "2000");
    bench.pass(Duration.ofSeconds(10));
    assertThat(asked()).hasSize(3);
  }

  @Test
  void neverAsksWhereItIsNotTo() {
    bench = new Bench(Path.of("."), Map.of("idtokens", "any", "audit.interval.s", "0"));
    mailbox = charging();
    bench.pass(MINUTE.multipliedBy(60));
    assertThat(asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000", "2000.1", "0", "1400"})
  void isContentWithTheSafeShareOrLess(String limit) {
    bench.pass(MINUTE);
    says("W", limit);
    assertThat(last().assured()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"11000", "2100", "-0.1", "-5000"})
  void countsOnNothingWhenTheStationWouldFollowSomethingElse(String limit) {
    bench.pass(MINUTE);
    int before =
        mailbox.calls.stream().filter(c -> c.action().equals("SetChargingProfile")).toList().size();
    says("W", limit);
    assertThat(last().assured()).isFalse();
    assertThat(last().detail()).contains("composite schedule ends in " + limit + " W");
    assertThat(bench.dialect.health().toString()).contains("CS01 EVSE E01");
    assertThat(mailbox.calls.stream().filter(c -> c.action().equals("SetChargingProfile")).toList())
        .as("it gets the share once more")
        .hasSize(before + 1);
  }

  @Test
  void believesAStationAgainOnlyWhenItsWordHasChanged() {
    bench.pass(MINUTE);
    says("W", "11000");
    bench.answerText(
        mailbox,
        "[3,\"" + mailbox.lastCall("SetChargingProfile").id() + "\",{\"status\":\"Accepted\"}]");
    assertThat(last().assured()).as("it said so before").isFalse();
    bench.pass(MINUTE.multipliedBy(5));
    assertThat(asked()).hasSize(2);
    says("W", "2000");
    assertThat(last()).isEqualTo(new SafeShareReport(Bench.E1, true, "accepted"));
    assertThat(bench.dialect.health().toString()).doesNotContain("E01");
  }

  @Test
  void holdsNothingAgainstAStationThatCannotSay() {
    bench.pass(MINUTE);
    answer("{\"status\":\"Rejected\"}");
    bench.pass(MINUTE.multipliedBy(15));
    says("A", "16");
    bench.pass(MINUTE.multipliedBy(15));
    OutboundCall call = mailbox.lastCall("GetCompositeSchedule");
    bench.answerText(mailbox, "[4,\"" + call.id() + "\",\"NotSupported\",\"\",{}]");
    assertThat(last().assured()).isTrue();
    bench.pass(MINUTE.multipliedBy(60));
    assertThat(asked()).as("it does not know the message").hasSize(3);
  }
}
