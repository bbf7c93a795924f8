package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Dialect.Detachment;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.v21.BootNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v21.HeartbeatResponse;
import io.tidegate.codec.ocpp.json.v21.MessageTrigger;
import io.tidegate.codec.ocpp.json.v21.RegistrationStatus;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.SetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is served, and what it is told first (block B; S1, S2 of the table of odd behaviour). */
class BootTest {
  private final Bench bench = Bench.open();

  @Test
  void acceptsAStationOfTheSiteAndTellsItTheTime() {
    FakeMailbox mailbox = bench.connect("CS01");
    BootNotificationResponse response =
        bench.result(mailbox, Bench.boot(), BootNotificationResponse.class);

    assertThat(response.status()).isEqualTo(RegistrationStatus.ACCEPTED);
    assertThat(response.currentTime().at()).isEqualTo(Bench.T0);
    assertThat(response.interval()).isBetween(270, 330);
    assertThat(bench.inputs)
        .startsWith(new SiteInput.StationOnline(new StationId("CS01"), "ocpp2.0.1"));
    assertThat(bench.inputs(SiteInput.SafeShareReport.class))
        .extracting(SiteInput.SafeShareReport::assured)
        .containsExactly(false);
    assertThat(bench.stored).containsKey("CS01");
  }

  @Test
  void spreadsTheHeartbeatsOfManyStations() {
    long different =
        IntStream.range(0, 200)
            .map(i -> DialectSettings.DEFAULT.heartbeatOf(new StationId("CS" + i)))
            .distinct()
            .count();
    assertThat(different).isGreaterThan(30);
  }

  @Test
  void installsTheSafeShareAndSetsItUpAfterTheBootWasAnswered() {
    FakeMailbox mailbox = bench.connect("CS03");
    bench.result(mailbox, Bench.boot());

    assertThat(mailbox.requests(SetChargingProfileRequest.class))
        .extracting(SetChargingProfileRequest::evseId)
        .containsExactly(1, 2);
    assertThat(mailbox.requests(SetVariablesRequest.class).get(0).setVariableData())
        .extracting(d -> d.component().name() + '.' + d.variable().name())
        .contains("OCPPCommCtrlr.HeartbeatInterval", "SampledDataCtrlr.TxUpdatedInterval");
    assertThat(mailbox.requests(TriggerMessageRequest.class))
        .extracting(TriggerMessageRequest::requestedMessage)
        .containsExactly(MessageTrigger.TRANSACTION_EVENT);
  }

  @Test
  void letsAStationWaitThatTheSiteFileDoesNotList() {
    FakeMailbox mailbox = bench.connect("CS99");
    BootNotificationResponse response =
        bench.result(mailbox, Bench.boot(), BootNotificationResponse.class);

    assertThat(response.status()).isEqualTo(RegistrationStatus.PENDING);
    assertThat(response.interval()).isEqualTo(60);
    bench.refuses(mailbox, new HeartbeatRequest(), RpcErrorCode.SECURITY_ERROR);
    assertThat(bench.inputs).isEmpty();
    assertThat(mailbox.calls).isEmpty();
  }

  @Test
  void refusesEverythingOfAnUnknownStationAndAsksItToBoot() {
    FakeMailbox mailbox = bench.connect("CS01");
    bench.refuses(mailbox, new HeartbeatRequest(), RpcErrorCode.SECURITY_ERROR);

    assertThat(mailbox.requests(TriggerMessageRequest.class))
        .extracting(TriggerMessageRequest::requestedMessage)
        .containsExactly(MessageTrigger.BOOT_NOTIFICATION);
    assertThat(bench.inputs).isEmpty();
  }

  @Test
  void servesAStationThatWasAcceptedBeforeARestartWithoutABoot() {
    bench.booted("CS01");
    bench.dialect = bench.dialect();
    FakeMailbox back = bench.connect("CS01");

    assertThat(bench.inputs(SiteInput.StationOnline.class)).hasSize(1);
    assertThat(
            bench.result(back, new HeartbeatRequest(), HeartbeatResponse.class).currentTime().at())
        .isEqualTo(Bench.T0);
    assertThat(back.requests(TriggerMessageRequest.class))
        .extracting(TriggerMessageRequest::requestedMessage)
        .containsExactly(MessageTrigger.TRANSACTION_EVENT, MessageTrigger.STATUS_NOTIFICATION);
    assertThat(back.requests(SetChargingProfileRequest.class)).hasSize(1);
  }

  @Test
  void doesNotServeAStationThatLeftTheSiteFileHoweverOftenItWasAccepted() {
    bench.stored.put("CS99", new byte[] {1});
    bench.dialect = bench.dialect();
    FakeMailbox mailbox = bench.connect("CS99");
    bench.refuses(mailbox, new HeartbeatRequest(), RpcErrorCode.SECURITY_ERROR);
    assertThat(bench.inputs).isEmpty();
  }

  @Test
  void acceptsAStationAlthoughTheDiskIsFull() {
    bench.diskFull = true;
    FakeMailbox mailbox = bench.connect("CS01");
    assertThat(bench.result(mailbox, Bench.boot(), BootNotificationResponse.class).status())
        .isEqualTo(RegistrationStatus.ACCEPTED);
  }

  @Test
  void closesWhenTheSerialNumberIsNotTheCertificates() {
    FakeMailbox mailbox = FakeMailbox.certified("CS01", "another-serial", false);
    bench.dialect.attached(mailbox);
    assertThat(bench.result(mailbox, Bench.boot(), BootNotificationResponse.class).status())
        .isEqualTo(RegistrationStatus.REJECTED);
    assertThat(mailbox.closedWith).isEqualTo(1008);
    assertThat(bench.inputs).isEmpty();
  }

  @Test
  void acceptsTheSerialNumberOfTheCertificateWhateverTheIdentity() {
    FakeMailbox mailbox = FakeMailbox.certified("CS01", "serial", false);
    bench.dialect.attached(mailbox);
    assertThat(bench.result(mailbox, Bench.boot(), BootNotificationResponse.class).status())
        .isEqualTo(RegistrationStatus.ACCEPTED);
  }

  @Test
  void keepsAStationWithAnExpiredCertificatePendingEvenWhenItWasAcceptedBefore() {
    bench.dialect.detached(bench.booted("CS01"), Detachment.CLOSED);
    bench.inputs.clear();
    FakeMailbox mailbox = FakeMailbox.certified("CS01", "serial", true);
    bench.dialect.attached(mailbox);
    assertThat(bench.result(mailbox, Bench.boot(), BootNotificationResponse.class).status())
        .isEqualTo(RegistrationStatus.PENDING);
    assertThat(bench.inputs).isEmpty();
  }

  @Test
  void reportsAStationOfflineOnceWhenItsConnectionCloses() {
    FakeMailbox mailbox = bench.booted("CS01");
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    bench.dialect.detached(mailbox, Detachment.CLOSED);
    assertThat(bench.inputs).containsExactly(new SiteInput.StationOffline(new StationId("CS01")));
  }

  @Test
  void theLateEndOfAnOlderConnectionChangesNothing() {
    FakeMailbox old = bench.booted("CS01");
    FakeMailbox newer = bench.connect("CS01");
    bench.inputs.clear();
    bench.dialect.detached(old, Detachment.CLOSED);

    assertThat(bench.inputs(SiteInput.StationOffline.class)).isEmpty();
    bench.result(newer, new HeartbeatRequest());
    bench.dialect.detached(newer, Detachment.CLOSED);
    assertThat(bench.inputs(SiteInput.StationOffline.class)).hasSize(1);
  }

  @Test
  void saysNothingOfAHandOver() {
    FakeMailbox mailbox = bench.booted("CS01");
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    assertThat(bench.inputs).isEmpty();
  }
}
