package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect.Detachment;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.SiteInput.SafeShareReport;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.v21.ChargingLimitSource;
import io.tidegate.codec.ocpp.json.v21.ClearedChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The safe share beneath all setpoints: asked for until the station has it (S3.8, S5.9). */
class SafeShareTest {
  private static final String YES = "[3,\"ID\",{\"status\":\"Accepted\"}]";
  private static final String NO = "[3,\"ID\",{\"status\":\"Rejected\"}]";
  private final Bench bench = Bench.open();
  private final FakeMailbox mailbox = boots();

  private FakeMailbox boots() {
    FakeMailbox at = bench.connect("CS01");
    bench.result(at, Bench.boot());
    return at;
  }

  private void answer(FakeMailbox at, String text) {
    OutboundCall call = at.lastCall("SetChargingProfile");
    if (text.equals("UNANSWERED") || text.equals("NOT_CLEARED") || text.equals("NOT_SENT")) {
      assertThat(at.settle(call.id())).isPresent();
      bench.dialect.ended(at, call, CallFate.valueOf(text));
    } else {
      bench.answerText(at, text.replace("ID", call.id()));
    }
  }

  private int asked(FakeMailbox at) {
    return at.requests(SetChargingProfileRequest.class).size();
  }

  private SafeShareReport last() {
    var all = bench.inputs(SafeShareReport.class);
    return all.get(all.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NO,
        "[4,\"ID\",\"NotSupported\",\"\",{}]",
        "[3,\"ID\",{\"status\":17}]",
        "UNANSWERED",
        "NOT_CLEARED",
        "NOT_SENT"
      })
  void goesOnAskingWhateverTheStationDoesInsteadOfAccepting(String text) {
    for (int attempt = 1; attempt <= 10; attempt++) {
      assertThat(asked(mailbox)).isEqualTo(attempt);
      answer(mailbox, text);
      assertThat(asked(mailbox)).as("not at once").isEqualTo(attempt);
      bench.pass(Duration.ofMinutes(5));
    }
    assertThat(last().assured()).isFalse();
    answer(mailbox, YES);
    assertThat(last()).isEqualTo(new SafeShareReport(Bench.E1, true, "accepted"));
    bench.pass(Duration.ofHours(1));
    assertThat(asked(mailbox)).isEqualTo(11);
  }

  @Test
  void asksLessAndLessOftenAndNeverAllStationsTogether() {
    StationId one = new StationId("CS01");
    assertThat(SafeShares.wait(one, 1)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    assertThat(SafeShares.wait(one, 2)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
    assertThat(SafeShares.wait(one, 1_000))
        .isEqualTo(SafeShares.wait(one, 7))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    long different =
        IntStream.range(0, 200)
            .mapToObj(i -> SafeShares.wait(new StationId("CS" + i), 7))
            .distinct()
            .count();
    assertThat(different).isGreaterThan(100);
  }

  @Test
  void tellsTheSiteOnceHoweverOftenTheStationRefuses() {
    int before = bench.inputs(SafeShareReport.class).size();
    for (int i = 0; i < 5; i++) {
      answer(mailbox, NO);
      bench.pass(Duration.ofMinutes(5));
    }
    assertThat(bench.inputs(SafeShareReport.class)).hasSize(before + 1);
    assertThat(last())
        .isEqualTo(new SafeShareReport(Bench.E1, false, "the station rejected it: no reason"));
  }

  @Test
  void isRedAfterThreeRefusalsAndNamesStationAndEvse() {
    for (int i = 0; i < 3; i++) {
      assertThat(bench.dialect.health().getStatus()).isEqualTo(Result.Status.WARN);
      answer(mailbox, NO);
      bench.pass(Duration.ofMinutes(5));
    }
    assertThat(bench.dialect.health().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(bench.dialect.health().toString()).contains("CS01 EVSE E01");
    answer(mailbox, YES);
    assertThat(bench.dialect.health().toString()).doesNotContain("E01");
  }

  @Test
  void whatWasAcceptedBeforeABootCountsForNothing() {
    answer(mailbox, YES);
    bench.result(mailbox, Bench.boot());
    assertThat(last().assured()).isFalse();
    assertThat(asked(mailbox)).isEqualTo(2);
    answer(mailbox, YES);
    assertThat(last().assured()).isTrue();
  }

  @Test
  void whatWasAcceptedBeforeAReconnectCountsForNothing() {
    answer(mailbox, YES);
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    FakeMailbox back = bench.connect("CS01");
    assertThat(last().assured()).isFalse();
    answer(back, YES);
    assertThat(last().assured()).isTrue();
  }

  @Test
  void sendsItAgainWhenTheStationHasClearedIt() {
    answer(mailbox, YES);
    bench.result(
        mailbox, new ClearedChargingLimitRequest(ChargingLimitSource.OTHER, OptionalInt.of(1)));
    assertThat(asked(mailbox)).isEqualTo(1);
    bench.result(
        mailbox, new ClearedChargingLimitRequest(ChargingLimitSource.CSO, OptionalInt.of(1)));
    assertThat(asked(mailbox)).isEqualTo(2);
    assertThat(last().assured()).isFalse();
  }

  @Test
  void asksNobodyWhoHasGone() {
    answer(mailbox, NO);
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    bench.pass(Duration.ofHours(1));
    assertThat(asked(mailbox)).isEqualTo(1);
  }

  @Test
  void sendsNothingAfterTheDialectHasStopped() {
    answer(mailbox, NO);
    bench.dialect.close();
    bench.pass(Duration.ofHours(1));
    assertThat(asked(mailbox)).isEqualTo(1);
  }

  @Test
  void triesAgainWhenTheMailboxRefuses() {
    FakeMailbox full = new FakeMailbox("CS02", 77, 1);
    full.refusing = true;
    bench.dialect.attached(full);
    bench.result(full, Bench.boot());
    full.refusing = false;
    bench.pass(Duration.ofSeconds(5));
    assertThat(asked(full)).isEqualTo(1);
  }
}
