package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.codec.exi.iso15118.cm.ChannelSelection;
import io.tidegate.codec.exi.iso15118.cm.ChargeProgress;
import io.tidegate.codec.exi.iso15118.cm.EVPowerProfile;
import io.tidegate.codec.exi.iso15118.cm.EVPowerProfileEntryList;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntry;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeRes;
import io.tidegate.codec.exi.iso15118.cm.ScheduledEVPPTControlMode;
import io.tidegate.codec.exi.iso15118.common.EvseNotification;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PowerDelivery: the contactor, power profiles, standby, new schedules. */
class DeliveryTest {
  private static final ResponseCode OK = ResponseCode.OK;

  @Test
  void answersAStartWhenTheContactorsFeedbackIsThere() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.READY);
    long before = ev.bench.evse.nanos();
    ev.expect(PowerDeliveryRes.class, OK, ev.delivery(ChargeProgress.START));
    assertThat(ev.bench.evse.nanos() - before).isEqualTo(60_000_000L);
    assertThat(ev.bench.evse.closed()).isTrue();
  }

  @Test
  void failsWhenTheContactorDoesNotCloseInTime() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.READY);
    ev.bench.evse.stuck = true;
    long before = ev.bench.evse.nanos();
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_CONTACTOR_ERROR,
        ev.delivery(ChargeProgress.START));
    assertThat(ev.bench.evse.nanos() - before).isEqualTo(3_000_000_000L);
    assertThat(ev.bench.closes).containsExactly(Codes.CONTACTOR);
  }

  @Test
  void failsWhenTheContactorIsWelded() {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.LOOP);
    ev.bench.evse.welded = true;
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_CONTACTOR_ERROR,
        ev.delivery(ChargeProgress.STOP));
    assertThat(ev.bench.last(EvseAction.End.class).code()).isEqualTo(Codes.CONTACTOR);
  }

  @Test
  void appliesNoPowerToAVehicleThatIsNotInStateC() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.READY);
    ev.bench.evse.pilot(PilotState.B);
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED,
        ev.delivery(ChargeProgress.START));
    assertThat(ev.bench.evse.open()).isTrue();
  }

  @Test
  void closesForAVehicleWhoseStateCIsSeenAfterItsMessage() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.READY);
    ev.bench.evse.pilot(PilotState.B);
    ev.bench.settle();
    byte[] start = new Wording20().encode(Payloads.COMMON, ev.delivery(ChargeProgress.START));
    ev.bench.deliver(Payloads.COMMON, start);
    ev.bench.advance(Duration.ofMillis(80));
    assertThat(ev.bench.evse.open()).isTrue();
    ev.bench.evse.pilot(PilotState.C);
    ev.bench.settle();
    assertThat(ev.bench.await(Duration.ofSeconds(1)))
        .map(reply -> ((V2GResponse) reply).responseCode())
        .contains(OK);
    assertThat(ev.bench.evse.closed()).isTrue();
  }

  @Test
  void opensWithinTheHundredMillisecondsWhenTheVehicleLeavesStateC() {
    Ev ev = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.LOOP);
    ev.bench.evse.pilot(PilotState.B);
    ev.bench.advance(Duration.ofMillis(50));
    assertThat(ev.bench.evse.open()).isTrue();
    assertThat(ev.bench.phase()).isEqualTo(Phase.HALTED);
    ev.expect(PowerDeliveryRes.class, OK, ev.delivery(ChargeProgress.STOP));
    assertThat(ev.bench.phase()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void stopsAVehicleThatGoesBackToStateBAndLoopsOn() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.HALTED);
    V2GResponse reply = (V2GResponse) ev.say(Words.loop(ev, false));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_SEQUENCE_ERROR);
  }

  @Test
  void failsTheLoopWhenTheUnitHasOpenedTheContactorByItself() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.LOOP);
    ev.bench.evse.apply(List.of(new EvseAction.Deenergise(true, "", "the unit's own reason")));
    ev.bench.advance(Duration.ofMillis(100));
    V2GResponse reply = (V2GResponse) ev.say(Words.loop(ev, false));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_CONTACTOR_ERROR);
  }

  @Test
  void letsTheVehicleThinkAboutItsProfile() {
    Ev ev = Ev.scheduled(Catalogue.AC).upTo(Phase.READY);
    PowerDeliveryReq thinking =
        new PowerDeliveryReq(ev.header(), Processing.ONGOING, ChargeProgress.START, null, null);
    ev.expect(PowerDeliveryRes.class, OK, thinking);
    assertThat(ev.bench.phase()).isEqualTo(Phase.READY);
    assertThat(ev.bench.evse.open()).isTrue();
    ev.upTo(Phase.LOOP);
  }

  @Test
  void handsTheChosenProfileOn() {
    Ev ev = Ev.scheduled(Catalogue.AC).upTo(Phase.LOOP);
    assertThat(ev.bench.last(EvseAction.Profile.class).slots())
        .containsExactly(new PowerSlot(3_600, 5_000, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {9_001, 8_000, 0})
  void takesProfilesWithinTheScheduleOnly(double watts) {
    Ev ev = Ev.scheduled(Catalogue.AC).upTo(Phase.READY);
    PowerDeliveryRes reply =
        (PowerDeliveryRes)
            ev.say(Words.delivery(ev, ChargeProgress.START, Words.profile(ev, 1, watts)));
    assertThat(reply.responseCode()).isEqualTo(OK);
  }

  @Test
  void refusesAProfileBeyondTheSchedule() {
    Ev ev = Ev.scheduled(Catalogue.AC).upTo(Phase.READY);
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_EV_POWER_PROFILE_INVALID,
        Words.delivery(ev, ChargeProgress.START, Words.profile(ev, 1, 9_100)));
    assertThat(ev.bench.evse.open()).isTrue();
  }

  @Test
  void refusesAProfileBeyondALaterSlotOfTheSchedule() {
    Ev ev = Ev.scheduled(Catalogue.AC);
    ev.bench.evse.schedule = List.of(new PowerSlot(600, 9_000, 0), new PowerSlot(600, 2_000, 0));
    ev.upTo(Phase.READY);
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_EV_POWER_PROFILE_INVALID,
        Words.delivery(ev, ChargeProgress.START, Words.profile(ev, 1, 5_000)));
  }

  @Test
  void refusesATupleThatWasNotOffered() {
    Ev ev = Ev.scheduled(Catalogue.DC_BPT).upTo(Phase.PRE_CHARGE);
    ev.ok(Words.preCharge(ev));
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_SCHEDULE_SELECTION_INVALID,
        Words.delivery(ev, ChargeProgress.START, Words.profile(ev, 3, 5_000)));
  }

  @Test
  void letsAProfileDischargeInTheFirstTupleOnly() {
    for (long tuple : new long[] {1, 2}) {
      Ev ev = Ev.scheduled(Catalogue.AC_BPT).upTo(Phase.READY);
      PowerDeliveryRes reply =
          (PowerDeliveryRes)
              ev.say(Words.delivery(ev, ChargeProgress.START, Words.profile(ev, tuple, -3_000)));
      assertThat(reply.responseCode())
          .isEqualTo(tuple == 1 ? OK : ResponseCode.FAILED_EV_POWER_PROFILE_INVALID);
    }
  }

  @Test
  void wantsAProfileInTheStrictProfile() {
    Ev ev = Ev.scheduled(Catalogue.AC);
    ev.bench.configure("profile", "strict");
    ev.upTo(Phase.READY);
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_EV_POWER_PROFILE_INVALID,
        Words.delivery(ev, ChargeProgress.START, null));
  }

  @Test
  void allowsNoDischargeOnTheChargeChannel() {
    Ev ev = Ev.dynamic(Catalogue.AC_BPT).upTo(Phase.READY);
    ev.ok(Words.delivery(ev, ChannelSelection.CHARGE));
    assertThat(ev.bench.last(EvseAction.Discharge.class).allowed()).isFalse();
  }

  @Test
  void wantsAPreChargeBeforeDirectCurrent() {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.PRE_CHARGE);
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_SEQUENCE_ERROR,
        ev.delivery(ChargeProgress.START));
  }

  @Test
  void standsByWithTheContactorOpenAndGoesOn() {
    for (int service : new int[] {Catalogue.AC_BPT, Catalogue.DC_BPT}) {
      Ev ev = Ev.dynamic(service).upTo(Phase.STANDBY);
      assertThat(ev.bench.evse.open()).isTrue();
      assertThat(ev.bench.last(EvseAction.Discharge.class).allowed()).isFalse();
      for (int i = 0; i < 5; i++) {
        ev.bench.advance(Duration.ofSeconds(30));
        ev.ok(Words.loop(ev, false));
        assertThat(ev.bench.evse.open()).isTrue();
      }
      ev.bench.evse.notice = new Notice(Notice.Kind.EXIT_STANDBY, 10);
      assertThat(Loop.status(ev.ok(Words.loop(ev, false))).evseNotification())
          .isEqualTo(EvseNotification.EXIT_STANDBY);
      if (ev.direct()) {
        ev.ok(Words.preCharge(ev));
      }
      ev.ok(ev.delivery(ChargeProgress.START));
      assertThat(ev.bench.evse.closed()).isTrue();
      ev.loop();
    }
  }

  @Test
  void preChargesByItselfForAVehicleThatGoesStraightOnFromStandby() {
    for (boolean dynamic : new boolean[] {true, false}) {
      Ev ev = Ev.at(Catalogue.DC, dynamic, false).upTo(Phase.STANDBY);
      int before = ev.bench.all(EvseAction.PreCharge.class).size();
      ev.ok(ev.delivery(ChargeProgress.START));
      assertThat(ev.bench.all(EvseAction.PreCharge.class)).hasSize(before + 1);
      assertThat(ev.bench.evse.closed()).isTrue();
      ev.loop();
    }
  }

  @Test
  void closesNoContactorBetweenTwoVoltages() {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.PRE_CHARGE);
    ev.ok(Words.preCharge(ev));
    ev.bench.evse.apply(List.of(new EvseAction.PreCharge(379, 2)));
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED,
        ev.delivery(ChargeProgress.START));

    Ev back = Ev.dynamic(Catalogue.DC).upTo(Phase.STANDBY);
    back.bench.evse.dead = true;
    back.expect(
        PowerDeliveryRes.class,
        ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED,
        back.delivery(ChargeProgress.START));
    assertThat(back.bench.evse.open()).isTrue();
  }

  /** Asks for power while the output is at a voltage that the battery does not have. */
  private static Ev between(double volts) {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.PRE_CHARGE);
    ev.ok(Words.preCharge(ev));
    ev.bench.evse.apply(List.of(new EvseAction.PreCharge(volts, 2)));
    ev.bench.settle();
    byte[] start = new Wording20().encode(Payloads.COMMON, ev.delivery(ChargeProgress.START));
    ev.bench.deliver(Payloads.COMMON, start);
    assertThat(ev.bench.session().waiting()).isEqualTo(Session.Waiting.VOLTAGE);
    return ev;
  }

  private static ResponseCode verdict(Ev ev) {
    return ((V2GResponse) ev.bench.await(Duration.ofSeconds(4)).orElseThrow()).responseCode();
  }

  @Test
  void waitsForAnOutputThatStillMovesAndClosesThen() {
    for (double volts : new double[] {370, 430, Double.NaN}) {
      Ev ev = between(volts);
      ev.bench.handOver = volts > 400;
      ev.bench.advance(Duration.ofMillis(700));
      assertThat(ev.bench.evse.open()).isTrue();
      assertThat(ev.bench.all(EvseAction.Energise.class)).isEmpty();
      ev.bench.evse.apply(List.of(new EvseAction.PreCharge(volts > 400 ? 419 : 381, 2)));
      assertThat(verdict(ev)).isEqualTo(OK);
      assertThat(ev.bench.evse.closed()).isTrue();
      ev.loop();
    }
  }

  @Test
  void waitsForTheVoltageNoLongerThanToldAndForBothNoLongerThanForTheContactor() {
    Ev ev = between(379);
    long begin = ev.bench.evse.nanos();
    assertThat(verdict(ev)).isEqualTo(ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED);
    assertThat(ev.bench.evse.nanos() - begin).isEqualTo(1_000_000_000L);
    assertThat(ev.bench.closes).containsExactly(Codes.CONTACTOR);
    assertThat(ev.bench.evse.open()).isTrue();

    Ev stuck = between(379);
    stuck.bench.evse.stuck = true;
    begin = stuck.bench.evse.nanos();
    stuck.bench.advance(Duration.ofMillis(900));
    stuck.bench.evse.apply(List.of(new EvseAction.PreCharge(400, 2)));
    assertThat(verdict(stuck)).isEqualTo(ResponseCode.FAILED_CONTACTOR_ERROR);
    assertThat(stuck.bench.evse.nanos() - begin).isEqualTo(3_000_000_000L);
  }

  @Test
  void closesNoContactorAfterAWaitThatWasInterrupted() {
    Ev faulty = between(379);
    faulty.bench.evse.fault("TEST_FAULT", true);
    assertThat(verdict(faulty)).isEqualTo(ResponseCode.FAILED);
    assertThat(faulty.bench.closes).containsExactly("TEST_FAULT");

    Ev stopped = between(379);
    stopped.bench.evse.notice = new Notice(Notice.Kind.TERMINATE, 20);
    stopped.bench.evse.changed = true;
    assertThat(verdict(stopped)).isEqualTo(ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED);
    assertThat(stopped.bench.closes).containsExactly("");

    Ev unplugged = between(379);
    unplugged.bench.evse.pilot(PilotState.A);
    unplugged.bench.settle();
    assertThat(unplugged.bench.closes).containsExactly("");
    assertThat(unplugged.bench.last(EvseAction.Deenergise.class).now()).isTrue();

    Ev impatient = between(379);
    assertThat(((V2GResponse) impatient.say(Words.loop(impatient, false))).responseCode())
        .isEqualTo(ResponseCode.FAILED_SEQUENCE_ERROR);

    Ev gone = between(379);
    gone.bench.hangUp();

    for (Ev ev : List.of(faulty, stopped, unplugged, impatient, gone)) {
      ev.bench.evse.apply(List.of(new EvseAction.PreCharge(400, 2)));
      ev.bench.advance(Duration.ofSeconds(5));
      assertThat(ev.bench.over()).isTrue();
      assertThat(ev.bench.all(EvseAction.Energise.class)).isEmpty();
      assertThat(ev.bench.evse.open()).isTrue();
    }
  }

  @Test
  void closesWhenTheVehicleIsInStateCAgainAfterTheWait() {
    Ev ev = between(379);
    ev.bench.evse.pilot(PilotState.B);
    ev.bench.settle();
    ev.bench.evse.apply(List.of(new EvseAction.PreCharge(400, 2)));
    ev.bench.advance(Duration.ofMillis(500));
    assertThat(ev.bench.evse.open()).isTrue();
    ev.bench.evse.pilot(PilotState.C);
    ev.bench.settle();
    assertThat(verdict(ev)).isEqualTo(OK);
  }

  @Test
  void takesACopyOfTheScheduleThatIsAnchoredALittleLater() {
    Ev ev = Ev.scheduled(Catalogue.AC);
    ev.bench.evse.schedule = List.of(new PowerSlot(900, 9_000, 0), new PowerSlot(900, 2_000, 0));
    ev.upTo(Phase.READY);
    ev.bench.advance(Duration.ofSeconds(8));
    EVPowerProfile copy =
        new EVPowerProfile(
            ev.bench.evse.view().at().getEpochSecond(),
            null,
            new ScheduledEVPPTControlMode(1, null),
            new EVPowerProfileEntryList(
                List.of(
                    new PowerScheduleEntry(900, Words.n(9_000), null, null),
                    new PowerScheduleEntry(900, Words.n(2_000), null, null))));
    ev.ok(Words.delivery(ev, ChargeProgress.START, copy));
  }

  @Test
  void refusesStandbyWhereItIsNotAllowedAndGoesOn() {
    Ev ev = Ev.dynamic(Catalogue.AC);
    ev.bench.configure("standby", "false");
    ev.upTo(Phase.LOOP);
    ev.expect(
        PowerDeliveryRes.class,
        ResponseCode.WARNING_STANDBY_NOT_ALLOWED,
        ev.delivery(ChargeProgress.STANDBY));
    assertThat(ev.bench.evse.closed()).isTrue();
    ev.loop();
  }

  @Test
  void renegotiatesAScheduleUnderPower() {
    for (boolean dynamic : new boolean[] {false, true}) {
      Ev ev = Ev.at(Catalogue.DC_BPT, dynamic, false).upTo(Phase.LOOP);
      ev.bench.evse.notice = new Notice(Notice.Kind.SCHEDULE_RENEGOTIATION, 60);
      assertThat(Loop.status(ev.loop()).evseNotification())
          .isEqualTo(EvseNotification.SCHEDULE_RENEGOTIATION);
      ev.bench.evse.notice = Notice.NONE;
      ev.bench.evse.schedule = List.of(new PowerSlot(3_600, 4_000, 0));

      ev.ok(ev.delivery(ChargeProgress.SCHEDULE_RENEGOTIATION));
      ev.bench.advance(Duration.ofSeconds(3));
      assertThat(ev.bench.evse.closed()).isTrue();
      ScheduleExchangeRes reply = (ScheduleExchangeRes) ev.ok(Words.exchange(ev));
      if (!dynamic) {
        assertThat(Loop.watts(reply)).isEqualTo(4_000);
      }
      ev.bench.advance(Duration.ofSeconds(3));
      assertThat(ev.bench.evse.closed()).isTrue();
      ev.ok(Words.delivery(ev, ChargeProgress.START, dynamic ? null : Words.profile(ev, 1, 3_000)));
      ev.loop();
      assertThat(ev.bench.evse.closed()).isTrue();
      assertThat(ev.bench.evse.unsafe()).isFalse();
    }
  }

  @Test
  void goesOnWithTheOldScheduleWhenTheVehicleDoesNotTakeTheNewOne() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.REDELIVERY);
    ev.loop();
    assertThat(ev.bench.phase()).isEqualTo(Phase.LOOP);
  }

  @Test
  void renegotiatesBesideTheLoop() {
    Ev ev = Ev.scheduled(Catalogue.AC).upTo(Phase.LOOP);
    ev.loop();
    ev.bench.types.clear();
    V2GResponse beside = (V2GResponse) ev.say(Payloads.SCHEDULE_RENEGOTIATION, Words.exchange(ev));
    assertThat(beside).isInstanceOf(ScheduleExchangeRes.class);
    assertThat(ev.bench.types).containsExactly(Payloads.SCHEDULE_RENEGOTIATION);
    ev.loop();
    ev.ok(Words.delivery(ev, ChargeProgress.SCHEDULE_RENEGOTIATION, Words.profile(ev, 1, 3_000)));
    assertThat(ev.bench.last(EvseAction.Profile.class).slots().get(0).chargeW()).isEqualTo(3_000);
    assertThat(ev.bench.phase()).isEqualTo(Phase.LOOP);
    ev.loop();
  }

  @Test
  void doesNotLetASideStreamKeepTheContactorClosed() {
    Ev ev = Ev.scheduled(Catalogue.AC).upTo(Phase.LOOP);
    ev.ok(Words.loop(ev, false));
    for (int i = 0; i < 20 && !ev.bench.over(); i++) {
      ev.bench.advance(Duration.ofMillis(100));
      ev.bench.deliver(
          Payloads.SCHEDULE_RENEGOTIATION,
          new Wording20().encode(Payloads.SCHEDULE_RENEGOTIATION, Words.exchange(ev)));
    }
    assertThat(ev.bench.closes).containsExactly(Codes.TIMEOUT);
    ev.bench.advance(Duration.ofSeconds(1));
    assertThat(ev.bench.evse.open()).isTrue();
  }

  @Test
  void opensByTheUnitsLeaseWhenDialectAndVehicleAreGone() {
    Ev ev = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.LOOP);
    ev.loop();
    VirtualEvse evse = ev.bench.evse;
    long begin = evse.nanos();
    for (int ms = 0; ms < 2_000; ms++) {
      evse.runTo(begin + ms * 1_000_000L);
      assertThat(evse.unsafe()).isFalse();
    }
    assertThat(evse.open()).isTrue();
  }
}
