package io.tidegate.charging.iso15118.v2;

import static io.tidegate.charging.iso15118.v2.Outcome.assertOver;
import static io.tidegate.charging.iso15118.v2.Outcome.assertRefused;
import static io.tidegate.charging.iso15118.v2.Outcome.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.charging.iso15118.v2.Car.Stop;
import io.tidegate.charging.iso15118.v2.World.Scenario;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.EVSENotification;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong at every station of every kind of session. */
class StationsTest {
  private static final Duration SOON = Duration.ofMillis(1);

  static Stream<Arguments> stations() {
    List<Arguments> all = new ArrayList<>();
    for (Scenario scenario : List.of(Scenario.AC_SINGLE_PHASE, Scenario.DC)) {
      for (Stop stop : Stop.values()) {
        if (new World(scenario).car.onTheWay(stop)) {
          all.add(Arguments.of(scenario, stop));
        }
      }
    }
    // what comes after the authorisation is the same with a contract
    for (Stop stop : List.of(Stop.SELECTED, Stop.SHOWN, Stop.AUTHORISED, Stop.LOOPING)) {
      all.add(Arguments.of(Scenario.DC_CONTRACT, stop));
    }
    return all.stream();
  }

  static Stream<Arguments> stationsWithASession() {
    return stations().filter(arguments -> arguments.get()[1] != Stop.CONNECTED);
  }

  @ParameterizedTest
  @MethodSource("stationsWithASession")
  void refusesTheIdOfAnotherSession(Scenario scenario, Stop stop) {
    for (BodyElement request : new World(scenario).car.everything()) {
      World world = at(scenario, stop);
      if (request.equals(world.car.setup())) {
        continue;
      }
      world.car.session = Bytes.ofHex("1111111111111111");
      assertRefused(world, request, ResponseCode.FAILED_UNKNOWN_SESSION);
      assertOver(world, "ERR_ISO_SESSION");
    }
  }

  /** What is in order where; names of requests. */
  private static Set<String> inOrder(Scenario scenario, Stop stop) {
    boolean direct = scenario.rating.direct();
    return switch (stop) {
      case CONNECTED -> Set.of("SessionSetupReq");
      case SET_UP -> Set.of("ServiceDiscoveryReq", "SessionStopReq");
      case DISCOVERED -> Set.of("ServiceDetailReq", "PaymentServiceSelectionReq", "SessionStopReq");
      case SELECTED ->
          scenario.contract
              ? Set.of(
                  "PaymentDetailsReq",
                  "CertificateInstallationReq",
                  "CertificateUpdateReq",
                  "SessionStopReq")
              : Set.of("AuthorizationReq", "SessionStopReq");
      case SHOWN -> Set.of("AuthorizationReq", "SessionStopReq");
      case AUTHORISED -> Set.of("ChargeParameterDiscoveryReq", "SessionStopReq");
      case AGREED ->
          direct
              ? Set.of("CableCheckReq", "PowerDeliveryReq STOP", "SessionStopReq")
              : Set.of("PowerDeliveryReq START", "PowerDeliveryReq STOP", "SessionStopReq");
      case CHECKED -> Set.of("PreChargeReq", "PowerDeliveryReq STOP", "SessionStopReq");
      case PRE_CHARGED ->
          Set.of(
              "PreChargeReq", "PowerDeliveryReq START", "PowerDeliveryReq STOP", "SessionStopReq");
      case STARTED, LOOPING ->
          Set.of(
              direct ? "CurrentDemandReq" : "ChargingStatusReq",
              "PowerDeliveryReq STOP",
              "PowerDeliveryReq RENEGOTIATE");
      case STOPPED ->
          direct ? Set.of("WeldingDetectionReq", "SessionStopReq") : Set.of("SessionStopReq");
    };
  }

  private static String name(BodyElement request) {
    String name = request.getClass().getSimpleName();
    return request instanceof io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryReq delivery
        ? name + ' ' + delivery.chargeProgress().name()
        : name;
  }

  @ParameterizedTest
  @MethodSource("stations")
  void refusesWhatIsOutOfOrder(Scenario scenario, Stop stop) {
    int refused = 0;
    for (int i = 0; i < new World(scenario).car.everything().size(); i++) {
      World world = at(scenario, stop);
      BodyElement request = world.car.everything().get(i);
      if (!inOrder(scenario, stop).contains(name(request))) {
        assertRefused(world, request, ResponseCode.FAILED_SEQUENCE_ERROR);
        assertOver(world, "ERR_ISO_SEQUENCE");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("stations")
  void endsWhenTheVehicleIsSilentAndNoMillisecondEarlier(Scenario scenario, Stop stop) {
    World world = at(scenario, stop);
    boolean loop = stop == Stop.STARTED || stop == Stop.LOOPING;
    Duration patience =
        stop == Stop.CONNECTED
            ? Duration.ofSeconds(20)
            : loop && world.car.direct
                ? Duration.ofMillis(stop == Stop.STARTED ? 3_500 : 2_000)
                : Duration.ofSeconds(60);
    Duration spent = patience.minus(world.rig.patience());
    assertThat(spent).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    world.rig.pass(world.rig.patience().minus(SOON));
    assertThat(world.rig.closed).isNull();
    world.rig.pass(SOON);
    assertOver(world, stop == Stop.CONNECTED ? "ERR_V2G_HANDSHAKE_TIMEOUT" : "ERR_ISO_TIMEOUT");
  }

  @ParameterizedTest
  @MethodSource("stations")
  void takesPowerOffAtAFaultAndTellsTheVehicle(Scenario scenario, Stop stop) {
    World world = at(scenario, stop);
    world.rig.fault = Optional.of(new Fault("TEST_FAULT", "something is broken", true));
    world.rig.becomes();
    assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
    if (stop == Stop.STOPPED) {
      // nothing is left to be told: the vehicle may say good bye
      assertThat(world.rig.closed).isNull();
      return;
    }
    assertThat(world.rig.last(EvseAction.Deenergise.class).now()).isTrue();
    BodyElement request = stop == Stop.CONNECTED ? world.car.setup() : world.car.loop();
    assertRefused(world, request, ResponseCode.FAILED);
    assertThat(world.rig.last(EvseAction.End.class).code()).isEqualTo("TEST_FAULT");
    assertThat(world.rig.closed).isEqualTo("TEST_FAULT");
    assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
  }

  @ParameterizedTest
  @MethodSource("stations")
  void endsWhenThePlugIsOut(Scenario scenario, Stop stop) {
    World world = at(scenario, stop);
    world.rig.pilot = PilotState.A;
    world.rig.becomes();
    assertOver(world, "");
    assertThat(world.rig.last(EvseAction.Deenergise.class).now()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("stations")
  void endsWhenTheConnectionIsGone(Scenario scenario, Stop stop) {
    World world = at(scenario, stop);
    world.rig.closeConnection();
    assertOver(world, "");
  }

  @ParameterizedTest
  @MethodSource("stations")
  void endsAtWhatCannotBeRead(Scenario scenario, Stop stop) {
    World world = at(scenario, stop);
    assertThat(world.car.say(new byte[] {1, 2, 3})).isNull();
    assertOver(world, "ERR_ISO_MESSAGE");
  }

  @ParameterizedTest
  @MethodSource("stations")
  void endsAtAResponseOrAnEmptyBody(Scenario scenario, Stop stop) {
    World world = at(scenario, stop);
    assertThat(world.car.say(new PowerDeliveryRes(ResponseCode.OK, nothing()))).isNull();
    assertOver(world, "ERR_ISO_MESSAGE");
  }

  private static io.tidegate.codec.exi.iso15118.iso2.EVSEStatusVariant nothing() {
    return new io.tidegate.codec.exi.iso15118.iso2.AcEVSEStatus(0, EVSENotification.NONE, false);
  }
}
