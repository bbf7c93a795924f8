package io.tidegate.charging.din70121;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PowerOffer;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.charging.din70121.Car.Stop;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.din.BodyElement;
import io.tidegate.codec.exi.iso15118.din.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationReq;
import io.tidegate.codec.exi.iso15118.din.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.din.DcEVSEStatusCode;
import io.tidegate.codec.exi.iso15118.din.EVSENotification;
import io.tidegate.codec.exi.iso15118.din.PMaxScheduleEntry;
import io.tidegate.codec.exi.iso15118.din.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.din.ResponseCode;
import io.tidegate.codec.exi.iso15118.din.SAScheduleList;
import io.tidegate.codec.exi.iso15118.din.SessionStopReq;
import io.tidegate.codec.exi.iso15118.din.SessionStopRes;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionReq;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Sessions of DIN 70121, good and bad, at every station. */
class DinTest {
  private static final Duration SOON = Duration.ofMillis(1);

  private static void assertOver(Car car, String code) {
    car.rig.settle();
    assertThat(car.rig.closed).as("the line's end").isEqualTo(code);
    assertThat(car.rig.contactor).isEqualTo(ContactorState.OPEN);
    assertThat(car.rig.locked).isFalse();
    assertThat(car.rig.leaseRanOut).isFalse();
    assertThat(car.rig.all(EvseAction.End.class)).hasSize(1);
    assertThat(car.rig.last(EvseAction.End.class).code()).isEqualTo(code);
    assertThat(car.rig.last(EvseAction.End.class).sentence()).isNotBlank();
  }

  private static void assertRefused(Car car, BodyElement request, ResponseCode code) {
    BodyElement reply = car.say(request);
    assertThat(reply).as("a reply to " + request).isNotNull();
    assertThat(reply.getClass().getSimpleName())
        .isEqualTo(request.getClass().getSimpleName().replaceAll("Req$", "Res"));
    assertThat(Car.code(reply)).isEqualTo(code);
  }

  @Test
  void chargesFromPlugToByeUnderAnotherVersionAtEveryStation() {
    Car car = new Car();
    for (Stop stop : Stop.values()) {
      car.from(stop, stop);
      car.rig.swap();
      ContactorState expected =
          stop == Stop.STARTED || stop == Stop.LOOPING
              ? ContactorState.CLOSED
              : ContactorState.OPEN;
      assertThat(car.rig.contactor).isEqualTo(expected);
    }
    assertThat(car.rig.last(EvseAction.Begin.class).evccId()).isEqualTo("0000001122334455");
    car.ok(new WeldingDetectionReq(Car.status()));
    assertThat(car.ok(new SessionStopReq())).isInstanceOf(SessionStopRes.class);
    assertOver(car, "");
  }

  @Test
  void tellsTheOfferInTheNextResponse() {
    Car car = new Car().to(Stop.LOOPING);
    car.rig.voltageV = 400;
    car.rig.offer = new PowerOffer(2_000, 7, Long.MAX_VALUE);
    CurrentDemandRes reply = (CurrentDemandRes) car.ok(Car.demand(10));
    assertThat(Numbers.of(reply.evseMaximumPowerLimit())).isEqualTo(2_000);
    assertThat(Numbers.of(reply.evseMaximumCurrentLimit())).isEqualTo(5);
    assertThat(reply.evseCurrentLimitAchieved()).isTrue();
    assertThat(car.rig.last(EvseAction.Told.class).setpoint()).isEqualTo(7);
    assertThat(car.rig.last(EvseAction.Window.class)).isEqualTo(new EvseAction.Window(420, 10, 0));
  }

  @Test
  void writesPowersOfSchedulesInSixteenBits() {
    Car car = new Car();
    car.rig.schedule = List.of(new io.tidegate.api.vehicle.EvseView.PowerSlot(3_600, 48_000, 0));
    car.to(Stop.AUTHORISED);
    ChargeParameterDiscoveryRes reply = (ChargeParameterDiscoveryRes) car.ok(car.parameters());
    assertThat(
            ((SAScheduleList) reply.saSchedules())
                .saScheduleTuple()
                .get(0)
                .pMaxSchedule()
                .pMaxScheduleEntry())
        .extracting(PMaxScheduleEntry::pMax)
        .containsExactly(32_767);
  }

  @Test
  void asksTheVehicleToStopAndNeverToRenegotiate() {
    Car car = new Car().to(Stop.LOOPING);
    car.rig.notice = new Notice(Notice.Kind.TERMINATE, 5);
    assertThat(notification(car)).isEqualTo(EVSENotification.STOP_CHARGING);
    car.rig.notice = new Notice(Notice.Kind.SCHEDULE_RENEGOTIATION, 5);
    assertThat(notification(car)).isEqualTo(EVSENotification.NONE);
  }

  private static EVSENotification notification(Car car) {
    return ((CurrentDemandRes) car.ok(Car.demand(10))).dcEVSEStatus().evseNotification();
  }

  @ParameterizedTest
  @CsvSource({"false, 10000, 0", "true, 0, 0", "true, 10000, 12"})
  void dischargesWhereTheMakerSaysSoAndTheEvseOffersItAndNowhereElse(
      boolean quirk, double attested, double amps) {
    Car car = new Car();
    car.quirks =
        new VehicleQuirks(List.of("test"), false, false, false, false, Duration.ZERO, quirk);
    car.rig.limitDischargeW = attested;
    car.to(Stop.LOOPING);
    car.rig.offer = new PowerOffer(-6_000, 9, Long.MAX_VALUE);
    car.ok(Car.demand(-12));
    assertThat(car.rig.last(EvseAction.Window.class).dischargeA()).isEqualTo(amps);
    assertThat(car.rig.all(EvseAction.Discharge.class)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CONNECTED")
  void refusesTheIdOfAnotherSession(Stop stop) {
    for (BodyElement request : new Car().everything()) {
      Car car = new Car().to(stop);
      if (!request.equals(car.setup())) {
        car.session = Bytes.ofHex("1111111111111111");
        assertRefused(car, request, ResponseCode.FAILED_UNKNOWN_SESSION);
        assertOver(car, "ERR_ISO_SESSION");
      }
    }
  }

  private static Set<String> inOrder(Stop stop) {
    return switch (stop) {
      case CONNECTED -> Set.of("SessionSetupReq");
      case SET_UP -> Set.of("ServiceDiscoveryReq", "SessionStopReq");
      case DISCOVERED -> Set.of("ServiceDetailReq", "ServicePaymentSelectionReq", "SessionStopReq");
      case SELECTED -> Set.of("ContractAuthenticationReq", "SessionStopReq");
      case AUTHORISED -> Set.of("ChargeParameterDiscoveryReq", "SessionStopReq");
      case AGREED -> Set.of("CableCheckReq", "PowerDeliveryReq false", "SessionStopReq");
      case CHECKED -> Set.of("PreChargeReq", "PowerDeliveryReq false", "SessionStopReq");
      case PRE_CHARGED ->
          Set.of(
              "PreChargeReq", "PowerDeliveryReq true", "PowerDeliveryReq false", "SessionStopReq");
      case STARTED, LOOPING -> Set.of("CurrentDemandReq", "PowerDeliveryReq false");
      case STOPPED -> Set.of("WeldingDetectionReq", "SessionStopReq");
    };
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsOutOfOrder(Stop stop) {
    int refused = 0;
    for (int i = 0; i < new Car().everything().size(); i++) {
      Car car = new Car().to(stop);
      BodyElement request = car.everything().get(i);
      String name =
          request.getClass().getSimpleName()
              + (request instanceof PowerDeliveryReq delivery
                  ? " " + delivery.readyToChargeState()
                  : "");
      if (!inOrder(stop).contains(name)) {
        assertRefused(car, request, ResponseCode.FAILED_SEQUENCE_ERROR);
        assertOver(car, "ERR_ISO_SEQUENCE");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenTheVehicleIsSilentAndNoMillisecondEarlier(Stop stop) {
    Car car = new Car().to(stop);
    Duration patience =
        switch (stop) {
          case CONNECTED -> Duration.ofSeconds(20);
          case STARTED -> Duration.ofMillis(3_500);
          case LOOPING -> Duration.ofMillis(2_000);
          default -> Duration.ofSeconds(60);
        };
    assertThat(patience.minus(car.rig.patience())).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    car.rig.pass(car.rig.patience().minus(SOON));
    assertThat(car.rig.closed).isNull();
    car.rig.pass(SOON);
    assertOver(car, stop == Stop.CONNECTED ? "ERR_V2G_HANDSHAKE_TIMEOUT" : "ERR_ISO_TIMEOUT");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CONNECTED", "STOPPED"})
  void takesPowerOffAtAFaultAndTellsTheVehicle(Stop stop) {
    Car car = new Car().to(stop);
    car.rig.fault = Optional.of(new Fault("TEST_FAULT", "something is broken", true));
    car.rig.becomes();
    assertThat(car.rig.contactor).isEqualTo(ContactorState.OPEN);
    CurrentDemandRes reply = (CurrentDemandRes) car.say(Car.demand(1));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED);
    assertThat(reply.dcEVSEStatus().evseStatusCode())
        .isEqualTo(DcEVSEStatusCode.EVSE_EMERGENCY_SHUTDOWN);
    assertOver(car, "TEST_FAULT");
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenThePlugIsOutOrTheConnectionGone(Stop stop) {
    Car unplugged = new Car().to(stop);
    unplugged.rig.pilot = PilotState.A;
    unplugged.rig.becomes();
    assertOver(unplugged, "");
    Car gone = new Car().to(stop);
    gone.rig.closeConnection();
    assertOver(gone, "");
    Car garbled = new Car().to(stop);
    assertThat(garbled.say(new byte[] {7})).isNull();
    assertOver(garbled, "ERR_ISO_MESSAGE");
  }

  @Test
  void refusesAlternatingCurrentAndUnauthorisedVehicles() {
    Car ac = new Car().to(Stop.AUTHORISED);
    assertRefused(ac, Car.alternating(), ResponseCode.FAILED_WRONG_ENERGY_TRANSFER_TYPE);
    Car rejected = new Car();
    rejected.rig.answer = Authorisation.REJECTED;
    rejected.to(Stop.SELECTED);
    rejected.ok(new ContractAuthenticationReq(null, null));
    assertRefused(rejected, new ContractAuthenticationReq(null, null), ResponseCode.FAILED);
    assertOver(rejected, "V2G-401");
  }

  @Test
  void hasNoWordForABrokenContactorAndSaysThatPowerIsNotApplied() {
    Car car = new Car().to(Stop.PRE_CHARGED);
    car.rig.contactorWorks = false;
    assertThat(car.say(Car.delivery(true, 1_000))).isNull();
    car.rig.pass(Duration.ofMillis(4_500));
    assertThat(Car.code(car.answer().body().bodyElement()))
        .isEqualTo(ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED);
    assertOver(car, "ERR_ISO_CONTACTOR");
  }

  @Test
  void waitsASecondForAnOutputThatStillMoves() {
    for (double volts : new double[] {379, 381}) {
      Car car = new Car().to(Stop.PRE_CHARGED);
      car.rig.voltageV = 350;
      assertThat(car.say(Car.delivery(true, 1_000))).isNull();
      car.rig.pass(Duration.ofMillis(940));
      assertThat(car.rig.sent).hasSize(car.said.size() - 1);
      car.rig.voltageV = volts;
      car.rig.pass(Duration.ofMillis(60));
      ResponseCode code = Car.code(car.answer().body().bodyElement());
      if (volts < 380) {
        assertThat(code).isEqualTo(ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED);
        assertThat(car.rig.all(EvseAction.Energise.class)).isEmpty();
        assertOver(car, "ERR_ISO_CONTACTOR");
      } else {
        assertThat(code).isEqualTo(ResponseCode.OK);
        car.ok(Car.demand(10));
      }
    }
  }

  @Test
  void passesOverATrailingZeroByte() {
    Car car = new Car().to(Stop.SELECTED);
    byte[] plain = Car.bytes(car.session, new ContractAuthenticationReq(null, null));
    assertThat(Car.code(car.say(Arrays.copyOf(plain, plain.length + 1))))
        .isEqualTo(ResponseCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"true, OK", "false, FAILED"})
  void takesNumbersBeyondTheirTypeFromVehiclesThatAreKnownForIt(boolean quirk, String expected) {
    Car car = new Car();
    car.quirks =
        new VehicleQuirks(List.of("test"), false, false, quirk, false, Duration.ZERO, false);
    car.to(Stop.PRE_CHARGED);
    byte[] plain = Car.bytes(car.session, Car.delivery(true, 32_767));
    byte[] wide = Bits.replace(plain, "111111111111111100000001", "101110001100001100000010");
    assertThat(Car.code(car.say(wide)).wire()).isEqualTo(expected);
  }
}
