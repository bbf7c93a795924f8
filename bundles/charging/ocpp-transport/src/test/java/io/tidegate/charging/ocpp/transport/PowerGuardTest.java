package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves without a clearance, and what does not. EVSE 1: 3,450 W on three phases. */
class PowerGuardTest {
  private static final StationId CS01 = new StationId("CS01");
  private final Rig.Office office = new Rig.Office();
  private final Offices offices = new Offices(InstantSource.system());
  private final SiteModel model = Sites.of("CS01", "CS02");
  private final PowerGuard guard = new PowerGuard(offices, () -> Optional.of(model));

  @BeforeEach
  void openOffice() {
    offices.bind(office, Offices.TRUSTED);
  }

  private static OutboundCall call(String action, String payload, Clearance clearance) {
    return new OutboundCall(
        "id-1",
        action,
        payload,
        OutboundCall.Urgency.SETPOINT,
        "",
        Duration.ZERO,
        Duration.ofSeconds(5),
        Optional.ofNullable(clearance),
        Slot.EMPTY);
  }

  private boolean passes(String action, String payload) {
    OutboundCall call = call(action, payload, null);
    return guard.admits(CS01, call) && guard.releases(CS01, call);
  }

  private static String profile(int evse, String purpose, String unit, String limit) {
    return """
        {"evseId":%d,"chargingProfile":{"id":1,"stackLevel":0,"chargingProfilePurpose":"%s",
        "chargingProfileKind":"Relative","chargingSchedule":[{"id":1,"chargingRateUnit":"%s",
        "chargingSchedulePeriod":[{"startPeriod":0,"limit":%s,"numberPhases":3}]}]}}"""
        .formatted(evse, purpose, unit, limit);
  }

  private boolean safe(String payload) {
    return passes("SetChargingProfile", payload);
  }

  @ParameterizedTest
  @CsvSource({
    "1, TxDefaultProfile, W, 3450",
    "1, TxDefaultProfile, W, 0",
    "1, TxDefaultProfile, A, 5.0",
    "2, TxDefaultProfile, A, 10",
    "0, TxDefaultProfile, W, 2300",
    "1, ChargingStationMaxProfile, W, 3000.5"
  })
  void letsABaseProfileWithinTheSafeSharePass(int evse, String purpose, String unit, String limit) {
    assertThat(safe(profile(evse, purpose, unit, limit))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, TxDefaultProfile, W, 3451",
    "1, TxDefaultProfile, W, -1",
    "1, TxDefaultProfile, W, 1e400",
    "1, TxDefaultProfile, W, '\"3000\"'",
    "1, TxDefaultProfile, W, null",
    "1, TxDefaultProfile, A, 5.01",
    "1, TxDefaultProfile, kW, 3",
    "2, TxDefaultProfile, A, 10.1",
    "0, TxDefaultProfile, W, 3450",
    "3, TxDefaultProfile, W, 100",
    "-1, TxDefaultProfile, W, 100",
    "1, TxProfile, W, 100",
    "1, ChargingStationExternalConstraints, W, 100"
  })
  void holdsBackEveryOtherProfile(int evse, String purpose, String unit, String limit) {
    assertThat(safe(profile(evse, purpose, unit, limit))).isFalse();
  }

  @Test
  void holdsBackWhatItDoesNotKnowInFull() {
    String good = profile(1, "TxDefaultProfile", "W", "3000");
    assertThat(safe(good)).isTrue();
    assertThat(safe(good.replace("\"limit\":3000", "\"limit\":3000,\"setpoint\":-5000"))).isFalse();
    assertThat(safe(good.replace("\"limit\":3000", "\"limit\":3000,\"dischargeLimit\":-1")))
        .isFalse();
    assertThat(safe(good.replace("\"limit\":3000,", ""))).isFalse();
    assertThat(safe(good.replace("\"id\":1,\"stack", "\"customData\":{},\"stack"))).isFalse();
    assertThat(safe(good.replace("\"stackLevel\":0", "\"stackLevel\":{\"limit\":-1}"))).isFalse();
    assertThat(safe(good.replace("\"limit\":3000", "\"limit\":3000,\"limit\":-9"))).isFalse();
    assertThat(safe(good.replace("\"chargingRateUnit\":\"W\",", ""))).isFalse();
    assertThat(safe(good.replaceFirst("\"chargingProfilePurpose\":\"TxDefaultProfile\",", "")))
        .isFalse();
    assertThat(safe(good.replaceFirst("\"evseId\":1,", ""))).isFalse();
    assertThat(safe(good.replace("}]}]}}", "},{\"startPeriod\":9,\"limit\":-100}]}]}}")))
        .as("a later period")
        .isFalse();
    for (int length = 0; length < good.length(); length++) {
      assertThat(safe(good.substring(0, length))).isFalse();
    }
  }

  @Test
  void knowsASafeShareInTheWordsOf16() {
    String old =
        """
        {"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,
        "chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Absolute",
        "chargingSchedule":{"chargingRateUnit":"W","startSchedule":"2026-03-01T00:00:00Z",
        "chargingSchedulePeriod":[{"startPeriod":0,"limit":3000,"numberPhases":3}]}}}""";
    assertThat(safe(old)).isTrue();
    assertThat(safe(old.replace("TxDefaultProfile", "ChargePointMaxProfile"))).isTrue();
    assertThat(safe(old.replace("TxDefaultProfile", "TxProfile"))).isFalse();
    assertThat(safe(old.replace("3000", "3451"))).isFalse();
    assertThat(safe(old.replace("3000", "-1"))).isFalse();
    assertThat(safe(old.replace("\"stackLevel\":0", "\"transactionId\":7"))).isFalse();
    assertThat(safe(old.replace("\"connectorId\":1,", "\"connectorId\":1,\"evseId\":2,")))
        .as("two addresses")
        .isFalse();
    String profile = old.substring(old.indexOf("{\"chargingProfileId"), old.length() - 1);
    assertThat(
            safe(
                old.substring(0, old.length() - 1)
                    + ",\"chargingProfile\":"
                    + profile.replace("3000", "1000")
                    + "}"))
        .as("two profiles")
        .isFalse();
    assertThat(safe(old.replace("\"chargingSchedule\":{", "\"chargingSchedule\":3,\"x\":{")))
        .isFalse();
  }

  @Test
  void holdsEveryProfileBackWhileThereIsNoSite() {
    PowerGuard blind = new PowerGuard(offices, Optional::empty);
    OutboundCall call = call("SetChargingProfile", profile(1, "TxDefaultProfile", "W", "0"), null);
    assertThat(blind.admits(CS01, call)).isFalse();
    assertThat(guard.admits(new StationId("CS09"), call)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FixedVar", "FreqDroop", "FreqWatt", "VoltWatt", "", "limitMaxDischarge"})
  void needsAClearanceForAGridControlThatMayRaisePower(String type) {
    assertThat(passes("SetDERControl", "{\"controlType\":\"" + type + "\"}")).isFalse();
    assertThat(
            passes(
                "SetDERControl",
                "{\"a\":{\"controlType\":\"LimitMaxDischarge\"},\"controlType\":\"" + type + "\"}"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LimitMaxDischarge", "HVMustTrip", "EnterService", "LVMomCess"})
  void letsGridControlsPassThatOnlyTakeAway(String type) {
    assertThat(passes("SetDERControl", "{\"isDefault\":true,\"controlType\":\"" + type + "\"}"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SetChargingProfile", "UpdateDynamicSchedule", "SetDERControl", "AFRRSignal"})
  void needsAClearanceForWhatMovesPower(String action) {
    assertThat(passes(action, "{}")).isFalse();
    Rig.Token clearance = Rig.Token.of("CS01-1");
    OutboundCall cleared = call(action, "{}", clearance);
    assertThat(guard.admits(CS01, cleared)).isTrue();
    assertThat(guard.releases(CS01, cleared)).as("not issued").isFalse();
    office.issued.add(clearance);
    assertThat(guard.releases(CS01, cleared)).isTrue();
    assertThat(guard.releases(CS01, cleared)).as("a second time").isFalse();
  }

  @Test
  void needsAClearanceForAStartWithAProfileHoweverItsNameIsSpelled() {
    assertThat(passes("RequestStartTransaction", "{\"evseId\":1}")).isTrue();
    assertThat(passes("RequestStartTransaction", "{\"chargingProfile\":{}}")).isFalse();
    assertThat(passes("RequestStartTransaction", "{\"charging\\u0050rofile\":{}}")).isFalse();
    assertThat(passes("RemoteStartTransaction", "{\"chargingProfile\":{}}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ClearChargingProfile", "GetVariables", "TriggerMessage", "Reset"})
  void letsOtherActionsPass(String action) {
    assertThat(passes(action, "{\"id\":1}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{}}",
        "{},{}",
        "{}],[2,\"x\",\"SetChargingProfile\",{}",
        "{\"a\":1,\"a\":2}"
      })
  void refusesAPayloadThatIsNotExactlyOneObject(String payload) {
    assertThat(passes("GetVariables", payload)).isFalse();
  }

  @Test
  void refusesIdsAndActionsThatWouldChangeTheFrame() {
    assertThat(passes("Get\",\"x", "{}")).isFalse();
    assertThat(passes("", "{}")).isFalse();
    OutboundCall call =
        new OutboundCall(
            "x\",\"SetChargingProfile",
            "Reset",
            "{}",
            OutboundCall.Urgency.ROUTINE,
            "",
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty(),
            Slot.EMPTY);
    assertThat(guard.admits(CS01, call)).isFalse();
  }

  @Test
  void knowsAnswersFromCalls() {
    assertThat(PowerGuard.answer("[3,\"x\",{}]")).isTrue();
    assertThat(PowerGuard.answer("[4,\"x\",\"GenericError\",\"\",\n{}]")).isTrue();
    assertThat(PowerGuard.answer("[5,\"x\",\"FormatViolation\",\"\",{}]")).isTrue();
    assertThat(PowerGuard.answer("[6,\"x\",\"Reset\",{}]")).isFalse();
    assertThat(PowerGuard.answer("[2,\"x\",\"Reset\",{}]")).isFalse();
    assertThat(PowerGuard.answer("[ 2,\"x\",\"Reset\",{}]")).isFalse();
    assertThat(PowerGuard.answer("[3.0,\"x\"]")).isFalse();
    assertThat(PowerGuard.answer("")).isFalse();
  }
}
