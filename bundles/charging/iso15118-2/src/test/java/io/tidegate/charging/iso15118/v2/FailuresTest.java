package io.tidegate.charging.iso15118.v2;

import static io.tidegate.charging.iso15118.v2.Outcome.assertOver;
import static io.tidegate.charging.iso15118.v2.Outcome.assertRefused;
import static io.tidegate.charging.iso15118.v2.Outcome.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.charging.iso15118.v2.Car.Stop;
import io.tidegate.charging.iso15118.v2.World.Scenario;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingSession;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.DcEVErrorCode;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEStatusCode;
import io.tidegate.codec.exi.iso15118.iso2.EVChargeParameterVariant;
import io.tidegate.codec.exi.iso15118.iso2.EVSENotification;
import io.tidegate.codec.exi.iso15118.iso2.EnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryReq;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong at one station or another, and oddities of makes. */
class FailuresTest {
  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void hearsVehiclesWhosePlugIsSeenAfterTheirFirstMessage() {
    World world = new World(Scenario.DC);
    world.rig.pilot = PilotState.A;
    world.car.to(Stop.SET_UP);
    world.rig.becomes();
    assertThat(world.rig.closed).isNull();
    world.rig.pilot = PilotState.B;
    world.rig.becomes();
    assertThat(world.rig.closed).isNull();
    world.rig.pilot = PilotState.A;
    world.rig.becomes();
    assertOver(world, "");
  }

  @Test
  void opensAtOnceWhenTheVehicleLeavesStateCAndLetsItSayGoodBye() {
    for (Scenario scenario : Scenario.values()) {
      World world = at(scenario, Stop.LOOPING);
      world.rig.pilot = PilotState.B;
      world.rig.becomes();
      assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
      BodyElement reply = world.car.ok(world.car.loop());
      EVSENotification told =
          reply instanceof CurrentDemandRes dc
              ? dc.dcEVSEStatus().evseNotification()
              : ((ChargingStatusRes) reply).acEVSEStatus().evseNotification();
      assertThat(told).isEqualTo(EVSENotification.STOP_CHARGING);
      assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
      world.car.ok(world.car.delivery(ChargeProgress.STOP));
      world.car.ok(world.car.stop(ChargingSession.TERMINATE));
      assertOver(world, "");
    }
  }

  @Test
  void gainsNoTimeByLoopingOnWithoutPower() {
    World world = at(Scenario.DC, Stop.LOOPING);
    world.rig.pilot = PilotState.B;
    world.rig.becomes();
    for (int i = 0; i < 59; i++) {
      world.rig.pass(Duration.ofSeconds(1));
      world.car.ok(world.car.loop());
    }
    world.rig.pass(Duration.ofSeconds(1));
    assertOver(world, "ERR_ISO_TIMEOUT");
  }

  @Test
  void saysSoWhenTheContactorDoesNotClose() {
    World world = at(Scenario.DC, Stop.PRE_CHARGED);
    world.rig.contactorWorks = false;
    assertThat(world.car.say(world.car.delivery(ChargeProgress.START))).isNull();
    world.rig.pass(Duration.ofMillis(4_499));
    assertThat(world.rig.closed).isNull();
    world.rig.pass(SOON);
    assertThat(Car.code(world.car.answer().body().bodyElement()))
        .isEqualTo(ResponseCode.FAILED_CONTACTOR_ERROR);
    assertOver(world, "ERR_ISO_CONTACTOR");
  }

  @Test
  void saysSoWhenTheContactorFailsOrAFaultComesInBetween() {
    World world = at(Scenario.AC_SINGLE_PHASE, Stop.AGREED);
    world.rig.contactorWorks = false;
    assertThat(world.car.say(world.car.delivery(ChargeProgress.START))).isNull();
    world.rig.contactor = ContactorState.FAILED;
    world.rig.change();
    assertThat(Car.code(world.car.answer().body().bodyElement()))
        .isEqualTo(ResponseCode.FAILED_CONTACTOR_ERROR);

    world = at(Scenario.AC_SINGLE_PHASE, Stop.AGREED);
    world.rig.contactorWorks = false;
    assertThat(world.car.say(world.car.delivery(ChargeProgress.START))).isNull();
    world.rig.fault = Optional.of(new Fault("TEST_FAULT", "something is broken", false));
    world.rig.becomes();
    assertThat(Car.code(world.car.answer().body().bodyElement())).isEqualTo(ResponseCode.FAILED);
    assertOver(world, "TEST_FAULT");
  }

  @Test
  void saysSoWhenTheVehicleDoesNotComeToStateC() {
    World world = at(Scenario.AC_SINGLE_PHASE, Stop.AGREED);
    world.rig.pilot = PilotState.B;
    assertThat(world.car.say(world.car.delivery(ChargeProgress.START))).isNull();
    assertThat(world.rig.all(EvseAction.Energise.class)).isEmpty();
    world.rig.pass(Duration.ofMillis(4_500));
    assertThat(Car.code(world.car.answer().body().bodyElement()))
        .isEqualTo(ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED);
    assertOver(world, "ERR_ISO_CONTACTOR");
  }

  @Test
  void closesAsSoonAsTheVehicleIsInStateC() {
    World world = at(Scenario.AC_SINGLE_PHASE, Stop.AGREED);
    world.rig.pilot = PilotState.B;
    assertThat(world.car.say(world.car.delivery(ChargeProgress.START))).isNull();
    world.rig.pilot = PilotState.C;
    world.rig.becomes();
    assertThat(Car.code(world.car.answer().body().bodyElement())).isEqualTo(ResponseCode.OK);
    assertThat(world.rig.contactor).isEqualTo(ContactorState.CLOSED);
  }

  @Test
  void saysSoWhenTheContactorDoesNotOpen() {
    World world = at(Scenario.DC, Stop.LOOPING);
    world.rig.welded = true;
    assertThat(world.car.say(world.car.delivery(ChargeProgress.STOP))).isNull();
    world.rig.contactor = ContactorState.WELDED;
    world.rig.change();
    assertThat(Car.code(world.car.answer().body().bodyElement()))
        .isEqualTo(ResponseCode.FAILED_CONTACTOR_ERROR);
    assertThat(world.rig.closed).isEqualTo("ERR_ISO_CONTACTOR");
  }

  @Test
  void failsAtBadInsulationAndAtATestThatDoesNotEnd() {
    World world = at(Scenario.DC, Stop.AGREED);
    world.rig.insulates = false;
    world.car.ok(world.car.cableCheck());
    world.rig.insulation = Insulation.FAULT;
    assertRefused(world, world.car.cableCheck(), ResponseCode.FAILED);
    assertOver(world, "ERR_ISO_INSULATION");

    world = at(Scenario.DC, Stop.AGREED);
    world.rig.insulates = false;
    world.rig.pass(Duration.ofSeconds(50));
    for (int i = 0; i <= 40; i++) {
      world.car.ok(world.car.cableCheck());
      world.rig.pass(Duration.ofSeconds(1));
    }
    assertRefused(world, world.car.cableCheck(), ResponseCode.FAILED);
    assertOver(world, "ERR_ISO_TIMEOUT");
  }

  @Test
  void failsAtAPreChargeBeyondTheLimitsOrWithoutEnd() {
    World world = at(Scenario.DC, Stop.CHECKED);
    assertRefused(world, world.car.preCharge(451), ResponseCode.FAILED);
    assertOver(world, "ERR_ISO_PARAMETER");

    world = at(Scenario.DC, Stop.CHECKED);
    for (int i = 0; i <= 10; i++) {
      world.car.ok(world.car.preCharge());
      world.rig.pass(Duration.ofSeconds(1));
    }
    assertRefused(world, world.car.preCharge(), ResponseCode.FAILED);
    assertOver(world, "ERR_ISO_TIMEOUT");
  }

  private static World between(double volts) {
    World world = at(Scenario.DC, Stop.PRE_CHARGED);
    world.rig.voltageV = volts;
    assertThat(world.car.say(world.car.delivery(ChargeProgress.START))).isNull();
    return world;
  }

  private static ResponseCode verdict(World world) {
    return Car.code(world.car.answer().body().bodyElement());
  }

  @Test
  void closesNoContactorBetweenTwoVoltages() {
    for (double volts : new double[] {379, 421, Double.NaN}) {
      World world = between(volts);
      world.rig.pass(Duration.ofMillis(999));
      assertThat(world.rig.closed).isNull();
      world.rig.pass(SOON);
      assertThat(verdict(world)).isEqualTo(ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED);
      assertThat(world.rig.all(EvseAction.Energise.class)).isEmpty();
      assertOver(world, "ERR_ISO_CONTACTOR");
    }
  }

  @Test
  void waitsForAnOutputThatStillMovesAndClosesThen() {
    for (boolean told : new boolean[] {true, false}) {
      World world = between(379);
      world.rig.pass(Duration.ofMillis(700));
      world.rig.swap();
      assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
      world.rig.voltageV = 381;
      if (told) {
        world.rig.becomes();
      } else {
        world.rig.pass(Duration.ofMillis(50));
      }
      assertThat(verdict(world)).isEqualTo(ResponseCode.OK);
      assertThat(world.rig.contactor).isEqualTo(ContactorState.CLOSED);
      world.car.ok(world.car.loop());
    }
  }

  @Test
  void waitsForVoltageAndContactorNoLongerThanForTheContactor() {
    World world = between(379);
    world.rig.contactorWorks = false;
    world.rig.pass(Duration.ofMillis(900));
    world.rig.voltageV = 400;
    world.rig.becomes();
    world.rig.pass(Duration.ofMillis(3_599));
    assertThat(world.rig.closed).isNull();
    world.rig.pass(SOON);
    assertThat(verdict(world)).isEqualTo(ResponseCode.FAILED_CONTACTOR_ERROR);
  }

  @Test
  void closesNoContactorAfterAWaitThatWasInterrupted() {
    World faulty = between(379);
    faulty.rig.fault = Optional.of(new Fault("TEST_FAULT", "something is broken", true));
    faulty.rig.becomes();
    assertThat(verdict(faulty)).isEqualTo(ResponseCode.FAILED);
    assertThat(faulty.rig.closed).isEqualTo("TEST_FAULT");

    World stopped = between(379);
    stopped.rig.notice = new Notice(Notice.Kind.TERMINATE, 20);
    stopped.rig.becomes();
    assertThat(verdict(stopped)).isEqualTo(ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED);

    World unplugged = between(379);
    unplugged.rig.pilot = PilotState.A;
    unplugged.rig.becomes();
    assertThat(unplugged.rig.last(EvseAction.Deenergise.class).now()).isTrue();

    World impatient = between(379);
    assertRefused(impatient, impatient.car.loop(), ResponseCode.FAILED_SEQUENCE_ERROR);

    World gone = between(379);
    gone.rig.closeConnection();

    for (World world : List.of(faulty, stopped, unplugged, impatient, gone)) {
      assertThat(world.rig.closed).isNotNull();
      world.rig.voltageV = 400;
      world.rig.becomes();
      world.rig.pass(Duration.ofSeconds(5));
      assertThat(world.rig.all(EvseAction.Energise.class)).isEmpty();
      assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
    }
  }

  @Test
  void asksForTheTestAgainWhereTheEvseCouldNotBegin() {
    World world = at(Scenario.DC, Stop.AGREED);
    world.rig.insulates = false;
    world.car.ok(world.car.cableCheck());
    world.rig.insulation = Insulation.UNKNOWN;
    world.rig.insulates = true;
    world.car.ok(world.car.cableCheck());
    assertThat(world.rig.all(EvseAction.CableCheck.class)).hasSize(2);
    world.car.ok(world.car.cableCheck());
    world.car.ok(world.car.preCharge());
  }

  @Test
  void takesNoCurrentWhileTheVehicleReportsAnError() {
    World world = at(Scenario.DC, Stop.LOOPING);
    world.car.error = DcEVErrorCode.FAILED_EVRESS_MALFUNCTION;
    CurrentDemandRes reply = (CurrentDemandRes) world.car.ok(world.car.demand());
    assertThat(reply.dcEVSEStatus().evseStatusCode()).isEqualTo(DcEVSEStatusCode.EVSE_SHUTDOWN);
    assertThat(world.rig.last(EvseAction.Window.class).chargeA()).isZero();
  }

  @Test
  void tellsOfAnEmergency() {
    World world = at(Scenario.DC, Stop.LOOPING);
    world.rig.fault = Optional.of(new Fault("EMERGENCY_STOP", "the button is pressed", true));
    CurrentDemandRes reply = (CurrentDemandRes) world.car.say(world.car.demand());
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED);
    assertThat(reply.dcEVSEStatus().evseStatusCode())
        .isEqualTo(DcEVSEStatusCode.EVSE_EMERGENCY_SHUTDOWN);
    assertOver(world, "EMERGENCY_STOP");
  }

  @Test
  void rejectsAtOnceAndWaitsForNobodyForEver() {
    World world = new World(Scenario.DC);
    world.rig.answer = Authorisation.REJECTED;
    world.car.to(Stop.SELECTED);
    world.car.ok(world.car.authorization());
    assertRefused(world, world.car.authorization(), ResponseCode.FAILED);
    assertOver(world, "V2G-401");

    world = new World(Scenario.DC);
    world.rig.answer = Authorisation.WAITING;
    world.car.to(Stop.SELECTED);
    for (int i = 0; i <= 180; i += 10) {
      world.car.ok(world.car.authorization());
      world.rig.pass(Duration.ofSeconds(10));
    }
    assertRefused(world, world.car.authorization(), ResponseCode.FAILED);
    assertOver(world, "V2G-401");
  }

  /** Choices that were not offered. */
  static Stream<Arguments> choices() {
    return Stream.of(
        choice(
            Stop.DISCOVERED,
            car -> Car.selection(PaymentOption.CONTRACT, 1),
            ResponseCode.FAILED_PAYMENT_SELECTION_INVALID),
        choice(
            Stop.DISCOVERED,
            car -> Car.selection(PaymentOption.EXTERNAL_PAYMENT, 3),
            ResponseCode.FAILED_SERVICE_SELECTION_INVALID),
        choice(
            Stop.DISCOVERED,
            car -> new ServiceDetailReq(3),
            ResponseCode.FAILED_SERVICE_ID_INVALID),
        choice(
            Stop.AUTHORISED,
            car -> {
              car.mode = EnergyTransferMode.AC_THREE_PHASE_CORE;
              return car.parameters();
            },
            ResponseCode.FAILED_WRONG_ENERGY_TRANSFER_MODE),
        choice(
            Stop.AUTHORISED,
            car ->
                new ChargeParameterDiscoveryReq(
                    null, EnergyTransferMode.DC_EXTENDED, alternating(car)),
            ResponseCode.FAILED_WRONG_CHARGE_PARAMETER),
        choice(
            Stop.PRE_CHARGED,
            car -> {
              car.tuple = 77;
              return car.delivery(ChargeProgress.START);
            },
            ResponseCode.FAILED_TARIFF_SELECTION_INVALID));
  }

  private static EVChargeParameterVariant alternating(Car car) {
    Rig other = new Rig(Rig.ac(1), Iso2Language.PROTOCOL, null);
    return new Car(other, false, car.papers).parameters().evChargeParameter();
  }

  private static Arguments choice(
      Stop stop, Function<Car, BodyElement> request, ResponseCode code) {
    return Arguments.of(stop, request, code);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void refusesWhatWasNotOffered(Stop stop, Function<Car, BodyElement> request, ResponseCode code) {
    World world = at(Scenario.DC, stop);
    assertRefused(world, request.apply(world.car), code);
    assertOver(world, "ERR_ISO_PARAMETER");
  }

  @ParameterizedTest
  @CsvSource({"strict, 11000, OK", "strict, 20000, FAILED", "field, 20000, OK"})
  void checksThePowerProfileByTheLetterOrNotesIt(String profile, int watts, String expected) {
    World world = new World(Scenario.DC).with("profile", profile);
    world.car.to(Stop.PRE_CHARGED);
    BodyElement reply = world.car.say(world.car.delivery(watts));
    assertThat(Car.code(reply))
        .isEqualTo(
            expected.equals("OK") ? ResponseCode.OK : ResponseCode.FAILED_CHARGING_PROFILE_INVALID);
    assertThat(world.rig.all(EvseAction.Profile.class)).hasSize(expected.equals("OK") ? 1 : 0);
  }

  @Test
  void takesAnEmptySessionIdForANewSessionAndLaterOnlyFromVehiclesThatAreKnownForIt() {
    World world = new World(Scenario.DC);
    world.car.session = Bytes.EMPTY;
    world.car.to(Stop.SET_UP);
    world.car.session = Bytes.EMPTY;
    assertRefused(world, new ServiceDiscoveryReq(null, null), ResponseCode.FAILED_UNKNOWN_SESSION);

    world = new World(Scenario.DC);
    world.quirks = World.quirks(false, false, true, false);
    world.car.to(Stop.SET_UP);
    world.car.session = Bytes.EMPTY;
    world.car.ok(new ServiceDiscoveryReq(null, null));
  }

  @Test
  void passesOverATrailingZeroByte() {
    World world = at(Scenario.DC, Stop.SET_UP);
    byte[] plain = Car.bytes(world.car.session, null, new ServiceDiscoveryReq(null, null));
    byte[] longer = java.util.Arrays.copyOf(plain, plain.length + 1);
    assertThat(Car.code(world.car.say(longer))).isEqualTo(ResponseCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"true, OK", "false, FAILED"})
  void takesNumbersBeyondTheirTypeFromVehiclesThatAreKnownForIt(boolean quirk, String expected) {
    World world = new World(Scenario.DC);
    world.quirks = World.quirks(false, quirk, false, false);
    world.car.to(Stop.PRE_CHARGED);
    byte[] plain = Car.bytes(world.car.session, null, world.car.delivery(32_767));
    byte[] wide = Bits.replace(plain, "111111111111111100000001", "101110001100001100000010");
    BodyElement reply = world.car.say(wide);
    assertThat(Car.code(reply).wire()).isEqualTo(expected);
    if (!quirk) {
      assertOver(world, "ERR_ISO_MESSAGE");
    }
  }

  @Test
  void takesTheLoopsGraceFromTheVehiclesDescriptor() {
    World world = new World(Scenario.DC).with("loop.grace.ms", 0);
    world.car.to(Stop.LOOPING);
    assertThat(world.rig.patience()).isEqualTo(Duration.ofMillis(500));
    world.quirks =
        new io.tidegate.api.vehicle.VehicleQuirks(
            List.of("slow"), false, false, false, false, Duration.ofSeconds(2), false);
    world.car.ok(world.car.loop());
    assertThat(world.rig.patience()).isEqualTo(Duration.ofMillis(2_500));
  }

  @Test
  void endsARenegotiationThatStalls() {
    for (boolean agreed : new boolean[] {false, true}) {
      World world = at(Scenario.DC, Stop.LOOPING);
      world.car.ok(world.car.delivery(ChargeProgress.RENEGOTIATE));
      if (agreed) {
        world.car.agree();
      }
      world.rig.pass(Duration.ofSeconds(10).minus(SOON));
      assertThat(world.rig.contactor).isEqualTo(ContactorState.CLOSED);
      world.rig.pass(SOON);
      assertOver(world, "ERR_ISO_TIMEOUT");
    }
  }
}
