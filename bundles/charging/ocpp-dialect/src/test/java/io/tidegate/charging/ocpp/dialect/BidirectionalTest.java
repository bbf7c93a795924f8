package io.tidegate.charging.ocpp.dialect;

import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.AuthorizeRequest;
import io.tidegate.codec.ocpp.json.v21.AuthorizeResponse;
import io.tidegate.codec.ocpp.json.v21.ChargingNeeds;
import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.DerControlType;
import io.tidegate.codec.ocpp.json.v21.EnergyTransferMode;
import io.tidegate.codec.ocpp.json.v21.GetVariableResult;
import io.tidegate.codec.ocpp.json.v21.GetVariableStatus;
import io.tidegate.codec.ocpp.json.v21.GetVariablesRequest;
import io.tidegate.codec.ocpp.json.v21.GetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.GridEventFault;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenType;
import io.tidegate.codec.ocpp.json.v21.NotifyAllowedEnergyTransferRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyDERAlarmRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsRequest;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import io.tidegate.codec.ocpp.json.v21.PullDynamicScheduleUpdateRequest;
import io.tidegate.codec.ocpp.json.v21.PullDynamicScheduleUpdateResponse;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v21.StatusInfo;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleResponse;
import io.tidegate.codec.ocpp.json.v21.V2xChargingParameters;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both directions by OCPP 2.1 (blocks K28, Q, R; S1.11, S11, S12). */
class BidirectionalTest {
  private static final Map<String, String> ABLE =
      Map.of(
          "SupportsDynamicProfiles", "true",
          "Enabled", "true",
          "SupportedOperationModes", "ChargingOnly, CentralSetpoint, Idle");

  private final Bench bench = Bench.v21();
  private FakeMailbox mailbox;

  @BeforeEach
  void connect() {
    mailbox = station(ABLE);
  }

  private FakeMailbox station(Map<String, String> variables) {
    FakeMailbox at = bench.connect("CS04");
    bench.result(at, Bench.boot());
    OutboundCall asked = at.lastCall("GetVariables");
    bench.answer(
        at,
        asked.id(),
        new GetVariablesResponse(
            ((GetVariablesRequest) at.heard(asked))
                .getVariableData().stream()
                    .map(v -> result(v.component(), v.variable(), variables))
                    .toList()));
    at.calls.clear();
    bench.inputs.clear();
    return at;
  }

  private static GetVariableResult result(
      io.tidegate.codec.ocpp.json.v21.Component component,
      io.tidegate.codec.ocpp.json.v21.Variable variable,
      Map<String, String> known) {
    String value = known.get(variable.name());
    return new GetVariableResult(
        value == null ? GetVariableStatus.UNKNOWN_VARIABLE : GetVariableStatus.ACCEPTED,
        component,
        variable,
        Optional.empty(),
        Optional.ofNullable(value));
  }

  private void charge(boolean discharge) {
    Bench.Event event = bench.event(STARTED, "T1", 0);
    bench.result(mailbox, (discharge ? event.dischargeAllowed(true) : event).build());
    mailbox.calls.clear();
    bench.inputs.clear();
  }

  private OutboundCall set(double powerW) {
    return set(powerW, 30);
  }

  private OutboundCall set(double powerW, int seconds) {
    bench.dialect.apply(List.of(bench.clearance("E05", powerW, seconds)));
    return mailbox.calls.get(mailbox.calls.size() - 1);
  }

  private ChargingProfile profile(OutboundCall call) {
    return ((SetChargingProfileRequest) mailbox.heard(call)).chargingProfile();
  }

  private static ChargingSchedulePeriod period(ChargingProfile profile) {
    return profile.chargingSchedule().get(0).chargingSchedulePeriod().get(0);
  }

  private UpdateDynamicScheduleRequest update(OutboundCall call) {
    return (UpdateDynamicScheduleRequest) mailbox.heard(call);
  }

  private void accept(OutboundCall call) {
    boolean update = call.action().equals("UpdateDynamicSchedule");
    bench.answer(
        mailbox,
        call.id(),
        update
            ? new UpdateDynamicScheduleResponse(ChargingProfileStatus.ACCEPTED, Optional.empty())
            : new SetChargingProfileResponse(ChargingProfileStatus.ACCEPTED, Optional.empty()));
  }

  private void reject(OutboundCall call, String reason) {
    Optional<StatusInfo> info = Optional.of(new StatusInfo(reason, Optional.empty()));
    boolean update = call.action().equals("UpdateDynamicSchedule");
    bench.answer(
        mailbox,
        call.id(),
        update
            ? new UpdateDynamicScheduleResponse(ChargingProfileStatus.REJECTED, info)
            : new SetChargingProfileResponse(ChargingProfileStatus.REJECTED, info));
  }

  private List<Outcome> outcomes() {
    return bench.inputs(SiteInput.SetpointOutcome.class).stream()
        .map(SiteInput.SetpointOutcome::outcome)
        .toList();
  }

  @Test
  void installsADynamicProfileThatEndsByItself() {
    charge(true);
    OutboundCall call = set(-7_000, 60);
    ChargingProfile profile = profile(call);
    assertThat(call.clearance()).isPresent();
    assertThat(profile.chargingProfileKind()).isEqualTo(ChargingProfileKind.DYNAMIC);
    assertThat(profile.chargingProfilePurpose()).isEqualTo(ChargingProfilePurpose.TX_PROFILE);
    assertThat(profile.chargingSchedule()).hasSize(1);
    ChargingSchedule schedule = profile.chargingSchedule().get(0);
    assertThat(schedule.chargingSchedulePeriod()).hasSize(1);
    assertThat(schedule.startSchedule()).isEmpty();
    // 60 s, less 1 s of spacing, 5 s for the answer before, 1 s
    assertThat(schedule.duration()).hasValue(53);
    assertThat(profile.maxOfflineDuration()).hasValue(53);
    assertThat(profile.invalidAfterOfflineDuration()).contains(true);
    assertThat(profile.dynUpdateTime().orElseThrow().at()).isEqualTo(bench.now);
    assertThat(profile.dynUpdateInterval()).isEmpty();
    ChargingSchedulePeriod period = period(profile);
    assertThat(period.startPeriod()).isZero();
    assertThat(period.operationMode()).contains(OperationMode.CENTRAL_SETPOINT);
    assertThat(period.setpoint().orElseThrow()).isEqualByComparingTo("-7000");
    assertThat(period.limit()).isEmpty();
    assertThat(period.dischargeLimit()).isEmpty();
  }

  @Test
  void updatesTheProfileOnceItIsIn() {
    charge(true);
    OutboundCall whole = set(-7_000, 60);
    assertThat(set(-6_000, 60).action()).as("not yet accepted").isEqualTo("SetChargingProfile");
    accept(mailbox.calls.get(mailbox.calls.size() - 1));
    OutboundCall call = set(-5_000.55, 60);
    assertThat(call.action()).isEqualTo("UpdateDynamicSchedule");
    assertThat(call.clearance()).isPresent();
    assertThat(call.key()).isEqualTo(whole.key());
    UpdateDynamicScheduleRequest update = update(call);
    assertThat(update.chargingProfileId()).isEqualTo(profile(whole).id());
    assertThat(update.scheduleUpdate().setpoint().orElseThrow()).isEqualByComparingTo("-5000.5");
    assertThat(update.scheduleUpdate().limit()).isEmpty();
    accept(call);
    assertThat(outcomes()).containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED);
  }

  @Test
  void sendsAWholeProfileWhenALevelMayNotHoldAsLong() {
    charge(true);
    accept(set(-7_000, 60));
    OutboundCall call = set(9_000, 30);
    assertThat(profile(call).chargingSchedule().get(0).duration()).hasValue(23);
    assertThat(period(profile(call)).setpoint().orElseThrow()).isEqualByComparingTo("9000");
  }

  @Test
  void sendsAWholeProfileAfterAnUpdateWasRejected() {
    charge(true);
    accept(set(-7_000, 60));
    reject(set(-6_000, 60), "InternalError");
    assertThat(outcomes()).containsExactly(Outcome.ACCEPTED, Outcome.REJECTED);
    assertThat(set(-6_000, 60).action()).isEqualTo("SetChargingProfile");
  }

  @Test
  void pausesAtOnceAndLetsTheVehicleSleepWhenThePauseLasts() {
    charge(true);
    accept(set(-7_000, 60));
    OutboundCall pause = set(0, 60);
    assertThat(update(pause).scheduleUpdate().setpoint().orElseThrow()).isZero();
    accept(pause);
    ChargingSchedulePeriod idle = period(profile(set(0, 60)));
    assertThat(idle.operationMode()).contains(OperationMode.IDLE);
    assertThat(idle.setpoint()).isEmpty();
    assertThat(idle.limit()).isEmpty();
    assertThat(idle.numberPhases()).isEmpty();
  }

  @Test
  void chargesOnlyWhileNobodyHasAgreedToDischarge() {
    charge(false);
    OutboundCall call = set(7_000);
    ChargingSchedulePeriod period = period(profile(call));
    assertThat(period.operationMode()).contains(OperationMode.CHARGING_ONLY);
    assertThat(period.limit().orElseThrow()).isEqualByComparingTo("7000");
    assertThat(period.setpoint()).isEmpty();
    accept(call);
    UpdateDynamicScheduleRequest pause = update(set(0));
    assertThat(pause.scheduleUpdate().limit().orElseThrow()).isZero();
    assertThat(pause.scheduleUpdate().setpoint()).isEmpty();
    mailbox.calls.clear();
    bench.dialect.apply(List.of(bench.clearance("E05", -5_000, 60)));
    assertThat(mailbox.calls).isEmpty();
    assertThat(outcomes()).containsExactly(Outcome.ACCEPTED, Outcome.NOT_SENT);
  }

  @Test
  void speaksInAbsoluteProfilesToAStationWithoutDynamicOnes() {
    mailbox = station(Map.of("SupportsDynamicProfiles", "false"));
    charge(true);
    ChargingProfile profile = profile(set(-7_000, 60));
    assertThat(profile.chargingProfileKind()).isEqualTo(ChargingProfileKind.ABSOLUTE);
    assertThat(profile.validTo().orElseThrow().at()).isEqualTo(bench.now.plusSeconds(60));
    assertThat(period(profile).setpoint().orElseThrow()).isEqualByComparingTo("-7000");
  }

  @Test
  void learnsFromARefusalThatThereAreNoDynamicProfiles() {
    charge(true);
    reject(set(-7_000, 60), "UnsupportedKind");
    assertThat(profile(set(-7_000, 60)).chargingProfileKind())
        .isEqualTo(ChargingProfileKind.ABSOLUTE);
  }

  @Test
  void chargesAVehicleOnWhoseStationRefusesASetpoint() {
    charge(true);
    reject(set(7_000), "InvalidSchedule");
    assertThat(period(profile(set(7_000))).operationMode()).contains(OperationMode.CHARGING_ONLY);
  }

  @Test
  void dischargesNothingAtAStationThatCannot() {
    mailbox = station(Map.of("SupportsDynamicProfiles", "true", "Enabled", "false"));
    charge(true);
    mailbox.calls.clear();
    bench.dialect.apply(List.of(bench.clearance("E05", -5_000, 60)));
    assertThat(mailbox.calls).isEmpty();
    assertThat(outcomes()).containsExactly(Outcome.NOT_SENT);
  }

  @Test
  void beginsWithAWholeProfileAfterABoot() {
    charge(true);
    accept(set(-7_000, 60));
    bench.result(mailbox, Bench.boot());
    assertThat(set(-7_000, 60).action()).isEqualTo("SetChargingProfile");
  }

  @Test
  void takesAVehicleThatAsksForBothDirectionsAtItsWord() {
    charge(false);
    bench.result(mailbox, needs(EnergyTransferMode.DC_BPT));
    assertThat(bench.inputs(SiteInput.VehicleLimits.class))
        .singleElement()
        .satisfies(
            limits -> {
              assertThat(limits.maxChargeW()).isEqualTo(11_000);
              assertThat(limits.maxDischargeW()).isEqualTo(9_000);
              assertThat(limits.targetSocPct()).isEqualTo(80);
            });
    assertThat(bench.inputs(SiteInput.DischargePermission.class))
        .singleElement()
        .satisfies(permission -> assertThat(permission.allowed()).isTrue());
    assertThat(period(profile(set(-5_000, 60))).operationMode())
        .contains(OperationMode.CENTRAL_SETPOINT);
  }

  @Test
  void remembersTheModeOfAVehicleThatSpokeBeforeItsTransaction() {
    bench.result(mailbox, needs(EnergyTransferMode.DC_BPT));
    assertThat(bench.inputs(SiteInput.DischargePermission.class)).isEmpty();
    bench.result(mailbox, bench.event(STARTED, "T1", 0).build());
    assertThat(bench.inputs(SiteInput.DischargePermission.class))
        .singleElement()
        .satisfies(permission -> assertThat(permission.allowed()).isTrue());
  }

  private static NotifyEVChargingNeedsRequest needs(EnergyTransferMode mode) {
    Optional<BigDecimal> no = Optional.empty();
    V2xChargingParameters both =
        new V2xChargingParameters(
            no,
            no,
            no,
            watts("11000"),
            no,
            no,
            no,
            no,
            no,
            watts("9000"),
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            no,
            OptionalInt.of(80));
    return new NotifyEVChargingNeedsRequest(
        1,
        new ChargingNeeds(
            mode,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(both),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Optional.empty());
  }

  private static Optional<BigDecimal> watts(String value) {
    return Optional.of(new BigDecimal(value));
  }

  @Test
  void tellsTheStationWhenADriverNoLongerAgrees() {
    charge(true);
    bench.result(mailbox, bench.event(UPDATED, "T1", 1).dischargeAllowed(false).build());
    NotifyAllowedEnergyTransferRequest told =
        (NotifyAllowedEnergyTransferRequest)
            mailbox.heard(mailbox.lastCall("NotifyAllowedEnergyTransfer"));
    assertThat(told.transactionId()).isEqualTo("T1");
    assertThat(told.allowedEnergyTransfer())
        .contains(EnergyTransferMode.DC)
        .doesNotContain(EnergyTransferMode.DC_BPT);
    bench.result(mailbox, bench.event(UPDATED, "T1", 2).dischargeAllowed(true).build());
    assertThat(
            ((NotifyAllowedEnergyTransferRequest)
                    mailbox.heard(mailbox.lastCall("NotifyAllowedEnergyTransfer")))
                .allowedEnergyTransfer())
        .contains(EnergyTransferMode.DC_BPT);
  }

  @Test
  void authorisesBothDirectionsWhereTheSiteFileDoes() {
    AuthorizeRequest request = new AuthorizeRequest(new IdToken("ABC", IdTokenType.CENTRAL));
    assertThat(bench.result(mailbox, request, AuthorizeResponse.class).allowedEnergyTransfer())
        .contains(EnergyTransferMode.DC_BPT);
    assertThat(
            bench
                .result(bench.booted("CS01"), request, AuthorizeResponse.class)
                .allowedEnergyTransfer())
        .isEmpty();
  }

  @Test
  void pushesSetpointsAndLetsNobodyPullThem() {
    assertThat(
            bench
                .result(
                    mailbox,
                    new PullDynamicScheduleUpdateRequest(7_000_003),
                    PullDynamicScheduleUpdateResponse.class)
                .scheduleUpdate())
        .isEmpty();
  }

  @Test
  void showsATrippedGridSupportFunctionUntilItIsWellAgain() {
    bench.result(mailbox, alarm(false));
    assertThat(bench.dialect.health().toString())
        .contains("WARN")
        .contains("tripped at CS04 HV_MUST_TRIP");
    bench.result(mailbox, alarm(true));
    assertThat(bench.dialect.health().toString()).doesNotContain("HV_MUST_TRIP");
  }

  private NotifyDERAlarmRequest alarm(boolean ended) {
    return new NotifyDERAlarmRequest(
        DerControlType.HV_MUST_TRIP,
        Stamp.of(bench.now),
        Optional.of(GridEventFault.OVER_VOLTAGE),
        Optional.of(ended),
        Optional.empty());
  }

  @Test
  void tellsAStationWhoseAnswerBreaksTheRules() {
    charge(true);
    OutboundCall call = set(-7_000, 60);
    bench.dialect.received(mailbox, "[3,\"" + call.id() + "\",{\"status\":\"Perhaps\"}]");
    assertThat(mailbox.lastReply()).isInstanceOf(Frame.ResultFailure.class);
    assertThat(outcomes()).containsExactly(Outcome.UNKNOWN);
  }

  @Test
  void sendsAWholeProfileToAStationThatFollowsSomethingElse() {
    charge(true);
    accept(set(-7_000, 60));
    bench.pass(Duration.ofSeconds(11));
    bench.result(
        mailbox,
        bench
            .event(UPDATED, "T1", 1)
            .values(
                Values.at(
                    bench.now,
                    Values.of(
                        io.tidegate.codec.ocpp.json.v21.Measurand.POWER_ACTIVE_SETPOINT,
                        "2000",
                        "W")))
            .build());
    assertThat(set(-7_000, 60).action()).isEqualTo("SetChargingProfile");
  }
}
