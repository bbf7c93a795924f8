package io.tidegate.charging.iso15118.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PowerOffer;
import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.api.vehicle.EvseView.PriceSlot;
import io.tidegate.charging.iso15118.v2.Car.Stop;
import io.tidegate.charging.iso15118.v2.World.Scenario;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingSession;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.EVSENotification;
import io.tidegate.codec.exi.iso15118.iso2.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.iso2.EnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.PMaxScheduleEntry;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.RelativeTimeInterval;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleList;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleTuple;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionReq;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions as they should be, by every kind of current and payment. */
class SessionsTest {
  @ParameterizedTest
  @EnumSource(Scenario.class)
  void chargesFromPlugToBye(Scenario scenario) {
    World world = new World(scenario);
    Car car = world.car.to(Stop.LOOPING);
    assertThat(world.rig.contactor).isEqualTo(ContactorState.CLOSED);
    assertThat(world.rig.last(EvseAction.Begin.class).evccId()).isEqualTo("001122334455");
    assertThat(world.rig.locked).isTrue();
    car.from(Stop.STOPPED, Stop.STOPPED);
    finish(world);
    assertThat(world.rig.last(EvseAction.Authorise.class).contract().isPresent())
        .isEqualTo(scenario.contract);
    assertThat(world.rig.last(EvseAction.End.class).code()).isEmpty();
    assertThat(world.rig.closed).isEmpty();
    assertThat(world.rig.locked).isFalse();
    assertThat(world.rig.leaseRanOut).isFalse();
  }

  private static void finish(World world) {
    Car car = world.car;
    assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
    if (car.direct) {
      car.ok(new WeldingDetectionReq(car.status()));
    }
    car.ok(car.stop(ChargingSession.TERMINATE));
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void goesOnUnderAnotherVersionFromEveryStation(Scenario scenario) {
    World world = new World(scenario);
    for (Stop stop : Stop.values()) {
      world.car.from(stop, stop);
      world.rig.swap();
    }
    finish(world);
    assertThat(world.rig.closed).isEmpty();
  }

  @Test
  void tellsTheOfferInTheNextResponseAndKeepsTheWindow() {
    World world = new World(Scenario.DC);
    world.car.to(Stop.LOOPING);
    world.rig.voltageV = 400;
    world.rig.offer = new PowerOffer(2_000, 7, Long.MAX_VALUE);
    CurrentDemandRes reply = (CurrentDemandRes) world.car.ok(world.car.demand());
    assertThat(Numbers.of(reply.evseMaximumPowerLimit())).isEqualTo(2_000);
    assertThat(Numbers.of(reply.evseMaximumCurrentLimit())).isEqualTo(5);
    assertThat(reply.evseCurrentLimitAchieved()).isTrue();
    assertThat(reply.evsePowerLimitAchieved()).isTrue();
    assertThat(world.rig.last(EvseAction.Told.class).setpoint()).isEqualTo(7);
    assertThat(world.rig.last(EvseAction.Window.class))
        .isEqualTo(new EvseAction.Window(420, 10, 0));
    int told = world.rig.all(EvseAction.Told.class).size();
    world.car.ok(world.car.demand());
    assertThat(world.rig.all(EvseAction.Told.class)).hasSize(told);
  }

  @Test
  void offersNoCurrentBelowTheLeastThatAVehicleTakes() {
    World world = new World(Scenario.AC_THREE_PHASES);
    world.car.to(Stop.LOOPING);
    world.rig.offer = new PowerOffer(3 * 230 * 10, 2, Long.MAX_VALUE);
    assertThat(amps(world)).isEqualTo(10);
    world.rig.offer = new PowerOffer(3 * 230 * 5.9, 3, Long.MAX_VALUE);
    assertThat(amps(world)).isZero();
    world.rig.offer = new PowerOffer(-3_000, 4, Long.MAX_VALUE);
    assertThat(amps(world)).isZero();
    world.rig.offer = new PowerOffer(90_000, 5, Long.MAX_VALUE);
    assertThat(amps(world)).isEqualTo(16);
  }

  private static double amps(World world) {
    return Numbers.of(((ChargingStatusRes) world.car.ok(world.car.loop())).evseMaxCurrent());
  }

  @Test
  void countsOnePhaseWhereTheVehicleHasAskedForOne() {
    World world = new World(Scenario.AC_THREE_PHASES);
    world.car.mode = EnergyTransferMode.AC_SINGLE_PHASE_CORE;
    world.car.to(Stop.LOOPING);
    world.rig.offer = new PowerOffer(2_300, 2, Long.MAX_VALUE);
    assertThat(amps(world)).isEqualTo(10);
  }

  @Test
  void tellsTheSiteWhatTheVehicleWants() {
    World world = new World(Scenario.DC);
    world.car.to(Stop.AGREED);
    EvseAction.Wants wants = world.rig.last(EvseAction.Wants.class);
    assertThat(wants.socPct()).isEqualTo(40);
    assertThat(wants.capacityWh()).isEqualTo(30_000);
    assertThat(wants.targetWh()).isEqualTo(12_000);
    assertThat(wants.maxWh()).isEqualTo(18_000);
    assertThat(wants.maxDischargeW()).isZero();
    assertThat(wants.departure()).contains(world.rig.at.plusSeconds(7_200));
    world.car.from(Stop.CHECKED, Stop.LOOPING);
    world.car.soc = 41;
    world.car.ok(world.car.demand());
    assertThat(world.rig.last(EvseAction.Wants.class).socPct()).isEqualTo(41);
    assertThat(world.rig.last(EvseAction.Wants.class).targetWh()).isCloseTo(11_700, within(1e-6));
  }

  @Test
  void givesScheduleAndTariff() {
    World world = new World(Scenario.AC_THREE_PHASES);
    world.rig.schedule = List.of(new PowerSlot(1_800, 40_000, 0), new PowerSlot(900, 4_000, 0));
    world.rig.prices =
        List.of(new PriceSlot(1_800, "EUR", 0.40, 0.1), new PriceSlot(900, "EUR", 0.20, 0.1));
    world.car.to(Stop.AUTHORISED);
    SAScheduleTuple tuple = tuple(world);
    assertThat(tuple.pMaxSchedule().pMaxScheduleEntry())
        .extracting(entry -> Numbers.of(entry.pMax()))
        .containsExactly(11_040.0, 4_000.0);
    assertThat(tuple.salesTariff().salesTariffEntry())
        .extracting(entry -> entry.ePriceLevel())
        .containsExactly(2, 1);
    assertThat(
            tuple
                .salesTariff()
                .salesTariffEntry()
                .get(1)
                .consumptionCost()
                .get(0)
                .cost()
                .get(0)
                .amount())
        .isEqualTo(50);
  }

  private static SAScheduleTuple tuple(World world) {
    ChargeParameterDiscoveryRes reply =
        (ChargeParameterDiscoveryRes) world.car.ok(world.car.parameters());
    return ((SAScheduleList) reply.saSchedules()).saScheduleTuple().get(0);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 4000", "2, 2, 4000", "40, 3, 9000"})
  void givesNoMoreEntriesThanTheVehicleHasRoomForAndNoMorePower(
      int room, int entries, double last) {
    World world = new World(Scenario.AC_THREE_PHASES);
    world.rig.schedule =
        List.of(
            new PowerSlot(600, 11_000, 0),
            new PowerSlot(600, 4_000, 0),
            new PowerSlot(1, 9_000, 0));
    world.car.to(Stop.AUTHORISED);
    ChargeParameterDiscoveryReq plain = world.car.parameters();
    ChargeParameterDiscoveryRes reply =
        (ChargeParameterDiscoveryRes)
            world.car.ok(
                new ChargeParameterDiscoveryReq(
                    room, plain.requestedEnergyTransferMode(), plain.evChargeParameter()));
    List<PMaxScheduleEntry> given =
        ((SAScheduleList) reply.saSchedules())
            .saScheduleTuple()
            .get(0)
            .pMaxSchedule()
            .pMaxScheduleEntry();
    assertThat(given).hasSize(entries);
    assertThat(Numbers.of(given.get(entries - 1).pMax())).isEqualTo(last);
    RelativeTimeInterval end = (RelativeTimeInterval) given.get(entries - 1).timeInterval();
    assertThat(end.start() + end.duration()).as("to the departure").isEqualTo(7_200);
  }

  @Test
  void sendsNoTariffBesideAContractSinceNobodySignsIt() {
    World world = new World(Scenario.AC_CONTRACT);
    world.rig.prices = List.of(new PriceSlot(900, "EUR", 0.20, 0.1));
    world.car.to(Stop.AUTHORISED);
    assertThat(tuple(world).salesTariff()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void goesOnAfterAPause(Scenario scenario) {
    World world = new World(scenario);
    Car car = world.car.to(Stop.STOPPED);
    int before = car.tuple;
    car.ok(car.stop(ChargingSession.PAUSE));
    assertThat(world.rig.all(EvseAction.End.class)).isEmpty();
    assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
    Bytes session = car.session;
    world.rig.reconnect();
    assertThat(Car.code(car.ok(car.setup()))).isEqualTo(ResponseCode.OK_OLD_SESSION_JOINED);
    assertThat(car.answer().header().sessionID()).isEqualTo(session);
    ServiceDiscoveryRes discovery =
        (ServiceDiscoveryRes) car.ok(new ServiceDiscoveryReq(null, null));
    assertThat(discovery.paymentOptionList().paymentOption())
        .containsExactly(
            scenario.contract ? PaymentOption.CONTRACT : PaymentOption.EXTERNAL_PAYMENT);
    car.from(Stop.SELECTED, Stop.LOOPING);
    assertThat(car.tuple).isEqualTo(before);
    assertThat(world.rig.contactor).isEqualTo(ContactorState.CLOSED);
    assertThat(world.rig.last(EvseAction.Begin.class).resumed()).isTrue();
  }

  @Test
  void givesASessionToNobodyButTheVehicleThatPausedIt() {
    World world = new World(Scenario.DC);
    Car car = world.car.to(Stop.STOPPED);
    car.ok(car.stop(ChargingSession.PAUSE));
    Bytes session = car.session;
    world.rig.reconnect();
    car.evcc = Bytes.ofHex("66778899AABB");
    assertThat(Car.code(car.ok(car.setup()))).isEqualTo(ResponseCode.OK_NEW_SESSION_ESTABLISHED);
    assertThat(car.answer().header().sessionID()).isNotEqualTo(session);
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void renegotiatesWithTheContactorClosed(Scenario scenario) {
    World world = new World(scenario);
    Car car = world.car.to(Stop.LOOPING);
    world.rig.notice = new Notice(Notice.Kind.SCHEDULE_RENEGOTIATION, 30);
    assertThat(notification(car)).isEqualTo(EVSENotification.RE_NEGOTIATION);
    car.ok(car.delivery(ChargeProgress.RENEGOTIATE));
    if (car.direct) {
      assertThat(world.rig.last(EvseAction.Window.class).chargeA()).isZero();
    }
    world.rig.notice = Notice.NONE;
    int before = car.tuple;
    car.agree();
    assertThat(car.tuple).isNotEqualTo(before);
    car.ok(car.delivery(ChargeProgress.START));
    assertThat(notification(car)).isEqualTo(EVSENotification.NONE);
    assertThat(world.rig.contactor).isEqualTo(ContactorState.CLOSED);
    assertThat(world.rig.all(EvseAction.Deenergise.class)).isEmpty();
  }

  private static EVSENotification notification(Car car) {
    var reply = car.ok(car.loop());
    return reply instanceof CurrentDemandRes dc
        ? dc.dcEVSEStatus().evseNotification()
        : ((ChargingStatusRes) reply).acEVSEStatus().evseNotification();
  }

  @Test
  void asksTheVehicleToStopWhenTheSiteDoes() {
    World world = new World(Scenario.AC_SINGLE_PHASE);
    world.car.to(Stop.LOOPING);
    world.rig.notice = new Notice(Notice.Kind.TERMINATE, 5);
    assertThat(notification(world.car)).isEqualTo(EVSENotification.STOP_CHARGING);
  }

  @Test
  void waitsForTheCustomerAndForTheLock() {
    World world = new World(Scenario.DC);
    world.rig.answer = Authorisation.WAITING;
    world.car.to(Stop.SELECTED);
    for (int i = 0; i < 3; i++) {
      AuthorizationRes reply = (AuthorizationRes) world.car.ok(world.car.authorization());
      assertThat(reply.evseProcessing())
          .isEqualTo(EVSEProcessing.ONGOING_WAITING_FOR_CUSTOMER_INTERACTION);
      world.rig.pass(Duration.ofSeconds(2));
    }
    assertThat(world.rig.all(EvseAction.Authorise.class)).hasSize(1);
    world.rig.authorisation = Authorisation.ACCEPTED;
    AuthorizationRes granted = (AuthorizationRes) world.car.ok(world.car.authorization());
    assertThat(granted.evseProcessing()).isEqualTo(EVSEProcessing.FINISHED);
    world.car.agree();
    world.rig.pilot = PilotState.B;
    world.car.ok(world.car.cableCheck());
    assertThat(world.rig.all(EvseAction.CableCheck.class)).as("in state B").isEmpty();
    world.rig.pilot = PilotState.C;
    world.car.ok(world.car.cableCheck());
    assertThat(world.rig.last(EvseAction.CableCheck.class).volts()).isEqualTo(450);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 0, -4000, 0",
    "true, 0, -4000, 0",
    "false, 10000, -4000, 0",
    "true, 10000, 4000, 0",
    "true, 10000, -4000, 12"
  })
  void dischargesWhereTheMakerSaysSoAndTheEvseOffersItAndNowhereElse(
      boolean quirk, double limit, double offer, double amps) {
    World world = new World(Scenario.DC);
    world.quirks = World.quirks(false, false, false, quirk);
    world.rig.limitDischargeW = limit;
    world.car.to(Stop.LOOPING);
    world.rig.voltageV = 400;
    world.rig.offer = new PowerOffer(offer, 9, Long.MAX_VALUE);
    world.car.targetA = -12;
    CurrentDemandRes reply = (CurrentDemandRes) world.car.ok(world.car.demand());
    EvseAction.Window window = world.rig.last(EvseAction.Window.class);
    assertThat(window.dischargeA()).isEqualTo(amps);
    assertThat(window.chargeA()).isZero();
    assertThat(Numbers.of(reply.evseMaximumPowerLimit()))
        .isEqualTo(amps > 0 ? -4_000 : Math.max(0, offer));
    assertThat(world.rig.all(EvseAction.Discharge.class))
        .as("consent, for which the standard has no word")
        .isEmpty();
  }

  @Test
  void dischargesNoLongerThanTheOfferHoldsAndTakesAPositiveCurrentWhereThatIsMeant() {
    World world = new World(Scenario.DC);
    world.quirks = World.quirks(true, false, false, true);
    world.rig.limitDischargeW = 10_000;
    world.car.to(Stop.LOOPING);
    world.rig.voltageV = 400;
    world.rig.offer = new PowerOffer(-4_000, 9, world.rig.nanos + 100_000_000);
    world.car.targetA = 10;
    world.car.ok(world.car.demand());
    assertThat(world.rig.last(EvseAction.Window.class).dischargeA()).isEqualTo(10);
    world.rig.pass(Duration.ofMillis(100));
    world.car.ok(world.car.demand());
    assertThat(world.rig.last(EvseAction.Window.class).dischargeA()).isZero();
  }

  @Test
  void endsBeforePowerWhereTheVehicleChangesItsMind() {
    for (Stop stop : List.of(Stop.SET_UP, Stop.SELECTED, Stop.AGREED, Stop.PRE_CHARGED)) {
      World world = new World(Scenario.DC);
      world.car.to(stop);
      world.car.ok(world.car.stop(ChargingSession.TERMINATE));
      assertThat(world.rig.closed).isEmpty();
      assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
    }
  }
}
