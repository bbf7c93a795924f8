package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.control.state.ControlCore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final EvseId E0 = new EvseId("E0");
  private static final double NONE = Double.NaN;
  private final SiteModel model = Sites.of(2);
  private final Instant now = Instant.parse("2026-03-01T18:00:00Z");
  private final ControlCore core = new ControlCore(model, new FakeDeciders(), now);
  private final Pace pace = new Pace(model);

  private boolean mayWait(SiteInput input) {
    return pace.mayWait(input, core, 0);
  }

  private SiteInput telemetry(double powerW, double connectorC) {
    return new SiteInput.EvseTelemetry(E0, now, powerW, 50, connectorC, NONE, NONE, NONE, NONE);
  }

  private static SiteInput meter(double powerW, double hertz) {
    return new SiteInput.MeterReading("grid", powerW, NONE, NONE, NONE, 0, 230, hertz);
  }

  private static SiteInput outcome(Outcome outcome) {
    return new SiteInput.SetpointOutcome(E0, 1, outcome);
  }

  @Test
  void ordinaryTelemetryWaitsForCompany() {
    assertThat(mayWait(telemetry(100, 40))).isTrue();
  }

  @Test
  void aTransformerThatGetsWarmerDoesNotWait() {
    assertThat(mayWait(new SiteInput.TemperatureReading("T1", 60))).isFalse();
    assertThat(mayWait(new SiteInput.TemperatureReading("T1", 60))).isTrue();
    assertThat(mayWait(new SiteInput.TemperatureReading("T1", 60.1))).isFalse();
  }

  @Test
  void aHotConnectorDoesNotWait() {
    assertThat(mayWait(telemetry(100, 71))).isFalse();
  }

  @Test
  void anEvseBeyondWhatItWasToldDoesNotWait() {
    assertThat(mayWait(telemetry(3_000, 40))).isFalse();
    assertThat(mayWait(telemetry(-3_000, 40))).isFalse();
  }

  @Test
  void anExcessThatWasDecidedOnWaitsUntilItGrows() {
    assertThat(mayWait(telemetry(3_000, 40))).isFalse();
    assertThat(mayWait(telemetry(3_000, 40))).isFalse();
    pace.decided(List.of());
    assertThat(mayWait(telemetry(3_000, 40))).isTrue();
    assertThat(mayWait(telemetry(3_049, 40))).isTrue();
    assertThat(mayWait(telemetry(3_051, 40))).isFalse();
    pace.decided(List.of());
    assertThat(mayWait(telemetry(0, 40))).isTrue();
    pace.decided(List.of());
    assertThat(mayWait(telemetry(3_000, 40))).isFalse();
  }

  @Test
  void theSamePowerIsNewsAgainOnceTheEvseHasAcceptedLess() {
    decideFor(5_000);
    assertThat(mayWait(telemetry(5_600, 40))).isFalse();
    pace.decided(List.of());
    assertThat(mayWait(telemetry(5_600, 40))).isTrue();
    decide(2_000, 2);
    assertThat(mayWait(telemetry(5_600, 40))).isFalse();
  }

  @Test
  void anEvseThatObeysItsSetpointWaits() {
    decideFor(-5_000);
    assertThat(mayWait(telemetry(-5_050, 40))).isTrue();
    assertThat(mayWait(telemetry(-6_000, 40))).isFalse();
  }

  @Test
  void aMeterThatShowsMoreDoesNotWait() {
    assertThat(mayWait(meter(10_000, 50))).isFalse();
    pace.decided(List.of());
    assertThat(mayWait(meter(10_000.5, 50))).isTrue();
    assertThat(mayWait(meter(9_000, 50))).isTrue();
    assertThat(mayWait(meter(10_010, 50))).isFalse();
    assertThat(mayWait(meter(-500, 50))).isFalse();
  }

  @Test
  void aMeterThatCreepsIsComparedWithWhatWasDecidedOn() {
    mayWait(meter(10_000, 50));
    pace.decided(List.of());
    assertThat(mayWait(meter(10_000.9, 50))).isTrue();
    assertThat(mayWait(meter(10_001.8, 50))).isFalse();
  }

  @Test
  void mainsOutOfTheirWindowDoNotWait() {
    mayWait(meter(1_000, 50));
    pace.decided(List.of());
    assertThat(mayWait(meter(1_000, 48))).isFalse();
  }

  @Test
  void anAcceptedSetpointWaitsUnlessItMakesRoomForAnIncrease() {
    assertThat(pace.mayWait(outcome(Outcome.ACCEPTED), core, 5_000)).isTrue();
    pace.decided(List.of(List.of(Reason.of(ReasonCode.AWAITING_DECREASE))));
    assertThat(pace.mayWait(outcome(Outcome.ACCEPTED), core, 5_000)).isFalse();
    assertThat(pace.mayWait(outcome(Outcome.ACCEPTED), core, 10)).isTrue();
  }

  @Test
  void aSetpointThatWasNotTakenDoesNotWait() {
    assertThat(mayWait(outcome(Outcome.REJECTED))).isFalse();
    assertThat(mayWait(outcome(Outcome.NOT_SENT))).isFalse();
    assertThat(mayWait(outcome(Outcome.UNKNOWN))).isFalse();
  }

  @Test
  void whatIsNoMeasurementDoesNotWait() {
    assertThat(mayWait(new SiteInput.KeepAlive(new ControllerId("dms")))).isFalse();
    assertThat(mayWait(new SiteInput.Restarted("test"))).isFalse();
  }

  @Test
  void aSafeShareThatIsMissingIsNewsOnce() {
    var assured = new SiteInput.SafeShareReport(E0, true, "accepted");
    var missing = new SiteInput.SafeShareReport(E0, false, "refused");
    core.take(new StampedInput(1, now, assured));
    assertThat(core.reckonsWithout(missing)).isFalse();
    core.take(new StampedInput(2, now, missing));
    assertThat(core.reckonsWithout(missing)).isTrue();
    assertThat(core.reckonsWithout(assured)).isFalse();
  }

  private void decideFor(double powerW) {
    var session = new io.tidegate.api.quantity.SessionId("s");
    core.take(new StampedInput(1, now, new SiteInput.SessionStarted(E0, session, "t")));
    decide(powerW, 1);
  }

  private void decide(double powerW, long setpoint) {
    FakeDeciders deciders = new FakeDeciders();
    deciders.biasW = powerW;
    core.decide(deciders, deciders, now, "test");
    SiteInput accepted = new SiteInput.SetpointOutcome(E0, setpoint, Outcome.ACCEPTED);
    core.take(new StampedInput(2 * setpoint, now, accepted));
  }
}
