package io.tidegate.charging.secc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.api.vehicle.PlcLink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  // faults

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

  // sessions

  @Test
  void tellsTheSiteOfTheSessionItsVehicleAndItsEnd() {
    dc.begin()
        .say(
            new EvseAction.Wants(
                22_000,
                11_000,
                40,
                Double.NaN,
                Double.NaN,
                24_000,
                36_000,
                5_000,
                Optional.empty()));
    SiteInput.SessionStarted started = dc.posted(SiteInput.SessionStarted.class).get(0);
    assertThat(started.transaction()).startsWith(Rig.SESSION);
    SiteInput.VehicleLimits limits = dc.posted(SiteInput.VehicleLimits.class).get(0);
    assertThat(limits.maxDischargeW()).isEqualTo(11_000);
    assertThat(limits.capacityWh()).isCloseTo(60_000, within(1.0));
    assertThat(limits.targetSocPct()).isCloseTo(80, within(0.01));
    dc.run(1_500);
    assertThat(dc.posted(SiteInput.EvseTelemetry.class)).last().matches(t -> t.socPct() == 40);
    dc.say(new EvseAction.End("", "SessionStopReq")).run(10);
    assertThat(dc.posted(SiteInput.SessionEnded.class))
        .containsExactly(new SiteInput.SessionEnded(Rig.EVSE, started.session(), "SessionStopReq"));
    assertThat(dc.effects(Effect.Book.class))
        .extracting(Effect.Book::kind)
        .containsExactly(Kind.STARTED, Kind.ENDED);
    assertThat(dc.effects(Effect.Book.class))
        .extracting(Effect.Book::sequence)
        .containsExactly(0, 1);
  }

  @Test
  void booksTheEnergyOfEverySession() {
    dc.energise().give(1, 20_000, 600).run(10_000);
    dc.say(new EvseAction.End("", "over")).run(1_500);
    Effect.Book last = dc.effects(Effect.Book.class).get(1);
    assertThat(last.kind()).isEqualTo(Kind.ENDED);
    assertThat(last.importWh()).isBetween(50.0, 60.0);
  }

  @Test
  void endsEverythingWhenThePlugIsOut() {
    dc.energise();
    dc.pilot = PilotState.A;
    dc.run(10);
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on());
    dc.run(100);
    assertThat(dc.posted(SiteInput.SessionEnded.class)).hasSize(1);
    assertThat(dc.orders.locked()).isFalse();
    assertThat(dc.orders.duty()).isEqualTo(100);
    assertThat(dc.view().fault()).isEmpty();
  }

  @Test
  void keepsAPausedSessionAndItsTransactionUntilThePlugIsOut() {
    PausedSession paused =
        new PausedSession(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[] {9}, "s/1", new byte[3]);
    dc.energise().say(new EvseAction.Pause(paused), new EvseAction.End("", "paused")).run(1_500);
    assertThat(dc.view().paused()).contains(paused);
    assertThat(dc.posted(SiteInput.SessionEnded.class)).isEmpty();
    assertThat(dc.orders.closed()).isFalse();
    dc.say(new EvseAction.Begin(Rig.SESSION, "v", true)).run(10);
    assertThat(dc.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
    assertThat(dc.view().paused()).isEmpty();
    assertThat(dc.posted(SiteInput.SessionStarted.class)).hasSize(1);
    dc.say(new EvseAction.Pause(paused), new EvseAction.End("", "paused")).run(10);
    dc.pilot = PilotState.A;
    dc.run(50);
    assertThat(dc.view().paused()).isEmpty();
    assertThat(dc.posted(SiteInput.SessionEnded.class)).hasSize(1);
    assertThat(dc.effects(Effect.Keep.class)).last().matches(k -> k.paused().isEmpty());
  }

  @Test
  void remembersAPausedSessionOverARestart() {
    PausedSession paused =
        new PausedSession(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[0], "s/1", new byte[0]);
    byte[] kept = Memory.write(paused, "tx-1", 4);
    dc.pilot = PilotState.B;
    dc.run(10).step(Memory.read(kept).orElseThrow()).run(10);
    assertThat(dc.view().paused()).isPresent();
    assertThat(dc.posted(SiteInput.SessionStarted.class).get(0).transaction()).isEqualTo("tx-1");
    dc.say(new EvseAction.Begin(Rig.SESSION, "v", true), new EvseAction.End("", "over"));
    assertThat(dc.effects(Effect.Book.class).get(0).sequence()).isEqualTo(4);
  }

  @Test
  void asksTheListsWhoMayCharge() {
    Rig tokens = new Rig(Map.of("authorisation", "tokens"));
    tokens.begin();
    assertThat(tokens.effects(Effect.Ask.class))
        .containsExactly(new Effect.Ask(Rig.SESSION, "02:00:00:00:00:01", "MacAddress", false));
    tokens.step(new Command.Verdict(Rig.SESSION, "02:00:00:00:00:01", false, false));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.WAITING);
    tokens.step(new Command.Let("CARD"));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
  }

  @Test
  void refusesAContractThatTheListsDoNotKnow() {
    Rig tokens = new Rig(Map.of("authorisation", "tokens"));
    tokens
        .plugIn()
        .say(
            new EvseAction.Begin(Rig.SESSION, "v", false),
            new EvseAction.Authorise(Optional.of("DE-TDG-C1")));
    assertThat(tokens.effects(Effect.Ask.class).get(0).type()).isEqualTo("eMAID");
    tokens.step(new Command.Verdict(Rig.SESSION, "another", false, true));
    assertThat(tokens.view().authorisation()).as("too late").isEqualTo(Authorisation.WAITING);
    tokens.step(new Command.Verdict(Rig.SESSION, "DE-TDG-C1", false, true));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.REJECTED);
    tokens.renew(5_000).run(100);
    assertThat(tokens.orders.closed()).isFalse();
    tokens.say(new EvseAction.Authorise(Optional.of("DE-TDG-C2")));
    assertThat(tokens.view().authorisation()).as("another try").isEqualTo(Authorisation.WAITING);
    tokens.step(new Command.Verdict(Rig.SESSION, "DE-TDG-C2", true, true));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
  }

  @Test
  void letsAVehicleInThatAnOperatorHasLetBefore() {
    Rig operator = new Rig(Map.of("authorisation", "operator"));
    operator.run(10).step(new Command.Let("op"));
    operator.begin();
    assertThat(operator.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
    Rig late = new Rig(Map.of("authorisation", "operator"));
    late.run(10).step(new Command.Let("op")).run(61_000).begin();
    assertThat(late.view().authorisation()).isEqualTo(Authorisation.WAITING);
  }

  @Test
  void tellsTheVehicleToEndWhenAnOperatorSaysSoAndEndsItOtherwise() {
    dc.energise().step(new Command.Dismiss());
    assertThat(dc.view().notice().kind()).isEqualTo(Notice.Kind.TERMINATE);
    assertThat(dc.orders.closed()).isTrue();
    dc.run(17_000);
    assertThat(dc.orders.closed()).isFalse();
    dc.renew(5_000).run(500);
    assertThat(dc.orders.closed()).isFalse();
  }

  @Test
  void passesOnWhatTheSupplyIsGoodFor() {
    dc.supplyW = 40_000;
    dc.energise();
    assertThat(dc.posted(SiteInput.DerateNotice.class)).isEmpty();
    dc.supplyW = 9_000;
    dc.give(1, 30_000, 60).run(500);
    assertThat(dc.posted(SiteInput.DerateNotice.class)).last().matches(d -> d.maxPowerW() == 9_000);
    assertThat(dc.amps * 400).isLessThanOrEqualTo(9_001);
    dc.supplyW = 40_000;
    dc.run(50);
    assertThat(dc.posted(SiteInput.DerateNotice.class))
        .last()
        .matches(d -> Double.isNaN(d.maxPowerW()));
  }

  @Test
  void tellsEverythingAgainToASiteThatListensAnew() {
    dc.energise();
    dc.effects.clear();
    dc.step(new Command.TellAgain());
    assertThat(dc.posted(SiteInput.SessionStarted.class)).hasSize(1);
    assertThat(dc.posted(SiteInput.EvseStatus.class)).hasSize(1);
    assertThat(dc.posted(SiteInput.SafeShareReport.class)).hasSize(1);
  }

  @Test
  void givesNothingAnyMoreOnceItHasEnded() {
    dc.energise().step(new Command.Stop("removed"));
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on());
    dc.say(
            new EvseAction.Begin("2222222222222222", "v", false),
            new EvseAction.Authorise(Optional.empty()),
            new EvseAction.CableCheck(400),
            new EvseAction.Energise(Duration.ofSeconds(5)))
        .run(500);
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on());
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
