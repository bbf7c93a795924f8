package io.tidegate.charging.secc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.PlcLink;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
  private final Rig dc = Rig.dc();

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("ERR_EMERGENCY_STOP", r -> r.stopped = true),
        fault("ERR_DEVICE_SILENT", r -> r.silent = "E01.contactor"),
        fault("ERR_PILOT_LOST", r -> r.pilot = PilotState.B),
        fault("ERR_PILOT_LOST", r -> r.pilot = PilotState.UNKNOWN),
        fault("ERR_PILOT_LOST", r -> r.pilot = PilotState.E),
        fault("ERR_OVER_CURRENT", r -> r.extraA = 100),
        fault("ERR_INSULATION", r -> r.ohms = 50_000),
        fault("ERR_CONTACTOR_FAILED", Rig::stuckOpen));
  }

  private static Arguments fault(String code, Consumer<Rig> cause) {
    return Arguments.of(code, cause);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void takesEveryFaultToZeroAndOpenAtOnce(String code, Consumer<Rig> cause) {
    dc.energise().give(1, 20_000, 600).run(500);
    cause.accept(dc);
    dc.run(code.equals("ERR_CONTACTOR_FAILED") ? 700 : 10);
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on() && o.amps() == 0);
    assertThat(dc.view().fault().map(Fault::code)).contains(code);
    assertThat(dc.view().offer().powerW()).isZero();
    assertThat(dc.posted(SiteInput.EvseStatus.class))
        .last()
        .isEqualTo(new SiteInput.EvseStatus(Rig.EVSE, Availability.FAULTED));
    assertThat(dc.effects(Effect.Say.class))
        .filteredOn(s -> s.level() == Effect.Level.ERROR)
        .extracting(Effect.Say::code)
        .containsExactly(code);
    dc.renew(5_000).run(500);
    assertThat(dc.orders.closed()).as("not again in this session").isFalse();
  }

  @Test
  void noticesVoltageBeyondWhatTheVehicleBears() {
    dc.energise().run(100);
    dc.volts = 500;
    dc.step();
    assertThat(dc.view().fault().map(Fault::code)).contains("ERR_OVER_VOLTAGE");
    assertThat(dc.orders.on()).isFalse();
  }

  @Test
  void isGoodAgainWhenCauseAndSessionAreOver() {
    dc.energise();
    dc.stopped = true;
    dc.run(50);
    dc.stopped = false;
    dc.run(50);
    assertThat(dc.view().fault()).isPresent();
    dc.say(new EvseAction.End("", "stopped")).run(1_500);
    assertThat(dc.view().fault()).isEmpty();
  }

  @Test
  void noticesAWeldedContactorAsALevel() {
    dc.energise();
    dc.obedient = false;
    dc.say(new EvseAction.End("", "over")).run(1_700);
    assertThat(dc.view().contactor()).isEqualTo(ContactorState.WELDED);
    assertThat(dc.view().fault().map(Fault::code)).contains("ERR_CONTACTOR_WELDED");
    assertThat(dc.orders.locked()).as("the plug is live").isTrue();
    dc.say(new EvseAction.Begin("1111111111111111", "x", false)).run(100);
    assertThat(dc.view().fault()).isPresent();
    dc.say(new EvseAction.End("", "over"));
    dc.obedient = true;
    dc.run(100);
    assertThat(dc.view().fault()).isEmpty();
  }

  @Test
  void noticesASupplyThatGivesMoreThanItIsTold() {
    dc.energise().give(1, 4_000, 600).run(500);
    dc.extraA = 15;
    dc.run(4_500);
    assertThat(dc.view().fault()).isEmpty();
    dc.run(800);
    assertThat(dc.view().fault().map(Fault::code)).contains("ERR_OVER_CURRENT");
  }

  @Test
  void endsASessionSafelyWhenTheLineLosesPackets() {
    dc.plc = Optional.of(Rig.link(PlcLink.State.MATCHED, 4.9));
    dc.energise().give(1, 20_000, 60).run(500);
    assertThat(dc.view().fault()).isEmpty();
    dc.plc = Optional.of(Rig.link(PlcLink.State.MATCHED, 5.1));
    dc.run(1_500);
    assertThat(dc.view().fault().map(Fault::code)).contains("ERR_ISO_TIMEOUT");
    assertThat(dc.orders.closed()).isFalse();
  }

  @Test
  void endsASessionSafelyWhenTheLineIsLost() {
    dc.plc = Optional.of(Rig.link(PlcLink.State.MATCHED, 0));
    dc.energise();
    dc.plc = Optional.of(Rig.link(PlcLink.State.UNMATCHED, Double.NaN));
    dc.run(1_500);
    assertThat(dc.view().fault().map(Fault::code)).contains("ERR_ISO_TIMEOUT");
    assertThat(dc.orders.closed()).isFalse();
  }

  @Test
  void matchesAgainAfterStateFWhenAMatchFailed() {
    dc.plc = Optional.of(Rig.link(PlcLink.State.FAILED, 0));
    dc.plugIn();
    assertThat(dc.orders.unavailable()).isTrue();
    dc.run(4_600);
    assertThat(dc.orders.unavailable()).isFalse();
    assertThat(dc.effects(Effect.Link.class))
        .filteredOn(l -> l.wish() == Effect.Wish.MATCH)
        .hasSize(2);
    dc.run(60_000);
    assertThat(dc.effects(Effect.Link.class)).hasSize(4);
  }
}
