package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationRes;
import io.tidegate.codec.exi.iso15118.common.ChargeLoopRes;
import io.tidegate.codec.exi.iso15118.common.EvseNotification;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopRes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The charge loop: offers out, wishes in, meters, and how long a silence may be. */
class LoopTest {

  @ParameterizedTest
  @CsvSource({
    // service, dynamic, offer W, told W
    "1, true, 7000, 7000",
    "1, true, 0, 0",
    "1, true, -5000, 0",
    "1, true, 90000, 22000",
    "2, true, 15000, 15000",
    "2, true, -5000, 0",
    "2, true, 90000, 30000",
    "5, true, 7000, 7000",
    "5, true, -5000, -5000",
    "5, true, -90000, -22000",
    "6, true, 15000, 15000",
    "6, true, -12345, -12345",
    "6, true, -90000, -25000",
    "5, false, -5000, -5000",
    "6, false, -5000, -5000",
    "1, false, 6000, 6000",
    "2, false, 6000, 6000"
  })
  void tellsTheOfferThatIsInForceWithinWhatWasStated(
      int service, boolean dynamic, double offerW, double toldW) {
    Ev ev = Ev.at(service, dynamic, false).upTo(Phase.LOOP);
    ev.loop();
    ev.bench.evse.offerW = offerW;
    ev.bench.evse.setpoint = 42;
    assertThat(Loop.target(ev.ok(Words.loop(ev, false)))).isEqualTo(toldW);
    assertThat(ev.bench.last(EvseAction.Told.class).setpoint()).isEqualTo(42);
  }

  @Test
  void takesDischargeBackWhenTheOfferHasRunOut() {
    Ev ev = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.LOOP);
    ev.bench.evse.offerW = -8_000;
    ev.bench.evse.offerExpires = ev.bench.evse.nanos() + 600_000_000L;
    assertThat(Loop.target(ev.loop())).isEqualTo(-8_000);
    assertThat(Loop.target(ev.loop())).isEqualTo(-8_000);
    ev.bench.advance(Duration.ofMillis(200));
    assertThat(Loop.target(ev.loop())).isZero();
  }

  @Test
  void neverTellsMoreThanIsLeftOfTheRating() {
    Ev ev = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.LOOP);
    ev.bench.evse.offerW = 20_000;
    ev.bench.evse.limitChargeW = 5_000;
    assertThat(Loop.target(ev.loop())).isEqualTo(5_000);
    ev.bench.evse.limitChargeW = 90_000;
    ev.bench.evse.offerW = 90_000;
    assertThat(Loop.target(ev.loop())).as("stated before").isEqualTo(30_000);
  }

  @Test
  void writesDischargeLimitsAsTheMakeWantsThem() {
    for (boolean negative : new boolean[] {false, true}) {
      Ev ev = Ev.dynamic(Catalogue.DC_BPT);
      ev.bench.quirks =
          new VehicleQuirks(List.of("q"), negative, false, false, false, Duration.ZERO, false);
      ev.upTo(Phase.LOOP);
      ev.bench.evse.offerW = -8_000;
      DcChargeLoopRes reply = (DcChargeLoopRes) ev.loop();
      BptDynamicDcCLResControlMode mode = (BptDynamicDcCLResControlMode) reply.clResControlMode();
      assertThat(mode.evseMaximumDischargePower().toDouble()).isEqualTo(negative ? -8_000 : 8_000);
      assertThat(mode.evseMaximumChargePower().toDouble()).isZero();
      assertThat(mode.evseMaximumChargeCurrent().toDouble()).isZero();
    }
  }

  @Test
  void tellsASetpointOnce() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.LOOP);
    ev.loop();
    ev.loop();
    assertThat(ev.bench.all(EvseAction.Told.class)).hasSize(1);
    ev.bench.evse.setpoint = 8;
    ev.loop();
    assertThat(ev.bench.all(EvseAction.Told.class)).hasSize(2);
  }

  @Test
  void passesTheVehiclesWishesOnWhenTheyAreNew() {
    Ev ev = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.LOOP);
    ev.loop();
    int told = ev.bench.all(EvseAction.Wants.class).size();
    EvseAction.Wants wants = ev.bench.last(EvseAction.Wants.class);
    assertThat(wants.socPct()).isEqualTo(50);
    assertThat(wants.targetSocPct()).isEqualTo(80);
    assertThat(wants.capacityWh()).isEqualTo(60_000);
    assertThat(wants.maxChargeW()).isEqualTo(50_000);
    assertThat(wants.maxDischargeW()).isEqualTo(20_000);
    assertThat(wants.minWh()).isEqualTo(-10_000);
    assertThat(wants.departure().orElseThrow().getEpochSecond())
        .isBetween(
            VirtualEvse.BEGIN.getEpochSecond() + 7_200, VirtualEvse.BEGIN.getEpochSecond() + 7_210);
    ev.loop();
    assertThat(ev.bench.all(EvseAction.Wants.class)).hasSize(told);
  }

  @Test
  void keepsTheModuleWithinWhatAScheduledVehicleAsksFor() {
    Ev ev = Ev.scheduled(Catalogue.DC_BPT).upTo(Phase.LOOP);
    assertThat(ev.bench.last(EvseAction.Window.class))
        .as("no current before the first loop")
        .isEqualTo(new EvseAction.Window(450, 0, 0));
    ev.ok(Words.loop(ev, false, 0, 20));
    assertThat(ev.bench.last(EvseAction.Window.class)).isEqualTo(new EvseAction.Window(410, 20, 0));
    ev.ok(Words.loop(ev, false, 0, -15));
    assertThat(ev.bench.last(EvseAction.Window.class)).isEqualTo(new EvseAction.Window(410, 0, 15));
  }

  @Test
  void readsAPositiveCurrentAsDischargeOfMakesThatMeanIt() {
    Ev ev = Ev.scheduled(Catalogue.DC_BPT);
    ev.bench.quirks =
        new VehicleQuirks(List.of("q"), false, true, false, false, Duration.ZERO, false);
    ev.upTo(Phase.LOOP);
    ev.bench.evse.offerW = -5_000;
    ev.ok(Words.loop(ev, false, 0, 15));
    assertThat(ev.bench.last(EvseAction.Window.class)).isEqualTo(new EvseAction.Window(410, 0, 15));
  }

  @Test
  void hasNoWindowForDischargeOutsideABidirectionalService() {
    Ev ev = Ev.scheduled(Catalogue.DC).upTo(Phase.LOOP);
    ev.ok(Words.loop(ev, false, 0, -15));
    assertThat(ev.bench.last(EvseAction.Window.class).dischargeA()).isZero();
    assertThat(ev.bench.last(EvseAction.Window.class).chargeA()).isZero();
  }

  @Test
  void reportsWhatAnAcVehicleDoes() {
    Ev ev = Ev.dynamic(Catalogue.AC_BPT).upTo(Phase.LOOP);
    ev.ok(Words.loop(ev, false, -4_000, 0));
    assertThat(ev.bench.last(EvseAction.Follows.class).activeW()).isEqualTo(-4_000);
  }

  @Test
  void refusesALoopInAnotherControlMode() {
    Ev ev = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.LOOP);
    Ev other = new Ev(ev.bench, Catalogue.DC, false, false);
    other.id = ev.id;
    V2GResponse reply = (V2GResponse) ev.say(Words.loop(other, false));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_WRONG_CHARGE_PARAMETER);
    ev.bench.advance(Duration.ofSeconds(1));
    assertThat(ev.bench.evse.open()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"strict, , 500", "field, , 1000", "field, 0, 500", "field, 4500, 5000"})
  void toleratesSilenceInTheLoopAsTheProfileSays(String profile, String grace, long ms) {
    Ev ev = Ev.dynamic(Catalogue.DC);
    ev.bench.configure("profile", profile, "loop.grace.ms", grace == null ? "" : grace);
    ev.upTo(Phase.LOOP);
    ev.ok(Words.loop(ev, false));
    ev.bench.advance(Duration.ofMillis(ms - 1));
    assertThat(ev.bench.over()).isFalse();
    ev.bench.advance(Duration.ofMillis(1));
    assertThat(ev.bench.closes).containsExactly(Codes.TIMEOUT);
    ev.bench.advance(Duration.ofMillis(500));
    assertThat(ev.bench.evse.open()).isTrue();
  }

  @Test
  void givesASlowMakeItsGrace() {
    Ev ev = Ev.dynamic(Catalogue.DC);
    ev.bench.quirks =
        new VehicleQuirks(List.of("q"), false, false, false, false, Duration.ofSeconds(2), false);
    ev.upTo(Phase.LOOP);
    ev.ok(Words.loop(ev, false));
    ev.bench.advance(Duration.ofMillis(2_900));
    assertThat(ev.bench.over()).isFalse();
    assertThat(ev.bench.evse.closed()).isTrue();
  }

  @Test
  void tellsTheMeterWhenItIsAskedFor() {
    Ev ev = Ev.dynamic(Catalogue.AC_BPT).upTo(Phase.LOOP);
    assertThat(((ChargeLoopRes) ev.ok(Words.loop(ev, false))).meterInfo()).isNull();
    MeterInfo info = ((ChargeLoopRes) ev.ok(Words.loop(ev, true))).meterInfo();
    assertThat(info.meterID()).isEqualTo("M1");
    assertThat(info.chargedEnergyReadingWh()).isEqualTo(1_000);
    assertThat(info.bptDischargedEnergyReadingWh()).isEqualTo(200);
    assertThat(info.meterSignature().toHex()).isEqualTo("0BADCAFE");
  }

  @Test
  void passesNoticesOn() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.LOOP);
    ev.bench.evse.notice = new Notice(Notice.Kind.TERMINATE, 30);
    assertThat(Loop.status(ev.loop()).evseNotification()).isEqualTo(EvseNotification.TERMINATE);
    assertThat(Loop.status(ev.loop()).notificationMaxDelay()).isEqualTo(30);
    ev.bench.evse.notice = new Notice(Notice.Kind.METERING_CONFIRMATION, 30);
    assertThat(Loop.status(ev.loop()).evseNotification())
        .isEqualTo(EvseNotification.METERING_CONFIRMATION);
  }

  @Test
  void takesAConfirmationBesideTheLoopWithoutProlongingIt() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.LOOP);
    ev.ok(Words.loop(ev, true));
    long due = ev.bench.session().dueNanos();
    ev.bench.advance(Duration.ofMillis(100));
    ev.bench.types.clear();
    V2GResponse reply =
        (V2GResponse) ev.say(Payloads.METERING_CONFIRMATION, Words.confirmation(ev));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.OK);
    assertThat(ev.bench.types).containsExactly(Payloads.METERING_CONFIRMATION);
    assertThat(ev.bench.session().dueNanos()).isEqualTo(due);
    assertThat(ev.bench.last(EvseAction.Confirmed.class).importWh()).isEqualTo(1_000);
  }

  @Test
  void wantsTheContractsSignatureUnderAConfirmation() {
    for (boolean signed : new boolean[] {true, false}) {
      for (Contract.Kind kind : List.of(Contract.Kind.P521, Contract.Kind.ED448)) {
        Ev ev = Ev.dynamic(Catalogue.AC);
        ev.contract = new Contract(kind, Duration.ofDays(-1), Duration.ofDays(1));
        ev.contract.trustedBy(ev.bench);
        ev.upTo(Phase.LOOP);
        MessageHeader header =
            new MessageHeader(
                ev.header().sessionID(),
                0,
                signed
                    ? ev.contract.sign(
                        "id1",
                        io.tidegate.codec.exi.iso15118.cm.CmExi.encodeSignedMeteringData(
                            Words.metering(ev)))
                    : null);
        V2GResponse reply =
            (V2GResponse) ev.say(new MeteringConfirmationReq(header, Words.metering(ev)));
        assertThat(reply).isInstanceOf(MeteringConfirmationRes.class);
        assertThat(reply.responseCode())
            .isEqualTo(signed ? ResponseCode.OK : ResponseCode.FAILED_METERING_SIGNATURE_NOT_VALID);
        if (signed) {
          assertThat(ev.bench.last(EvseAction.Confirmed.class).receipt()).isPresent();
        }
      }
    }
  }
}
