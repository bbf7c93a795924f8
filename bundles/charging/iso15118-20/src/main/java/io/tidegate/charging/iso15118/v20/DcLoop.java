package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseAction.Wants;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.charging.iso15118.v20.Loops.Told;
import io.tidegate.charging.iso15118.v20.Session.Limits;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.CLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.CLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.ScheduledDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.ScheduledDcCLResControlMode;

/** DC_ChargeLoop (§8.3.4.5.6), Scheduled and Dynamic, one way or both. */
final class DcLoop {
  /** From this share on a limit counts as reached. */
  private static final double REACHED = 0.98;

  private DcLoop() {}

  /** What the request says, whichever mode it is in. */
  private record Ask(Wants wants, EvseAction.Window window) {}

  static Step<Session, V2GMessage> answer(Talk talk, DcChargeLoopReq request) {
    Terms terms = talk.session().terms();
    if (!fits(terms, request.clReqControlMode())) {
      String why = "the loop is not in the control mode that was agreed on";
      return talk.fail(request, ResponseCode.FAILED_WRONG_CHARGE_PARAMETER, why);
    }
    if (talk.session().phase() != Phase.STANDBY && !Loops.flowing(talk)) {
      String why = "the contactor is not closed: " + talk.view().contactor();
      return talk.fail(request, ResponseCode.FAILED_CONTACTOR_ERROR, why);
    }
    Told told = Loops.offer(talk);
    Ask ask = ask(talk, request);
    return Loops.reply(talk, ask.wants(), told, ask.window(), response(talk, request, told));
  }

  private static boolean fits(Terms terms, CLReqControlMode mode) {
    return mode instanceof BptDynamicDcCLReqControlMode
        ? terms.dynamic() && terms.bidirectional()
        : mode instanceof DynamicDcCLReqControlMode
            ? terms.dynamic() && !terms.bidirectional()
            : mode instanceof BptScheduledDcCLReqControlMode
                ? !terms.dynamic() && terms.bidirectional()
                : !terms.dynamic() && !terms.bidirectional();
  }

  private static Ask ask(Talk talk, DcChargeLoopReq request) {
    Wants wants = Desires.display(talk.session().wants(), request.displayParameters());
    CLReqControlMode mode = request.clReqControlMode();
    if (mode instanceof BptDynamicDcCLReqControlMode d) {
      double outW = Numbers.magnitude(d.evMaximumDischargePower());
      double outA = Numbers.magnitude(d.evMaximumDischargeCurrent());
      return new Ask(
          Desires.power(
              Loops.dynamic(talk, wants, d), Numbers.magnitude(d.evMaximumChargePower()), outW),
          window(d.evMaximumVoltage(), Numbers.magnitude(d.evMaximumChargeCurrent()), outA));
    } else if (mode instanceof DynamicDcCLReqControlMode d) {
      return new Ask(
          Desires.power(
              Loops.dynamic(talk, wants, d), Numbers.magnitude(d.evMaximumChargePower()), 0),
          window(d.evMaximumVoltage(), Numbers.magnitude(d.evMaximumChargeCurrent()), 0));
    } else if (mode instanceof BptScheduledDcCLReqControlMode d) {
      double outW = Numbers.magnitude(d.evMaximumDischargePower());
      return new Ask(
          Desires.power(
              energy(wants, d.evTargetEnergyRequest(), d),
              Numbers.magnitude(d.evMaximumChargePower()),
              outW),
          target(talk, d.evTargetVoltage(), d.evTargetCurrent(), d.evMaximumVoltage()));
    }
    ScheduledDcCLReqControlMode d = (ScheduledDcCLReqControlMode) mode;
    return new Ask(
        Desires.power(
            energy(wants, d.evTargetEnergyRequest(), d),
            Numbers.magnitude(d.evMaximumChargePower()),
            Double.NaN),
        target(talk, d.evTargetVoltage(), d.evTargetCurrent(), d.evMaximumVoltage()));
  }

  private static Wants energy(Wants wants, RationalNumber target, CLReqControlMode mode) {
    return Desires.energy(
        wants, target, mode.evMaximumEnergyRequest(), mode.evMinimumEnergyRequest());
  }

  private static EvseAction.Window window(RationalNumber maxV, double chargeA, double dischargeA) {
    return new EvseAction.Window(Math.max(0, Numbers.of(maxV)), chargeA, dischargeA);
  }

  /** Scheduled: the vehicle asks for a current; below 0 it discharges. */
  private static EvseAction.Window target(
      Talk talk, RationalNumber voltage, RationalNumber current, RationalNumber maxVoltage) {
    double maxV =
        Math.min(Numbers.of(voltage), Numbers.or(Numbers.of(maxVoltage), Double.MAX_VALUE));
    double amps = Numbers.of(current);
    boolean outwards =
        amps < 0
            || (talk.scene().quirks().positiveDischargeCurrent()
                && talk.view().offer().powerW() < 0);
    boolean allowed = talk.session().discharging();
    return new EvseAction.Window(
        Math.max(0, maxV), outwards ? 0 : amps, outwards && allowed ? Math.abs(amps) : 0);
  }

  private static V2GMessage response(Talk talk, DcChargeLoopReq request, Told told) {
    double powerW = talk.view().powerW();
    double amps = talk.view().currentA();
    double volts = talk.view().voltageV();
    EvseRating rating = talk.rating();
    double limitW = powerW < 0 ? told.dischargeW() : told.chargeW();
    double limitA = amps < 0 ? rating.maxDischargeA() : rating.maxChargeA();
    return new DcChargeLoopRes(
        talk.header(),
        ResponseCode.OK,
        talk.status(),
        request.meterInfoRequested() ? Metering.info(talk) : null,
        null,
        Numbers.of(amps),
        Numbers.of(volts),
        Math.abs(powerW) >= REACHED * limitW,
        Math.abs(amps) >= REACHED * limitA,
        volts >= REACHED * rating.maxV(),
        mode(talk, told));
  }

  private static CLResControlMode mode(Talk talk, Told told) {
    EvseRating rating = talk.rating();
    Terms terms = talk.session().terms();
    Limits limits = talk.session().limits();
    RationalNumber charge = Numbers.atMost(told.chargeW());
    RationalNumber least = Numbers.atMost(Math.min(rating.minW(), told.chargeW()));
    RationalNumber amps = Numbers.atMost(told.chargeW() > 0 ? rating.maxChargeA() : 0);
    RationalNumber volts = Numbers.atMost(rating.maxV());
    if (!terms.bidirectional()) {
      return terms.dynamic()
          ? new DynamicDcCLResControlMode(null, null, null, null, charge, least, amps, volts)
          : new ScheduledDcCLResControlMode(charge, least, amps, volts);
    }
    RationalNumber out = Loops.discharge(talk, told.dischargeW());
    RationalNumber leastOut = Loops.discharge(talk, Math.min(rating.minW(), told.dischargeW()));
    RationalNumber outAmps =
        Loops.discharge(
            talk,
            told.dischargeW() > 0 && limits.statedDischargeW() > 0 ? rating.maxDischargeA() : 0);
    RationalNumber leastV = Numbers.of(rating.minV());
    return terms.dynamic()
        ? new BptDynamicDcCLResControlMode(
            null, null, null, null, charge, least, amps, volts, out, leastOut, outAmps, leastV)
        : new BptScheduledDcCLResControlMode(
            charge, least, amps, volts, out, leastOut, outAmps, leastV);
  }
}
