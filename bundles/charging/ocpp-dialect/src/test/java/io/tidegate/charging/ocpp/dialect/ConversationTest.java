package io.tidegate.charging.ocpp.dialect;

import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect.Detachment;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StationCommands.Reply;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.v21.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStartStopStatus;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that are none, requests to stations, and versions that take over. */
class ConversationTest {
  private final Bench bench = Bench.open();
  private final FakeMailbox mailbox = bench.booted("CS01");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello|-1|RPC_FRAMEWORK_ERROR",
        "[2,\"a\",\"FooBar\",{}]|a|NOT_IMPLEMENTED",
        "[2,\"a\",\"SetChargingProfile\",{}]|a|NOT_SUPPORTED",
        "[2,\"a\",\"Heartbeat\",{\"x\":1}]|a|PROPERTY_CONSTRAINT_VIOLATION",
        "[2,\"a\",\"Heartbeat\",null]|a|FORMAT_VIOLATION",
        "[5,\"a\",{}]|a|MESSAGE_TYPE_NOT_SUPPORTED",
      })
  void answersEveryBrokenRequestWithItsError(String text, String id, RpcErrorCode code) {
    assertThat(bench.sendText(mailbox, text))
        .isInstanceOfSatisfying(
            Frame.Failure.class,
            f -> {
              assertThat(f.id()).isEqualTo(id);
              assertThat(f.code()).isEqualTo(code);
            });
    // and the next good one is served
    bench.result(mailbox, new HeartbeatRequest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NotifyDisplayMessages|{'requestId':1}",
        "ReservationStatusUpdate|{'reservationId':1,'reservationUpdateStatus':'Expired'}",
      })
  void takesTheReportsThatAnOperatorMayHaveAskedFor(String action, String payload) {
    String request = "[2,\"a\",\"" + action + "\"," + payload.replace('\'', '"') + "]";
    assertThat(bench.sendText(mailbox, request)).isEqualTo(new Frame.Result("a", "{}"));
  }

  @Test
  void letsAStationGoThatSendsNothingReadable() {
    for (int i = 0; i < Complaints.MOST - 1; i++) {
      bench.dialect.received(mailbox, "noise");
    }
    assertThat(mailbox.closedWith).isZero();
    bench.dialect.received(mailbox, "noise");
    assertThat(mailbox.closedWith).isEqualTo(1008);
  }

  @Test
  void toleratesUnknownFieldsOnlyWhereItIsToldTo() {
    bench.dialect.modified(Map.of("idtokens", "any", "validation.tolerant.stations", "CS01, CS07"));
    String text = "[2,\"a\",\"Heartbeat\",{\"vendorField\":1}]";
    assertThat(bench.sendText(mailbox, text)).isInstanceOf(Frame.Result.class);
    assertThat(bench.sendText(bench.booted("CS02"), text)).isInstanceOf(Frame.Failure.class);
  }

  @Test
  void startsATransactionOnAnOperatorsWord() {
    CompletableFuture<Reply> reply = bench.dialect.start(Bench.E1, "TOKEN").toCompletableFuture();
    var call = mailbox.lastCall("RequestStartTransaction");
    RequestStartTransactionRequest request =
        (RequestStartTransactionRequest) FakeMailbox.request(call);
    assertThat(request.idToken().idToken()).isEqualTo("TOKEN");
    assertThat(request.evseId()).hasValue(1);
    assertThat(request.chargingProfile()).isEmpty();
    assertThat(reply).isNotDone();
    bench.answer(
        mailbox,
        call.id(),
        new RequestStartTransactionResponse(
            RequestStartStopStatus.ACCEPTED, Optional.empty(), Optional.empty()));
    assertThat(reply).isCompletedWithValue(Reply.ACCEPTED);
  }

  @Test
  void endsATransactionOnAnOperatorsWord() {
    assertThat(bench.dialect.stop(Bench.E1).toCompletableFuture())
        .isCompletedWithValue(Reply.NOT_SENT);
    bench.result(mailbox, bench.event(STARTED, "T1", 0).build());
    CompletableFuture<Reply> reply = bench.dialect.stop(Bench.E1).toCompletableFuture();
    var call = mailbox.lastCall("RequestStopTransaction");
    assertThat(FakeMailbox.request(call)).isEqualTo(new RequestStopTransactionRequest("T1"));
    bench.answer(
        mailbox,
        call.id(),
        new RequestStopTransactionResponse(RequestStartStopStatus.REJECTED, Optional.empty()));
    assertThat(reply).isCompletedWithValue(Reply.REJECTED);
  }

  @Test
  void everyOperatorsRequestGetsAReply() {
    assertThat(bench.dialect.start(new EvseId("E02"), "T").toCompletableFuture())
        .isCompletedWithValue(Reply.NOT_SENT);
    assertThat(bench.dialect.start(new EvseId("E99"), "T").toCompletableFuture())
        .isCompletedWithValue(Reply.NOT_SENT);
    assertThat(bench.dialect.start(Bench.E1, "").toCompletableFuture())
        .isCompletedWithValue(Reply.NOT_SENT);
    var late = bench.dialect.start(Bench.E1, "T").toCompletableFuture();
    bench.dialect.ended(mailbox, mailbox.lastCall("RequestStartTransaction"), CallFate.UNANSWERED);
    assertThat(late).isCompletedWithValue(Reply.UNKNOWN);
    var cut = bench.dialect.start(Bench.E1, "T").toCompletableFuture();
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    assertThat(cut).isCompletedWithValue(Reply.UNKNOWN);
    mailbox.refusing = true;
    bench.dialect.attached(mailbox);
    assertThat(bench.dialect.start(Bench.E1, "T").toCompletableFuture())
        .isCompletedWithValue(Reply.NOT_SENT);
  }

  @Test
  void aNewerVersionGoesOnFromTheSlot() {
    bench.result(mailbox, bench.event(STARTED, "T1", 0).dischargeAllowed(true).build());
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    bench.dialect = bench.dialect();
    bench.inputs.clear();
    bench.dialect.attached(mailbox);

    // said again, in case it is a new control loop that listens
    assertThat(bench.inputs)
        .extracting(Object::getClass)
        .containsExactly(
            SiteInput.StationOnline.class,
            SiteInput.SessionStarted.class,
            SiteInput.DischargePermission.class,
            SiteInput.SafeShareReport.class);
    bench.result(mailbox, new HeartbeatRequest());
    bench.result(
        mailbox,
        bench.event(io.tidegate.codec.ocpp.json.v21.TransactionEventType.UPDATED, "T1", 1).build());
    assertThat(bench.inputs(SiteInput.SessionStarted.class)).hasSize(1);
  }

  @Test
  void aSlotOfAnotherFormBeginsAfreshAndAsksAgain() {
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    mailbox.slot(new Slot("ocpp2.0.1/session/99", new byte[] {1, 2, 3}));
    bench.dialect.attached(mailbox);
    bench.result(mailbox, new HeartbeatRequest());
    assertThat(mailbox.calls).extracting("action").contains("TriggerMessage", "SetChargingProfile");
  }

  @Test
  void aVersionThatHasLetGoWritesNothingIntoTheSlot() {
    Line line = new Line(mailbox);
    line.release();
    Slot before = mailbox.slot();
    line.change(s -> s.standing(Standing.PENDING));
    assertThat(mailbox.slot()).isSameAs(before);
  }

  @Test
  void twoVersionsNeverUseTheSameId() {
    Engine other = new Bench(Path.of("."), Map.of()).dialect;
    FakeMailbox a = bench.connect("CS03");
    bench.result(a, Bench.boot());
    FakeMailbox b = new FakeMailbox("CS03", 5, 1);
    other.attached(b);
    other.received(b, FakeMailbox.OCPP.call("x", Bench.boot()));
    assertThat(a.calls)
        .extracting("id")
        .doesNotContainAnyElementsOf(b.calls.stream().map(c -> (Object) c.id()).toList());
  }
}
