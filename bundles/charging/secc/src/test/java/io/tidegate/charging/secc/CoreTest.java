package io.tidegate.charging.secc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Insulation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoreTest {
  private final Rig dc = Rig.dc();

  // the way to power

  @Test
  void tellsTheSiteWhatIsThereWhenItBegins() {
    dc.run(10);
    assertThat(dc.posted(SiteInput.EvseStatus.class).get(0).availability())
        .isEqualTo(Availability.AVAILABLE);
    assertThat(dc.posted(SiteInput.SafeShareReport.class).get(0).assured()).isTrue();
  }

  @Test
  void goesToDigitalCommunicationAndMatchesWhenAVehicleIsPluggedIn() {
    dc.run(10);
    assertThat(dc.orders.duty()).isEqualTo(100);
    dc.plugIn();
    assertThat(dc.orders.duty()).isEqualTo(5);
    assertThat(dc.effects(Effect.Link.class)).containsExactly(new Effect.Link(Effect.Wish.MATCH));
    assertThat(dc.posted(SiteInput.EvseStatus.class))
        .last()
        .isEqualTo(new SiteInput.EvseStatus(Rig.EVSE, Availability.OCCUPIED));
  }

  @Test
  void chargesWithTheSafeShareUntilASetpointComes() {
    dc.energise().run(1_000);
    assertThat(dc.view().contactor()).isEqualTo(ContactorState.CLOSED);
    assertThat(dc.view().offer().powerW()).isEqualTo(3_000);
    assertThat(dc.amps * 400).isCloseTo(3_000, within(1.0));
    dc.give(7, 20_000, 30).run(1_000);
    assertThat(dc.amps * 400).isCloseTo(20_000, within(1.0));
    assertThat(dc.view().offer().setpoint()).isEqualTo(7);
    assertThat(dc.posted(SiteInput.SetpointOutcome.class))
        .containsExactly(new SiteInput.SetpointOutcome(Rig.EVSE, 7, Outcome.ACCEPTED));
  }

  @Test
  void fallsBackToTheSafeShareWhenASetpointExpires() {
    dc.energise().allowDischarge().give(7, -8_000, 5).run(4_900);
    assertThat(dc.amps * 400).isCloseTo(-8_000, within(1.0));
    dc.renew(60_000).run(500);
    assertThat(dc.view().offer().powerW()).isEqualTo(3_000);
    assertThat(dc.view().offer().setpoint()).isZero();
    assertThat(dc.amps).isPositive();
  }

  @Test
  void obeysALowerSetpointAtOnceAndAHigherOneAlongTheRamp() {
    Rig slow = new Rig(Map.of("rampAPerS", "10"));
    slow.energise().give(1, 40_000, 60).run(1_000);
    assertThat(slow.orders.amps()).isBetween(9.0, 18.0);
    slow.run(10_000);
    assertThat(slow.orders.amps()).isCloseTo(100, within(0.1));
    slow.give(2, 4_000, 60);
    assertThat(slow.orders.amps()).isCloseTo(10, within(0.1));
  }

  @Test
  void staysWithinTheVehiclesWindowAndTheRating() {
    dc.energise().give(1, 40_000, 60).run(1_000);
    dc.say(new EvseAction.Window(420, 30, 10)).run(50);
    assertThat(dc.orders.amps()).isCloseTo(30, within(1e-9));
    assertThat(dc.orders.volts()).isEqualTo(420);
    dc.say(new EvseAction.Window(420, Double.NaN, 10)).run(50);
    assertThat(dc.orders.amps()).isZero();
  }

  @Test
  void neverDischargesWithoutThePermissionOfTheVehicle() {
    dc.energise().give(1, -8_000, 60).run(500);
    assertThat(dc.posted(SiteInput.SetpointOutcome.class).get(0).outcome())
        .isEqualTo(Outcome.REJECTED);
    assertThat(dc.amps).isPositive();
    dc.allowDischarge().give(2, -8_000, 60).run(500);
    assertThat(dc.amps * 400).isCloseTo(-8_000, within(1.0));
    dc.say(new EvseAction.Discharge(false, "PowerDeliveryReq"));
    assertThat(dc.orders.amps()).as("at once").isZero();
    assertThat(dc.posted(SiteInput.DischargePermission.class)).last().matches(p -> !p.allowed());
  }

  @Test
  void neverDischargesWhereTheSiteFileSaysOtherwise() {
    dc.discharges = false;
    dc.energise().allowDischarge().give(1, -8_000, 60).run(100);
    assertThat(dc.view().limitDischargeW()).isZero();
    assertThat(dc.amps).isGreaterThanOrEqualTo(0);
  }

  @Test
  void takesTheOperatorsAttestationForPermission() {
    dc.spec = Optional.of(Rig.spec(3_000, true));
    dc.energise().give(1, -8_000, 60).run(500);
    assertThat(dc.amps).isNegative();
  }

  @Test
  void offersNothingWhereTheSiteFileDoesNotListTheEvse() {
    dc.spec = Optional.empty();
    dc.energise().run(500);
    assertThat(dc.view().offer().powerW()).isZero();
    assertThat(dc.amps).isZero();
  }

  @Test
  void refusesSetpointsOfOtherSessionsAndOldOnes() {
    dc.energise().give(5, 9_000, 30);
    dc.give(4, 20_000, 30);
    assertThat(dc.posted(SiteInput.SetpointOutcome.class).get(1).outcome())
        .isEqualTo(Outcome.NOT_SENT);
    assertThat(dc.view().offer().powerW()).isEqualTo(9_000);
  }

  @Test
  void takesNumbersFromTheBeginningOfASiteThatListensAnew() {
    dc.energise().give(500, 9_000, 30).step(new Command.TellAgain()).give(1, 12_000, 30);
    assertThat(dc.view().offer().powerW()).isEqualTo(12_000);
    dc.give(1, 15_000, 30);
    assertThat(dc.view().offer().powerW()).isEqualTo(12_000);
  }

  @Test
  void lendsNoLeaseBeyondItsLongest() {
    Rig lent = new Rig(Map.of("leaseMs", "1000"));
    lent.energise();
    lent.say(new EvseAction.Energise(Duration.ofSeconds(Long.MAX_VALUE))).run(900);
    assertThat(lent.orders.closed()).isTrue();
    lent.run(1_300);
    assertThat(lent.orders.closed()).isFalse();
  }

  // closing

  @Test
  void closesOnlyWhenTheVehicleIsReadyTheInsulationSoundAndThePlugLocked() {
    dc.begin().renew(5_000).run(100);
    assertThat(dc.orders.closed()).as("state B").isFalse();
    dc.pilot = PilotState.C;
    dc.run(100);
    assertThat(dc.orders.closed()).as("insulation unknown").isFalse();
    dc.say(new EvseAction.Deenergise(true, "", "")).run(10);
    dc.say(new EvseAction.CableCheck(500));
    assertThat(dc.view().insulation()).isEqualTo(Insulation.TESTING);
    dc.run(50);
    assertThat(dc.view().insulation()).isEqualTo(Insulation.VALID);
    dc.renew(5_000).run(100);
    assertThat(dc.orders.closed()).as("not precharged").isFalse();
    dc.say(new EvseAction.Deenergise(true, "", "")).run(10);
    dc.say(new EvseAction.PreCharge(400, 2)).run(20);
    dc.locks = false;
    dc.renew(5_000).run(100);
    assertThat(dc.orders.closed()).as("not locked").isFalse();
    dc.locks = true;
    dc.run(50);
    assertThat(dc.orders.closed()).isTrue();
  }

  @Test
  void putsVoltageOnTheOpenContactorForTheCableCheckAndThePrecharge() {
    dc.begin();
    dc.pilot = PilotState.C;
    dc.tests = false;
    dc.run(10).say(new EvseAction.CableCheck(500)).run(10);
    assertThat(dc.orders.on()).isTrue();
    assertThat(dc.orders.volts()).isEqualTo(500);
    assertThat(dc.orders.closed()).isFalse();
    dc.tests = true;
    dc.run(20);
    assertThat(dc.orders.on()).isFalse();
    dc.say(new EvseAction.PreCharge(395, 20)).run(10);
    assertThat(dc.view().voltageV()).isEqualTo(395);
    assertThat(dc.orders.amps()).isEqualTo(2);
  }

  @Test
  void letsNoCurrentFlowWhileTheContactorCloses() {
    dc.begin();
    dc.pilot = PilotState.C;
    dc.run(10).say(new EvseAction.CableCheck(500)).run(30);
    dc.say(new EvseAction.PreCharge(400, 2)).run(30);
    dc.renew(1_000);
    assertThat(dc.orders.closed() ? dc.orders.amps() : 0).isZero();
    assertThat(dc.orders.volts()).isEqualTo(400);
  }

  @Test
  void failsWhenTheInsulationIsBad() {
    dc.ohms = 90_000;
    dc.begin();
    dc.pilot = PilotState.C;
    dc.run(10).say(new EvseAction.CableCheck(500)).run(50);
    assertThat(dc.view().insulation()).isEqualTo(Insulation.FAULT);
    assertThat(dc.view().fault().map(Fault::code)).contains("ERR_INSULATION");
    assertThat(dc.orders.on()).isFalse();
  }

  // the lease

  @Test
  void opensWhenTheLeaseHasRunOut() {
    dc.energise().give(1, 20_000, 60).renew(500).run(480);
    assertThat(dc.amps).isCloseTo(50, within(0.1));
    dc.run(1_100);
    assertThat(dc.orders.closed()).isFalse();
    assertThat(dc.orders.on()).isFalse();
    assertThat(dc.effects(Effect.Say.class)).anyMatch(s -> s.code().equals("ERR_ISO_TIMEOUT"));
  }

  @Test
  void opensWithoutCurrentWhenThereIsNoHurry() {
    dc.energise().give(1, 20_000, 60).run(500);
    dc.say(new EvseAction.Deenergise(false, "", "PowerDeliveryReq(Stop)"));
    assertThat(dc.orders.closed()).isTrue();
    while (dc.orders.closed()) {
      assertThat(dc.state.mode).isEqualTo(UnitState.Mode.STOPPING);
      dc.run(10);
    }
    assertThat(Math.abs(dc.amps)).isLessThan(Power.NO_CURRENT_A);
    dc.run(50);
    assertThat(dc.view().contactor()).isEqualTo(ContactorState.OPEN);
  }

  @Test
  void opensAtOnceWhereTheDialectSaysSo() {
    dc.energise().give(1, 20_000, 60).run(500);
    dc.say(new EvseAction.Deenergise(true, "ERR_ISO_TIMEOUT", "no message"));
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on());
  }

  @Test
  void mayCloseAgainInTheSameSession() {
    dc.energise().say(new EvseAction.Deenergise(false, "", "standby")).run(1_500);
    assertThat(dc.orders.closed()).isFalse();
    dc.say(new EvseAction.PreCharge(400, 2)).run(50);
    dc.renew(5_000).run(100);
    assertThat(dc.orders.closed()).isTrue();
  }

  // AC

  @Test
  void countsAnAcSetpointAsTakenWhenTheVehicleHasBeenTold() {
    Rig ac = Rig.ac();
    ac.energise();
    assertThat(ac.orders.closed()).isTrue();
    ac.give(3, 11_000, 60);
    assertThat(ac.view().offer().powerW()).isEqualTo(11_000);
    assertThat(ac.posted(SiteInput.SetpointOutcome.class)).isEmpty();
    ac.say(new EvseAction.Told(3));
    assertThat(ac.posted(SiteInput.SetpointOutcome.class))
        .containsExactly(new SiteInput.SetpointOutcome(Rig.EVSE, 3, Outcome.ACCEPTED));
    ac.give(4, 6_900, 60).give(5, 5_000, 60).say(new EvseAction.Told(4));
    assertThat(ac.posted(SiteInput.SetpointOutcome.class))
        .last()
        .isEqualTo(new SiteInput.SetpointOutcome(Rig.EVSE, 4, Outcome.NOT_SENT));
  }

  @Test
  void opensWhenAnAcVehicleTakesMoreThanItIsOffered() {
    Rig ac = Rig.ac();
    ac.energise().give(3, 6_900, 600).say(new EvseAction.Told(3));
    ac.extraA = 16;
    ac.run(4_900);
    assertThat(ac.orders.closed()).isTrue();
    ac.run(500);
    assertThat(ac.view().fault().map(Fault::code)).contains("ERR_OVER_CURRENT");
    assertThat(ac.orders.closed()).isFalse();
  }
}
