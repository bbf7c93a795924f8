package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect.Detachment;
import io.tidegate.api.control.StationCommands.Fate;
import io.tidegate.api.control.StationCommands.Told;
import io.tidegate.api.quantity.StationId;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any request of an operator's. */
class ErrandTest {
  private static final String RESET = "{\"type\":\"OnIdle\"}";
  private final Bench bench = Bench.v21();
  private final FakeMailbox mailbox = bench.booted("CS04");

  private CompletableFuture<Told> call(String action, String payload) {
    return bench.dialect.call(new StationId("CS04"), action, payload).toCompletableFuture();
  }

  @Test
  void bringsTheAnswerAsItCame() {
    CompletableFuture<Told> told = call("Reset", RESET);
    assertThat(told).isNotDone();
    assertThat(mailbox.lastCall("Reset").payload()).isEqualTo(RESET);
    bench.answerText(
        mailbox, "[3,\"" + mailbox.lastCall("Reset").id() + "\",{\"status\":\"Scheduled\"}]");
    assertThat(told).isCompletedWithValue(new Told(Fate.ANSWERED, "{\"status\":\"Scheduled\"}"));
  }

  @Test
  void bringsActionsThatNoRecordIsBoundTo() {
    CompletableFuture<Told> told = call("GetDisplayMessages", "{\"requestId\":1}");
    bench.answerText(
        mailbox,
        "[3,\"" + mailbox.lastCall("GetDisplayMessages").id() + "\",{\"status\":\"Unknown\"}]");
    assertThat(told.join().fate()).isEqualTo(Fate.ANSWERED);
  }

  @Test
  void saysThatTheStationDeclined() {
    CompletableFuture<Told> told = call("Reset", RESET);
    bench.answerText(
        mailbox, "[4,\"" + mailbox.lastCall("Reset").id() + "\",\"NotSupported\",\"never\",{}]");
    assertThat(told).isCompletedWithValue(new Told(Fate.DECLINED, "NotSupported: never"));
  }

  @Test
  void saysThatNobodyAnswered() {
    CompletableFuture<Told> told = call("Reset", RESET);
    bench.dialect.ended(mailbox, mailbox.lastCall("Reset"), CallFate.UNANSWERED);
    assertThat(told.join().fate()).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void keepsNobodyWaitingForAConnectionThatIsGone() {
    CompletableFuture<Told> told = call("Reset", RESET);
    bench.dialect.detached(mailbox, Detachment.HANDED_OVER);
    assertThat(told.join().fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(call("Reset", RESET).join().fate()).isEqualTo(Fate.NOT_SENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Reset | {} | OccurrenceConstraintViolation",
        "Reset | {'type':'Now'} | PropertyConstraintViolation",
        "Reset | {'type':'OnIdle','more':1} | PropertyConstraintViolation",
        "Reset | {'type':'OnIdle'}],[ | ",
        "Reset | nonsense | ",
        "Heartbeat | {} | NotSupported",
        "FooBar | {} | NotImplemented",
        "'Reset\",{},\"' | {} | NotImplemented"
      })
  void sendsNothingThatBreaksTheRules(String action, String payload, String code) {
    Told told = call(action, payload.replace('\'', '"')).join();
    assertThat(told.fate()).as(told.text()).isEqualTo(Fate.MALFORMED);
    assertThat(told.text()).contains(code == null ? "" : code);
    assertThat(mailbox.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AFRRSignal | {'timestamp':'2026-01-01T00:00:00Z','signal':3}",
        "UpdateDynamicSchedule | {'chargingProfileId':1,'scheduleUpdate':{'setpoint':-5000}}",
        "SetDERControl | {'isDefault':false,'controlId':'a','controlType':'FixedVar',"
            + "'fixedVar':{'priority':1,'setpoint':10,'unit':'PctMaxVar'}}",
        "SetDERControl | {'isDefault':false,'controlId':'a','controlType':'LimitMaxDischarge',"
            + "'fixedVar':{'priority':1,'setpoint':10,'unit':'PctMaxVar'}}"
      })
  void refusesWhatMovesPower(String action, String payload) {
    Told told = call(action, payload.replace('\'', '"')).join();
    assertThat(told.fate()).as(told.text()).isEqualTo(Fate.FORBIDDEN);
    assertThat(mailbox.calls).isEmpty();
  }

  @Test
  void letsThroughAGridControlThatOnlyTakesAway() {
    var unused =
        call(
            "SetDERControl",
            "{\"isDefault\":true,\"controlId\":\"a\",\"controlType\":\"LimitMaxDischarge\","
                + "\"limitMaxDischarge\":{\"priority\":1,\"pctMaxDischargePower\":50}}");
    assertThat(mailbox.lastCall("SetDERControl").clearance()).isEmpty();
  }

  @Test
  void bringsTheSafeShareBackAfterAnOperatorHasClearedProfiles() {
    var unused = call("ClearChargingProfile", "{\"chargingProfileCriteria\":{\"stackLevel\":0}}");
    assertThat(mailbox.calls).hasSize(1);
    bench.answerText(
        mailbox,
        "[3,\"" + mailbox.lastCall("ClearChargingProfile").id() + "\",{\"status\":\"Accepted\"}]");
    assertThat(mailbox.lastCall("SetChargingProfile").payload()).contains("TxDefaultProfile");
  }
}
