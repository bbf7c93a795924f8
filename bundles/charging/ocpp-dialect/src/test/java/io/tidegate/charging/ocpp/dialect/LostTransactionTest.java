package io.tidegate.charging.ocpp.dialect;

import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.ENDED;
import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Dialect.Detachment;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusResponse;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stations that lose their counter or their transaction (E14; S3, S4; S1.14). */
class LostTransactionTest {
  private final Bench bench = Bench.open();
  private FakeMailbox mailbox = bench.booted("CS01");

  private void begin(String transaction) {
    bench.result(mailbox, bench.event(STARTED, transaction, 0).build());
  }

  private void reboots() {
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    bench.now = bench.now.plusSeconds(30);
    mailbox = bench.booted("CS01");
  }

  private List<String> sessions() {
    return bench.inputs(SiteInput.SessionStarted.class).stream()
        .map(s -> s.session().value())
        .toList();
  }

  private List<TransactionLedger.Event> booked(String name) {
    return bench.booked.values().stream().filter(e -> e.transaction().equals(name)).toList();
  }

  private void status(ConnectorStatus status) {
    bench.result(mailbox, new StatusNotificationRequest(Stamp.of(bench.now), status, 1, 1));
  }

  private int questions() {
    return mailbox.requests(GetTransactionStatusRequest.class).size();
  }

  private void says(boolean ongoing, boolean queue) {
    bench.answer(
        mailbox,
        mailbox.lastCall("GetTransactionStatus").id(),
        new GetTransactionStatusResponse(Optional.of(ongoing), queue));
  }

  private List<TransactionLedger.Event> estimated() {
    return bench.booked.values().stream()
        .filter(e -> e.kind() == TransactionLedger.Kind.ENDED_ESTIMATED)
        .toList();
  }

  @Test
  void anIdThatComesAgainAfterABootIsAnotherSession() {
    begin("1");
    String old = sessions().get(0);
    reboots();
    begin("1");
    String second = "1#" + bench.now;
    assertThat(sessions()).hasSize(1).doesNotContain(old);
    assertThat(booked(second)).hasSize(1);
    // the older one, which nobody will end, is ended here
    assertThat(estimated()).extracting(TransactionLedger.Event::transaction).containsExactly("1");

    bench.result(mailbox, bench.event(UPDATED, "1", 1).build());
    bench.result(mailbox, bench.event(ENDED, "1", 2).build());
    assertThat(booked(second)).hasSize(3);
    assertThat(
            bench.inputs(SiteInput.SessionEnded.class).stream()
                .map(e -> e.session().value())
                .toList())
        .containsExactly(old, sessions().get(0));
  }

  @Test
  void aSessionUnderAnIdThatCameAgainGetsItsSetpoints() {
    begin("1");
    reboots();
    begin("1");
    bench.dialect.apply(List.of(bench.clearance("E01", 5_000)));
    assertThat(mailbox.lastCall("SetChargingProfile").clearance()).isPresent();
  }

  @Test
  void anIdThatComesAgainLongAfterTheEndIsAnotherSessionWithoutABoot() {
    begin("1");
    bench.result(mailbox, bench.event(ENDED, "1", 1).build());
    bench.now = bench.now.plusSeconds(60);
    begin("1");
    assertThat(sessions()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void replaysOfBothStayIdempotentOverARestart() {
    begin("1");
    var first = bench.event(STARTED, "1", 0).build();
    bench.result(mailbox, bench.event(ENDED, "1", 1).build());
    var firstEnd = bench.event(ENDED, "1", 1).build();
    reboots();
    begin("1");
    var second = bench.event(STARTED, "1", 0).build();
    bench.now = bench.now.plusSeconds(5);
    var secondEnd = bench.event(ENDED, "1", 1).build();
    bench.result(mailbox, secondEnd);
    int events = bench.booked.size();
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    bench.dialect = bench.dialect();
    mailbox = bench.booted("CS01");
    for (var event : List.of(first, firstEnd, second, secondEnd)) {
      bench.result(mailbox, event);
    }
    assertThat(bench.booked).hasSize(events);
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aTransactionThatTheGatewayMissedTheEndOfGoesOnUnderItsNameAfterARestart() {
    begin("1");
    reboots();
    begin("1");
    String session = sessions().get(0);
    String name = "1#" + bench.now;
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    bench.dialect = bench.dialect();
    mailbox = bench.booted("CS01");
    bench.now = bench.now.plusSeconds(5);
    bench.result(mailbox, bench.event(UPDATED, "1", 1).build());
    assertThat(sessions()).containsExactly(session);
    assertThat(booked(name)).hasSize(2);
  }

  @Test
  void aStationThatResumesItsTransactionAfterABootGoesOnWithIt() {
    begin("1");
    String session = sessions().get(0);
    reboots();
    bench.result(mailbox, bench.event(UPDATED, "1", 1).build());
    assertThat(sessions()).containsExactly(session);
    bench.pass(Duration.ofMinutes(1));
    assertThat(questions()).isZero();
  }

  @Test
  void aTransactionThatTheStationHasForgottenIsEndedWithWhatIsKnown() {
    begin("1");
    reboots();
    bench.pass(Inquest.GRACE);
    assertThat(questions()).isEqualTo(1);
    says(false, false);
    assertThat(estimated()).hasSize(1);
    assertThat(estimated().get(0).sequence()).isEqualTo(TransactionLedger.NO_SEQUENCE);
    assertThat(bench.inputs(SiteInput.SessionEnded.class)).hasSize(1);
    bench.pass(Duration.ofHours(1));
    assertThat(questions()).isEqualTo(1);
  }

  @Test
  void whatLiesInTheStationsQueueIsWaitedForAndAskedForAgain() {
    begin("1");
    reboots();
    bench.pass(Inquest.GRACE);
    says(false, true);
    assertThat(estimated()).isEmpty();
    bench.pass(Inquest.QUEUE);
    assertThat(questions()).isEqualTo(2);
    says(false, true);
    bench.result(mailbox, bench.event(ENDED, "1", 1).offline().build());
    bench.pass(Duration.ofHours(1));
    assertThat(questions()).isEqualTo(2);
    assertThat(estimated()).isEmpty();
  }

  @Test
  void aFreeEvseIsAskedAboutUnlessTheEndComesByItself() {
    begin("1");
    status(ConnectorStatus.AVAILABLE);
    bench.result(mailbox, bench.event(ENDED, "1", 1).build());
    bench.pass(Duration.ofMinutes(1));
    assertThat(questions()).isZero();
    begin("2");
    status(ConnectorStatus.AVAILABLE);
    bench.pass(Inquest.GRACE);
    says(false, false);
    assertThat(estimated()).extracting(TransactionLedger.Event::transaction).containsExactly("2");
  }

  @Test
  void aStationThatDoesNotKnowTheQuestionIsJudgedByItsEvse() {
    begin("1");
    status(ConnectorStatus.AVAILABLE);
    bench.pass(Inquest.GRACE);
    String id = mailbox.lastCall("GetTransactionStatus").id();
    bench.answerText(mailbox, "[4,\"" + id + "\",\"NotImplemented\",\"\",{}]");
    assertThat(estimated()).hasSize(1);
  }

  @Test
  void aTransactionThatWasGivenUpMayComeBack() {
    begin("1");
    reboots();
    bench.pass(Inquest.GRACE);
    says(false, false);
    bench.result(mailbox, bench.event(UPDATED, "1", 1).build());
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void aGapIsAskedForUntilItIsFilled() {
    begin("1");
    bench.result(mailbox, bench.event(UPDATED, "1", 3).build());
    assertThat(questions()).isEqualTo(1);
    says(true, true);
    bench.pass(Inquest.QUEUE);
    assertThat(questions()).isEqualTo(2);
    says(true, false);
    bench.pass(Duration.ofHours(1));
    assertThat(questions()).isEqualTo(2);
    assertThat(estimated()).isEmpty();
  }

  @Test
  void aClockThatGoesMadDoesNotMakeTheMeterIncredible() {
    begin("1");
    String[] stamps = {null, "2038-01-19T03:14:08Z", "1970-01-01T00:00:09Z", null};
    int wh = 1_000;
    for (int i = 0; i < stamps.length; i++) {
      bench.now = bench.now.plusSeconds(60);
      wh += 150;
      var at = stamps[i] == null ? bench.now : java.time.Instant.parse(stamps[i]);
      bench.result(
          mailbox,
          bench
              .event(UPDATED, "1", i + 1)
              .at(at)
              .values(
                  Values.at(
                      at,
                      Values.of(
                          io.tidegate.codec.ocpp.json.v21.Measurand.ENERGY_ACTIVE_IMPORT_REGISTER,
                          Integer.toString(wh),
                          "Wh")))
              .build());
    }
    assertThat(booked("1"))
        .extracting(TransactionLedger.Event::importWh)
        .containsExactly(Double.NaN, 1150.0, 1300.0, 1450.0, 1600.0);
  }
}
