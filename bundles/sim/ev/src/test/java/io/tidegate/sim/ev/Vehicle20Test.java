package io.tidegate.sim.ev;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.common.EvseNotification;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.sim.ev.Mischief.Trick;
import io.tidegate.sim.ev.VehicleProfile.Control;
import io.tidegate.sim.ev.VehicleProfile.Oddities;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a vehicle of ISO 15118-20 says, to a station that agrees with everything. */
class Vehicle20Test {
  private static final Yard YARD = new Yard(1);
  private static final Pace QUICK = new Pace(Duration.ofMillis(5), Duration.ofMillis(1), 60, 4);

  private final ToyStation station = new ToyStation();
  private final Logbook log = new Logbook();
  private final IdealPlug plug = new IdealPlug();
  private final Battery battery = new Battery(60_000, 50, 400, 10);
  private ToyServer server;

  @BeforeEach
  void open() throws IOException {
    server = new ToyServer(station, null);
    plug.station(new Plug.Reading(true, 400, 20, 8_000, 5));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    assertThat(server.trouble.get()).isNull();
  }

  @AfterAll
  static void empty() {
    YARD.close();
  }

  private SimulatedVehicle plugIn(VehicleProfile profile) {
    return YARD.plugIn(
        profile, battery, plug, Credentials.NONE, Endpoint.at(server.address(), false), log);
  }

  private Ending run(VehicleProfile profile) throws Exception {
    return ending(plugIn(profile));
  }

  private static Ending ending(SimulatedVehicle vehicle) throws Exception {
    return vehicle.ended().get(60, TimeUnit.SECONDS);
  }

  private static VehicleProfile dc() {
    return VehicleProfile.dc("WDC1").with(QUICK);
  }

  @Test
  void chargesWithDirectCurrentFromBeginningToEnd() throws Exception {
    assertThat(run(dc()).kind()).isEqualTo(Ending.Kind.DONE);
    assertThat(log.course())
        .containsExactly(
            Phase.APP_PROTOCOL,
            Phase.SESSION_SETUP,
            Phase.AUTHORIZATION_SETUP,
            Phase.AUTHORIZATION,
            Phase.SERVICE_DISCOVERY,
            Phase.SERVICE_DETAIL,
            Phase.SERVICE_SELECTION,
            Phase.CHARGE_PARAMETERS,
            Phase.SCHEDULE_EXCHANGE,
            Phase.CABLE_CHECK,
            Phase.PRE_CHARGE,
            Phase.POWER_START,
            Phase.POWER_STOP,
            Phase.WELDING_DETECTION,
            Phase.SESSION_STOP);
    assertThat(log.looped()).isEqualTo(4);
    assertThat(plug.pilot()).isEqualTo(Plug.Pilot.B);
    assertThat(plug.batteryV()).isNaN();
  }

  @Test
  void asksForThePowerThatItsBatteryTakesBothWays() throws Exception {
    assertThat(run(dc().bothWays()).orderly()).isTrue();
    DcChargeLoopReq loop =
        station.seen.stream()
            .filter(DcChargeLoopReq.class::isInstance)
            .map(DcChargeLoopReq.class::cast)
            .findFirst()
            .orElseThrow();
    var mode = (BptDynamicDcCLReqControlMode) loop.clReqControlMode();
    assertThat(mode.evMaximumChargePower().toDouble()).isEqualTo(50_000);
    assertThat(mode.evMaximumDischargePower().toDouble()).isEqualTo(50_000);
    assertThat(loop.displayParameters().presentSOC()).isEqualTo(50);
  }

  @Test
  void saysDischargeLimitsBelowZeroWhenItIsOfThatMake() throws Exception {
    Oddities odd = new Oddities(true, false, false, false, true, false, false, false);
    assertThat(run(dc().bothWays().with(odd)).orderly()).isTrue();
    var loop =
        (DcChargeLoopReq)
            station.seen.stream()
                .filter(DcChargeLoopReq.class::isInstance)
                .findFirst()
                .orElseThrow();
    var mode = (BptDynamicDcCLReqControlMode) loop.clReqControlMode();
    assertThat(mode.evMaximumDischargePower().toDouble()).isEqualTo(-50_000);
  }

  @Test
  void seesTheSetpointOfEveryLoop() throws Exception {
    station.chargeW = 0;
    station.dischargeW = 9_000;
    run(dc().bothWays());
    assertThat(log.loops()).hasSize(4).allSatisfy(l -> assertThat(l.setpointW()).isEqualTo(-9_000));
    assertThat(battery.socPct()).isGreaterThan(50); // the plug says that it is charged
  }

  @Test
  void takesAScheduleAndStaysWithinIt() throws Exception {
    assertThat(run(dc().with(Control.SCHEDULED)).orderly()).isTrue();
    var start =
        (PowerDeliveryReq)
            station.seen.stream()
                .filter(PowerDeliveryReq.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertThat(start.evPowerProfile().scheduledEVPPTControlMode().selectedScheduleTupleID())
        .isEqualTo(3);
    assertThat(
            start
                .evPowerProfile()
                .evPowerProfileEntries()
                .evPowerProfileEntry()
                .get(0)
                .power()
                .toDouble())
        .isEqualTo(7_000);
  }

  @Test
  void followsTheTargetOfAlternatingCurrentInBothDirections() throws Exception {
    plug.station(new Plug.Reading(true, 230, 10, 6_900, 5));
    station.chargeW = 6_900;
    SimulatedVehicle vehicle = plugIn(VehicleProfile.ac("WAC1").bothWays().with(QUICK.times(0)));
    await(() -> plug.drawnW() == 6_900);
    station.chargeW = 0;
    station.dischargeW = 5_000;
    await(() -> plug.drawnW() == -5_000);
    vehicle.stop();
    assertThat(ending(vehicle).kind()).isEqualTo(Ending.Kind.DONE);
    assertThat(plug.drawnW()).isZero();
    assertThat(log.course()).doesNotContain(Phase.CABLE_CHECK, Phase.WELDING_DETECTION);
  }

  @Test
  void pausesAndTakesTheSessionUpAtItsParameters() throws Exception {
    SimulatedVehicle vehicle = plugIn(dc().with(QUICK.times(0)));
    await(() -> log.looped() > 2);
    vehicle.pause();
    assertThat(ending(vehicle).kind()).isEqualTo(Ending.Kind.PAUSED);
    station.resumes = true;
    Logbook second = new Logbook();
    SimulatedVehicle again =
        YARD.resume(vehicle, dc(), Endpoint.at(server.address(), false), second);
    assertThat(ending(again).kind()).isEqualTo(Ending.Kind.DONE);
    assertThat(second.course())
        .startsWith(Phase.APP_PROTOCOL, Phase.SESSION_SETUP, Phase.CHARGE_PARAMETERS);
    var setups = station.seen.stream().filter(SessionSetupReq.class::isInstance).toList();
    assertThat(setups.get(1).header().sessionID()).isEqualTo(ToyStation.SESSION);
  }

  @Test
  void obeysWhatTheStationNotifies() throws Exception {
    SimulatedVehicle vehicle = plugIn(dc().with(QUICK.times(0)));
    await(() -> log.looped() > 1);
    station.notification = EvseNotification.SCHEDULE_RENEGOTIATION;
    await(() -> log.course().contains(Phase.POWER_RENEGOTIATE) && station.notification == null);
    station.notification = EvseNotification.METERING_CONFIRMATION;
    await(() -> log.course().contains(Phase.METERING));
    station.notification = EvseNotification.SERVICE_RENEGOTIATION;
    await(() -> log.course().stream().filter(p -> p == Phase.SERVICE_DISCOVERY).count() == 2);
    await(() -> log.phase() == Phase.CHARGE_LOOP);
    station.notification = EvseNotification.TERMINATE;
    assertThat(ending(vehicle).kind()).isEqualTo(Ending.Kind.DONE);
  }

  @Test
  void endsWhenAResponseSaysThatItFailed() throws Exception {
    station.code =
        m -> m instanceof DcChargeLoopReq ? ResponseCode.FAILED_SEQUENCE_ERROR : ResponseCode.OK;
    Ending ending = run(dc());
    assertThat(ending.kind()).isEqualTo(Ending.Kind.REFUSED);
    assertThat(ending.phase()).isEqualTo(Phase.CHARGE_LOOP);
    assertThat(ending.code()).isEqualTo("FAILED_SequenceError");
    assertThat(plug.batteryV()).isNaN();
  }

  @Test
  void pullsItsPlugInTheLoopAndSaysNothingMore() throws Exception {
    SimulatedVehicle vehicle =
        plugIn(dc().with(QUICK.times(0)).doing(Mischief.inLoop(3, new Trick.PullPlug())));
    await(() -> plug.pilot() == Plug.Pilot.A);
    assertThat(log.looped()).isEqualTo(2);
    assertThat(vehicle.ended()).isNotDone();
    vehicle.hangUp();
    assertThat(ending(vehicle).kind()).isEqualTo(Ending.Kind.ABANDONED);
  }

  @Test
  void asksInTheWrongOrderWithStrangeSessionsAndInBrokenFramesWhenItIsTold() throws Exception {
    for (Trick trick :
        List.of(
            new Trick.Instead(Phase.CHARGE_LOOP),
            new Trick.StrangeSession(),
            new Trick.Twice(),
            new Trick.Dawdle(Duration.ofMillis(20)))) {
      station.seen.clear();
      Ending ending = run(dc().doing(Mischief.in(Phase.SERVICE_DISCOVERY, trick)));
      assertThat(ending.orderly() || trick instanceof Trick.Instead)
          .as("%s: %s", trick, ending)
          .isTrue();
      if (trick instanceof Trick.StrangeSession) {
        assertThat(station.seen)
            .anySatisfy(m -> assertThat(m.header().sessionID()).isNotEqualTo(ToyStation.SESSION));
      }
    }
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
