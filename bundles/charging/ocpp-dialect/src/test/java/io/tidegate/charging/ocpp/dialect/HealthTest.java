package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Dialect.Detachment;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.AttributeType;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.Component;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import io.tidegate.codec.ocpp.json.v21.GetVariableResult;
import io.tidegate.codec.ocpp.json.v21.GetVariableStatus;
import io.tidegate.codec.ocpp.json.v21.GetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator is told of the dialect's state. */
class HealthTest {
  @TempDir Path home;
  private Bench bench;

  @BeforeEach
  void withTokens() throws Exception {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/idtokens.txt"), "# tokens\nABC\n");
    bench = new Bench(home, Map.of());
  }

  private void is(Result.Status status, String sentence) {
    Result result = bench.dialect.health();
    assertThat(result.getStatus()).isEqualTo(status);
    assertThat(result.toString()).contains(sentence);
  }

  @Test
  void isGreenAndCountsStations() {
    bench.booted("CS01");
    bench.connect("CS02");
    is(Result.Status.OK, "1 stations are connected");
  }

  @Test
  void isRedForABadConfigurationAndKeepsTheLastGoodOne() {
    bench.dialect.modified(Map.of("heartbeat.interval.s", "100"));
    is(Result.Status.OK, "");
    bench.dialect.modified(Map.of("heartbeat.interval.s", "7"));
    is(
        Result.Status.CRITICAL,
        "config/io.tidegate.charging.ocpp.v201.cfg, field heartbeat.interval.s");
    FakeMailbox mailbox = bench.connect("CS01");
    assertThat(bench.result(mailbox, Bench.boot()).payload()).contains("\"interval\":");
    assertThat(
            bench
                .result(
                    mailbox,
                    Bench.boot(),
                    io.tidegate.codec.ocpp.json.v21.BootNotificationResponse.class)
                .interval())
        .isBetween(90, 110);
  }

  @Test
  void isAmberWhileEveryTokenMayCharge() {
    bench.dialect.modified(Map.of("idtokens", "any"));
    is(Result.Status.WARN, "field idtokens");
  }

  @Test
  void isAmberWithoutAListOfTokens() throws Exception {
    Files.delete(home.resolve("config/idtokens.txt"));
    bench = new Bench(home, Map.of());
    is(Result.Status.WARN, "idtokens.txt");
  }

  @Test
  void isAmberWhileAStationRefusesItsSafeShare() {
    FakeMailbox mailbox = bench.connect("CS01");
    bench.result(mailbox, Bench.boot());
    String id = mailbox.lastCall("SetChargingProfile").id();
    bench.answer(
        mailbox,
        id,
        new SetChargingProfileResponse(ChargingProfileStatus.REJECTED, Optional.empty()));
    is(Result.Status.WARN, "CS01");
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    is(Result.Status.OK, "0 stations");
  }

  @Test
  void isAmberWhenAStationCannotTakeTheUnitOfTheSiteFile() {
    FakeMailbox mailbox = bench.connect("CS01");
    bench.result(mailbox, Bench.boot());
    bench.answer(mailbox, mailbox.lastCall("GetVariables").id(), rateUnit("A"));
    is(Result.Status.WARN, "field unit does not fit CS01");
  }

  @Test
  void knowsTheUnitsOfAStationStillWhenAnotherVersionTakesOverAndAsksNoMore() {
    FakeMailbox mailbox = bench.connect("CS01");
    bench.result(mailbox, Bench.boot());
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    bench.dialect = bench.dialect();
    bench.dialect.attached(mailbox);
    assertThat(mailbox.calls).extracting("action").as("not yet answered").contains("GetVariables");
    bench.answer(mailbox, mailbox.lastCall("GetVariables").id(), rateUnit("A, A"));
    mailbox.calls.clear();
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    bench.dialect = bench.dialect();
    bench.dialect.attached(mailbox);
    is(Result.Status.WARN, "field unit does not fit CS01");
    assertThat(mailbox.calls).extracting("action").doesNotContain("GetVariables");
  }

  @Test
  void isGreenWhenTheStationTakesTheUnitAmongOthers() {
    FakeMailbox mailbox = bench.connect("CS01");
    bench.result(mailbox, Bench.boot());
    bench.answer(mailbox, mailbox.lastCall("GetVariables").id(), rateUnit("A, W"));
    is(Result.Status.OK, "");
  }

  private static GetVariablesResponse rateUnit(String value) {
    return new GetVariablesResponse(
        List.of(
            new GetVariableResult(
                GetVariableStatus.ACCEPTED,
                new Component("SmartChargingCtrlr", Optional.empty(), Optional.empty()),
                new Variable("RateUnit", Optional.empty()),
                Optional.of(AttributeType.ACTUAL),
                Optional.of(value))));
  }

  @Test
  void isAmberWhenAStationsClockIsWrongByDays() {
    FakeMailbox mailbox = bench.booted("CS01");
    Instant wrong = bench.now.minus(Duration.ofDays(20_000));
    bench.result(
        mailbox, new StatusNotificationRequest(Stamp.of(wrong), ConnectorStatus.AVAILABLE, 1, 1));
    is(Result.Status.WARN, "clock of CS01");
  }
}
