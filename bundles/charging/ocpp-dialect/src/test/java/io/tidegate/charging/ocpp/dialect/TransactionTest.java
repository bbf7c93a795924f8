package io.tidegate.charging.ocpp.dialect;

import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.ENDED;
import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusRequest;
import io.tidegate.codec.ocpp.json.v21.Measurand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Transactions, however they arrive (block E; S3–S7, S11, S1.11, S1.14). */
class TransactionTest {
  private final Bench bench = Bench.open();
  private final FakeMailbox mailbox = bench.booted("CS01");
  private final SessionId session = SessionIds.of(new StationId("CS01"), "T1");

  private void start() {
    bench.result(mailbox, bench.event(STARTED, "T1", 0).build());
  }

  @Test
  void followsATransactionFromItsStartToItsEnd() {
    start();
    bench.result(
        mailbox,
        bench
            .event(UPDATED, "T1", 1)
            .values(
                Values.at(
                    bench.now,
                    Values.of(Measurand.POWER_ACTIVE_IMPORT, "7.2", "kW"),
                    Values.of(Measurand.SOC, "55", "Percent")))
            .build());
    bench.result(mailbox, bench.event(ENDED, "T1", 2).build());

    assertThat(bench.inputs.get(0))
        .isEqualTo(new SiteInput.SessionStarted(Bench.E1, session, "T1"));
    assertThat(bench.inputs(SiteInput.EvseTelemetry.class).get(0))
        .extracting(SiteInput.EvseTelemetry::powerW, SiteInput.EvseTelemetry::socPct)
        .containsExactly(7_200.0, 55.0);
    assertThat(bench.inputs.get(2))
        .isInstanceOfSatisfying(
            SiteInput.SessionEnded.class, e -> assertThat(e.session()).isEqualTo(session));
    assertThat(bench.booked.values())
        .extracting(TransactionLedger.Event::kind)
        .containsExactly(
            TransactionLedger.Kind.STARTED,
            TransactionLedger.Kind.UPDATED,
            TransactionLedger.Kind.ENDED);
  }

  @Test
  void namesASessionTheSameWhateverHappensInBetween() {
    assertThat(SessionIds.of(new StationId("CS01"), "T1")).isEqualTo(session);
    assertThat(SessionIds.of(new StationId("CS02"), "T1")).isNotEqualTo(session);
    assertThat(SessionIds.of(new StationId("CS01"), "T2")).isNotEqualTo(session);
  }

  @Test
  void answersNothingBeforeTheLedgerHasIt() {
    bench.diskFull = true;
    bench.refuses(mailbox, bench.event(STARTED, "T1", 0).build(), RpcErrorCode.INTERNAL_ERROR);
    assertThat(bench.booked).isEmpty();
  }

  @Test
  void letsChargingGoOnWhileTheLedgerCannotBeWritten() {
    bench.diskFull = true;
    bench.refuses(mailbox, bench.event(STARTED, "T1", 0).build(), RpcErrorCode.INTERNAL_ERROR);
    assertThat(bench.inputs(SiteInput.SessionStarted.class)).hasSize(1);
    bench.diskFull = false;
    start();
    assertThat(bench.booked).hasSize(1);
    assertThat(bench.inputs(SiteInput.SessionStarted.class)).hasSize(1);
  }

  @Test
  void anEventThatComesAgainIsAnsweredAndChangesNothing() {
    start();
    bench.result(mailbox, bench.event(UPDATED, "T1", 1).dischargeAllowed(true).build());
    bench.result(mailbox, bench.event(ENDED, "T1", 2).build());
    int said = bench.inputs.size();
    for (int again = 0; again < 2; again++) {
      start();
      bench.result(mailbox, bench.event(UPDATED, "T1", 1).dischargeAllowed(true).build());
      bench.result(mailbox, bench.event(ENDED, "T1", 2).build());
    }
    assertThat(bench.inputs).hasSize(said);
    assertThat(bench.booked).hasSize(3);
  }

  @Test
  void aReplayOfALongFinishedTransactionStartsNoSession() {
    start();
    bench.result(mailbox, bench.event(ENDED, "T1", 1).build());
    FakeMailbox later = bench.connect("CS01");
    bench.inputs.clear();
    bench.result(later, bench.event(STARTED, "T1", 0).build());
    assertThat(bench.inputs(SiteInput.SessionStarted.class)).isEmpty();
  }

  @Test
  void theSameRequestIdIsServedOnce() {
    String text = FakeMailbox.OCPP.call("same", bench.event(STARTED, "T1", 0).build());
    Frame first = bench.sendText(mailbox, text);
    bench.booked.clear();
    assertThat(bench.sendText(mailbox, text)).isEqualTo(first);
    assertThat(bench.booked).isEmpty();
    // the same id for something else is another request
    String other = FakeMailbox.OCPP.call("same", bench.event(UPDATED, "T1", 1).build());
    bench.sendText(mailbox, other);
    assertThat(bench.booked).hasSize(1);
  }

  @Test
  void anEndWithoutAStartEndsTheSessionAndAsksForTheRest() {
    bench.result(mailbox, bench.event(ENDED, "T1", 7).build());
    assertThat(bench.inputs(SiteInput.SessionStarted.class)).isEmpty();
    assertThat(bench.inputs(SiteInput.SessionEnded.class))
        .extracting(SiteInput.SessionEnded::session)
        .containsExactly(session);
    assertThat(mailbox.requests(GetTransactionStatusRequest.class))
        .containsExactly(new GetTransactionStatusRequest(Optional.of("T1")));
  }

  @Test
  void aGapIsAcceptedAndAskedFor() {
    start();
    bench.result(mailbox, bench.event(UPDATED, "T1", 4).build());
    assertThat(mailbox.requests(GetTransactionStatusRequest.class)).hasSize(1);
    assertThat(bench.booked).hasSize(2);
  }

  @Test
  void whatHappenedOfflineIsBookedButControlsNothing() {
    bench.result(
        mailbox,
        bench
            .event(STARTED, "T1", 0)
            .offline()
            .dischargeAllowed(true)
            .values(Values.at(bench.now, Values.of(Measurand.SOC, "50", "Percent")))
            .build());
    assertThat(bench.inputs).isEmpty();
    assertThat(bench.booked.values()).allMatch(TransactionLedger.Event::offline);

    bench.result(mailbox, bench.event(UPDATED, "T1", 1).build());
    assertThat(bench.inputs(SiteInput.SessionStarted.class)).hasSize(1);
    assertThat(bench.inputs(SiteInput.DischargePermission.class)).isEmpty();
    bench.result(mailbox, bench.event(ENDED, "T1", 2).offline().build());
    assertThat(bench.inputs(SiteInput.SessionEnded.class)).hasSize(1);
  }

  @Test
  void passesOnTheVehiclesPermissionWhenItChanges() {
    bench.result(mailbox, bench.event(STARTED, "T1", 0).dischargeAllowed(true).build());
    bench.result(mailbox, bench.event(UPDATED, "T1", 1).dischargeAllowed(true).build());
    bench.result(mailbox, bench.event(UPDATED, "T1", 2).build());
    bench.result(mailbox, bench.event(UPDATED, "T1", 3).dischargeAllowed(false).build());
    assertThat(bench.inputs(SiteInput.DischargePermission.class))
        .extracting(SiteInput.DischargePermission::allowed, SiteInput.DischargePermission::source)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(true, "TransactionEvent 0"),
            org.assertj.core.groups.Tuple.tuple(false, "TransactionEvent 3"));
  }

  @Test
  void believesNoPermissionOfAnotherVendorOrOfTheWrongType() {
    bench.result(
        mailbox,
        bench
            .event(STARTED, "T1", 0)
            .custom("com.example", Map.of("dischargeAllowed", true))
            .build());
    bench.result(
        mailbox,
        bench
            .event(UPDATED, "T1", 1)
            .custom("io.tidegate", Map.of("dischargeAllowed", "true"))
            .build());
    assertThat(bench.inputs(SiteInput.DischargePermission.class)).isEmpty();
  }

  @Test
  void aPermissionEndsWithItsTransaction() {
    bench.result(mailbox, bench.event(STARTED, "T1", 0).dischargeAllowed(true).build());
    bench.result(mailbox, bench.event(ENDED, "T1", 1).build());
    bench.result(mailbox, bench.event(STARTED, "T2", 0).build());
    assertThat(bench.inputs(SiteInput.DischargePermission.class)).hasSize(1);
    bench.dialect.apply(List.of(bench.clearance("E01", -5_000)));
    assertThat(mailbox.calls.stream().filter(c -> c.clearance().isPresent())).isEmpty();
  }

  @Test
  void anEventThatNamesNoEvseBelongsWhereItsTransactionBegan() {
    FakeMailbox two = bench.booted("CS03");
    bench.result(two, bench.event(STARTED, "T9", 0).evse(2).build());
    bench.result(two, bench.event(UPDATED, "T9", 1).withoutEvse().build());
    bench.result(two, bench.event(UPDATED, "T9", 2).evse(1).build());
    bench.result(two, bench.event(ENDED, "T9", 3).withoutEvse().build());
    assertThat(bench.inputs(SiteInput.SessionStarted.class)).hasSize(1);
    assertThat(bench.inputs(SiteInput.SessionEnded.class).get(0).evse().value()).isEqualTo("E04");
    assertThat(bench.booked.values())
        .extracting(TransactionLedger.Event::evse)
        .containsExactly(2, 2, 2, 2);
  }

  @Test
  void afterARestartTheLedgerKnowsTheEvse() {
    bench.open.add(
        new TransactionLedger.Summary(
            "CS03", "T9", 2, "s", bench.now, Optional.empty(), 4, List.of(), 0, 0));
    bench.dialect = bench.dialect();
    FakeMailbox back = bench.booted("CS03");
    bench.result(back, bench.event(UPDATED, "T9", 5).withoutEvse().build());
    assertThat(bench.inputs(SiteInput.SessionStarted.class))
        .extracting(s -> s.evse().value())
        .containsExactly("E04");
  }

  @Test
  void oneStationsTransactionIsNeverAnothers() {
    start();
    FakeMailbox other = bench.booted("CS03");
    bench.result(other, bench.event(ENDED, "T1", 9).build());
    assertThat(bench.inputs(SiteInput.SessionEnded.class))
        .extracting(SiteInput.SessionEnded::session)
        .doesNotContain(session);
  }

  @Test
  void booksATransactionAtAnEvseThatTheSiteFileDoesNotList() {
    bench.result(mailbox, bench.event(STARTED, "T1", 0).evse(17).build());
    assertThat(bench.booked).hasSize(1);
    assertThat(bench.inputs).isEmpty();
  }

  @Test
  void servesEventsWithTimesFromAnywhere() {
    int sequence = 0;
    for (String at :
        List.of("1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "2099-01-01T00:00:00Z")) {
      bench.result(
          mailbox,
          bench
              .event(sequence == 0 ? STARTED : UPDATED, "T1", sequence++)
              .at(Instant.parse(at))
              .values(Values.at(Instant.parse(at), Values.of(Measurand.SOC, "50", "Percent")))
              .build());
    }
    assertThat(bench.inputs(SiteInput.EvseTelemetry.class)).hasSize(3);
    assertThat(bench.booked.values())
        .allSatisfy(e -> assertThat(e.receivedAt()).isEqualTo(bench.now));
  }

  @Test
  void refusesATransactionWithoutAName() {
    bench.refuses(
        mailbox, bench.event(STARTED, "", 0).build(), RpcErrorCode.PROPERTY_CONSTRAINT_VIOLATION);
  }

  @Test
  void keepsRegistersThatRunBackwardsOrJumpOutOfTheBooks() {
    bench.result(mailbox, withRegister(bench.event(STARTED, "T1", 0), "1000"));
    bench.now = bench.now.plusSeconds(60);
    bench.result(mailbox, withRegister(bench.event(UPDATED, "T1", 1), "1150"));
    bench.now = bench.now.plusSeconds(60);
    bench.result(mailbox, withRegister(bench.event(UPDATED, "T1", 2), "400"));
    bench.now = bench.now.plusSeconds(60);
    bench.result(mailbox, withRegister(bench.event(UPDATED, "T1", 3), "9000000"));
    bench.now = bench.now.plusSeconds(60);
    bench.result(mailbox, withRegister(bench.event(UPDATED, "T1", 4), "1300"));
    assertThat(bench.booked.values())
        .extracting(TransactionLedger.Event::importWh)
        .containsExactly(1000.0, 1150.0, Double.NaN, Double.NaN, 1300.0);
  }

  private io.tidegate.codec.ocpp.json.v21.TransactionEventRequest withRegister(
      Bench.Event event, String wh) {
    return event
        .values(Values.at(bench.now, Values.of(Measurand.ENERGY_ACTIVE_IMPORT_REGISTER, wh, "Wh")))
        .build();
  }
}
