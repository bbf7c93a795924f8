package io.tidegate.core.control.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.core.control.FakeDeciders;
import io.tidegate.core.control.Sites;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlCoreTest {
  private static final Instant T0 = Instant.parse("2026-03-01T18:00:00Z");
  private static final EvseId E0 = new EvseId("E0");
  private static final SessionId A = new SessionId("a");
  private final FakeDeciders deciders = new FakeDeciders();
  private ControlCore core;
  private Instant now = T0;

  @BeforeEach
  void start() {
    core = new ControlCore(Sites.of(2), deciders, T0);
  }

  private void take(SiteInput input) {
    core.take(new StampedInput(core.sequence() + 1, now, input));
  }

  private DecisionView decide() {
    return core.decide(deciders, deciders, now, "test").view();
  }

  private EvseState e0() {
    return decide().picture().evses().get(0);
  }

  private void after(long millis) {
    now = now.plusMillis(millis);
  }

  private void session() {
    take(new SiteInput.StationOnline(new StationId("S0"), "ocpp"));
    take(new SiteInput.SessionStarted(E0, A, "tx-1"));
  }

  private void telemetry(double powerW) {
    take(
        new SiteInput.EvseTelemetry(
            E0, now, powerW, 55, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
  }

  private static GridCommand command(String id, double powerW, Instant start, Instant end) {
    return new GridCommand(
        new CommandId(id),
        new ControllerId("dms"),
        PriorityClass.CONTRACT,
        TargetKind.VEHICLE_POWER,
        "",
        powerW,
        start,
        end);
  }

  private Setpoint commanded(double powerW) {
    take(new SiteInput.KeepAlive(new ControllerId("dms")));
    take(
        new SiteInput.CommandReceived(
            command("c" + core.sequence(), powerW, now, now.plusSeconds(60))));
    List<Setpoint> setpoints = decide().decision().setpoints();
    assertThat(setpoints).hasSize(1);
    return setpoints.get(0);
  }

  private void outcome(Setpoint setpoint, Outcome outcome) {
    take(new SiteInput.SetpointOutcome(E0, setpoint.id(), outcome));
  }

  @Test
  void remembersWhetherAStationHoldsItsSafeShareWhileItIsAwayAndOverARestart() {
    session();
    assertThat(e0().shareAssured()).as("never reported").isFalse();
    take(new SiteInput.SafeShareReport(E0, true, "accepted"));
    take(new SiteInput.StationOffline(new StationId("S0")));
    take(new SiteInput.Restarted("test"));
    assertThat(e0().shareAssured()).isTrue();
    core = new ControlCore(Sites.of(2), deciders, core.checkpoint());
    assertThat(e0().shareAssured()).isTrue();
    take(new SiteInput.SafeShareReport(E0, false, "rejected"));
    assertThat(e0().shareAssured()).isFalse();
    assertThat(e0().shareDetail()).isEqualTo("rejected");
  }

  @Test
  void believesNoExpiryThatALeapOfTheClockHasBroughtAbout() {
    session();
    outcome(commanded(-8_000), Outcome.ACCEPTED);
    after(3_600_000);
    assertThat(e0().commitment().inForce(now)).as("as it looks").isFalse();
    take(new SiteInput.ClockLeapt(3_600));
    EvseState uncertain = core.checkpoint().picture().evses().get(0);
    assertThat(uncertain.online()).isTrue();
    assertThat(uncertain.commitment().pendingMinW())
        .isEqualTo(-Sites.of(2).evses().get(0).maxDischargeW());
    assertThat(uncertain.commitment().pendingMaxW())
        .isEqualTo(Sites.of(2).evses().get(0).maxChargeW());
    assertThat(uncertain.commitment().pendingUntil()).isAfterOrEqualTo(now.plusSeconds(60));
  }

  @Test
  void countsAnUnansweredSetpointUntilItIsAccepted() {
    session();
    Setpoint setpoint = commanded(-8_000);
    assertThat(e0().commitment().pendingMinW()).isEqualTo(-8_000);
    assertThat(e0().commitment().inForce(now)).isFalse();

    outcome(setpoint, Outcome.ACCEPTED);
    assertThat(e0().commitment().uncertain(now)).isFalse();
    assertThat(e0().commitment().acceptedW()).isEqualTo(-8_000);
    assertThat(e0().commitment().inForce(now.plusSeconds(29))).isTrue();
    assertThat(e0().commitment().inForce(now.plusSeconds(30))).isFalse();
  }

  @Test
  void keepsTheWorstCaseOfAnUnknownOutcomeUntilANewerOneIsAccepted() {
    session();
    Setpoint first = commanded(-8_000);
    outcome(first, Outcome.UNKNOWN);
    assertThat(e0().commitment().pendingMinW()).isEqualTo(-8_000);
    Setpoint second = commanded(4_500);
    assertThat(e0().commitment().pendingMinW()).isEqualTo(-8_000);
    assertThat(e0().commitment().pendingMaxW()).isEqualTo(second.powerW());
    outcome(second, Outcome.ACCEPTED);
    assertThat(e0().commitment().uncertain(now)).isFalse();
  }

  @Test
  void ignoresTheOutcomeOfASetpointThatWasNeverSent() {
    session();
    take(new SiteInput.SetpointOutcome(E0, 77, Outcome.ACCEPTED));
    assertThat(e0().commitment().acceptedId()).isZero();
  }

  @Test
  void seesADeviceThatGivesLessThanAskedWithTheNextTelemetryAfterItHasSettled() {
    session();
    outcome(commanded(10_000), Outcome.ACCEPTED);
    after(1_000);
    telemetry(2_000);
    assertThat(e0().deliverableW()).as("still settling").isNaN();
    after(1_500);
    telemetry(2_000);
    assertThat(e0().deliverableW()).isEqualTo(2_000);
    assertThat(e0().shortfallW()).isEqualTo(8_000);
  }

  @Test
  void trustsADeviceAgainWhenItGivesMoreThanItHadShown() {
    session();
    outcome(commanded(10_000), Outcome.ACCEPTED);
    after(2_500);
    telemetry(2_000);
    assertThat(e0().deliverableW()).isEqualTo(2_000);
    after(1_000);
    telemetry(9_900);
    assertThat(e0().deliverableW()).isNaN();
    assertThat(e0().shortfallW()).isZero();
  }

  @Test
  void dropsARequestForPowerWhenItsControllerFallsSilent() {
    session();
    commanded(-8_000);
    after(5_000);
    assertThat(decide().powerW().get(0)).isEqualTo(-8_000);
    after(1);
    DecisionView silent = decide();
    assertThat(silent.powerW().get(0)).isZero();
    assertThat(silent.decision().shortfalls())
        .as("the decision says who was cut")
        .extracting(Allocation.Shortfall::askedW, Allocation.Shortfall::givenW)
        .containsExactly(tuple(-8_000.0, 0.0));
  }

  @Test
  void dropsAPowerThatAProgramAsksForWhenItsMandateFallsSilent() {
    session();
    Target power =
        new Target(
            "cloud/E0/power",
            "dms",
            PriorityClass.CONTRACT,
            TargetKind.EVSE_POWER,
            "",
            Optional.of(E0),
            -8_000,
            now.plusSeconds(60));
    take(new SiteInput.PolicyTargets("upstream/cloud", List.of(power)));
    assertThat(decide().powerW().get(0)).as("nobody has been heard of").isGreaterThanOrEqualTo(0);
    take(new SiteInput.KeepAlive(new ControllerId("dms")));
    assertThat(decide().powerW().get(0)).isEqualTo(-8_000);
    after(5_001);
    assertThat(decide().powerW().get(0)).isGreaterThanOrEqualTo(0);
  }

  @Test
  void knowsWhenTheNextWindowOpensOrAMandateLapses() {
    session();
    take(new SiteInput.KeepAlive(new ControllerId("dms")));
    take(
        new SiteInput.CommandReceived(
            command("later", -5_000, now.plusSeconds(3), now.plusSeconds(10))));
    assertThat(core.nextDeadline(now)).isEqualTo(now.plusSeconds(3));
    assertThat(core.nextDeadline(now.plusSeconds(4))).isEqualTo(now.plusSeconds(5).plusNanos(1));
  }

  @Test
  void aRepeatedCommandChangesNothing() {
    session();
    take(new SiteInput.KeepAlive(new ControllerId("dms")));
    GridCommand command = command("once", -5_000, now, now.plusSeconds(60));
    take(new SiteInput.CommandReceived(command));
    take(new SiteInput.CommandReceived(command));
    assertThat(decide().picture().commands()).hasSize(1);
    assertThat(decide().powerW().get(0)).isEqualTo(-5_000);
  }

  @Test
  void aNewSessionObeysNothingThatWasSentToTheOneBefore() {
    session();
    commanded(-8_000);
    take(new SiteInput.SessionEnded(E0, A, "EVDisconnected"));
    take(new SiteInput.SessionStarted(E0, new SessionId("b"), "tx-2"));
    EvseState state = core.checkpoint().picture().evses().get(0);
    assertThat(state.commitment().uncertain(now)).isFalse();
    assertThat(state.measured().socPct()).isNaN();
  }

  @Test
  void ignoresWhatNamesAnotherSession() {
    session();
    take(new SiteInput.DischargePermission(E0, new SessionId("stale"), true, "TransactionEvent"));
    assertThat(e0().session().orElseThrow().dischargeAllowed()).isFalse();
  }

  @Test
  void theDriversWishOutranksTheVehiclesOwnTargetAndItsRepetitionChangesNothing() {
    session();
    take(new SiteInput.DriverWish(A, "r1", 80, Optional.of(now.plusSeconds(3600)), 35));
    take(
        new SiteInput.VehicleLimits(
            E0, A, 11_000, 11_000, 60_000, 100, Optional.of(now.plusSeconds(60))));
    take(new SiteInput.DriverWish(A, "r1", 10, Optional.empty(), 0));
    var session = e0().session().orElseThrow();
    assertThat(session.targetSocPct()).isEqualTo(80);
    assertThat(session.departure()).contains(T0.plusSeconds(3600));
    assertThat(session.reservePct()).isEqualTo(35);
    assertThat(session.capacityWh()).isEqualTo(60_000);
  }

  @Test
  void ignoresImpossibleMeasurements() {
    session();
    take(
        new SiteInput.EvseTelemetry(
            E0, now, Double.POSITIVE_INFINITY, 140, Double.NaN, Double.NaN, Double.NaN, -1, -1));
    assertThat(e0().measured().powerW()).isNaN();
    assertThat(e0().measured().socPct()).isNaN();
  }

  @Test
  void goesOnWithSafeSharesWhenTheArbiterFails() {
    session();
    deciders.failure = new IllegalStateException("defect");
    DecisionView view = decide();
    assertThat(view.decision().shortfalls().get(0).target()).contains("arbiter failed");
    assertThat(view.powerW().get(0)).isZero();
  }

  @Test
  void afterARestartEveryStationIsOfflineAndWhatMayBeInForceStillCounts() {
    session();
    outcome(commanded(-8_000), Outcome.ACCEPTED);
    ControlCore again = new ControlCore(Sites.of(2), deciders, core.checkpoint());
    again.take(new StampedInput(core.sequence() + 1, now, new SiteInput.Restarted("start")));
    EvseState state = again.checkpoint().picture().evses().get(0);
    assertThat(state.online()).isFalse();
    assertThat(state.session().orElseThrow().id()).isEqualTo(A);
    assertThat(state.commitment().inForce(now)).isFalse();
    assertThat(state.commitment().pendingMinW()).as("anything may be in force").isEqualTo(-11_000);
    assertThat(state.commitment().pendingMaxW()).isEqualTo(11_000);
    assertThat(state.commitment().uncertain(now.plusSeconds(60))).isTrue();
  }

  @Test
  void losesTheStationsOfAnActuatorThatIsGone() {
    session();
    take(new SiteInput.ActuatorLost("another"));
    assertThat(e0().online()).isTrue();
    take(new SiteInput.ActuatorLost("ocpp"));
    assertThat(e0().online()).isFalse();
    assertThat(core.actuators()).isEmpty();
  }

  @Test
  void keepsWhatItCanWhenTheSiteModelHasGrown() {
    session();
    ControlCore bigger = new ControlCore(Sites.of(3), deciders, core.checkpoint());
    List<EvseState> evses = bigger.checkpoint().picture().evses();
    assertThat(evses).hasSize(3);
    assertThat(evses.get(0).session().orElseThrow().transaction()).isEqualTo("tx-1");
    assertThat(evses.get(2).session()).isEmpty();
  }
}
