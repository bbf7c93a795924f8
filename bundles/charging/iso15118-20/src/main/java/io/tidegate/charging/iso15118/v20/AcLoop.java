package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseAction.Wants;
import io.tidegate.charging.iso15118.v20.Loops.Told;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.ac.BptDynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptDynamicAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptScheduledAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptScheduledAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.CLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.CLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.DynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.DynamicAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.ScheduledAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.common.DynamicCLReqControlMode;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;

/**
 * AC_ChargeLoop (§8.3.4.4.3), Scheduled and Dynamic, one way or both. The target is the active
 * power of all phases together, below 0 the vehicle discharges.
 */
final class AcLoop {
  private AcLoop() {}

  static Step<Session, V2GMessage> answer(Talk talk, AcChargeLoopReq request) {
    Terms terms = talk.session().terms();
    CLReqControlMode mode = request.clReqControlMode();
    if (!fits(terms, mode)) {
      String why = "the loop is not in the control mode that was agreed on";
      return talk.fail(request, ResponseCode.FAILED_WRONG_CHARGE_PARAMETER, why);
    }
    if (talk.session().phase() != Phase.STANDBY && !Loops.flowing(talk)) {
      String why = "the contactor is not closed: " + talk.view().contactor();
      return talk.fail(request, ResponseCode.FAILED_CONTACTOR_ERROR, why);
    }
    Told told = Loops.offer(talk);
    double follows =
        Numbers.sum(
            mode.evPresentActivePower(),
            mode.evPresentActivePowerL2(),
            mode.evPresentActivePowerL3());
    AcChargeLoopRes response =
        new AcChargeLoopRes(
            talk.header(),
            ResponseCode.OK,
            talk.status(),
            request.meterInfoRequested() ? Metering.info(talk) : null,
            null,
            null,
            mode(talk, told));
    return Loops.reply(talk, wants(talk, request), told, new EvseAction.Follows(follows), response);
  }

  private static boolean fits(Terms terms, CLReqControlMode mode) {
    boolean both =
        mode instanceof BptDynamicAcCLReqControlMode
            || mode instanceof BptScheduledAcCLReqControlMode;
    boolean dynamic =
        mode instanceof BptDynamicAcCLReqControlMode || mode instanceof DynamicAcCLReqControlMode;
    return both == terms.bidirectional() && dynamic == terms.dynamic();
  }

  private static Wants wants(Talk talk, AcChargeLoopReq request) {
    CLReqControlMode mode = request.clReqControlMode();
    Wants wants = Desires.display(talk.session().wants(), request.displayParameters());
    wants =
        mode instanceof DynamicCLReqControlMode dynamic
            ? Loops.dynamic(talk, wants, dynamic)
            : Desires.energy(
                wants,
                mode.evTargetEnergyRequest(),
                mode.evMaximumEnergyRequest(),
                mode.evMinimumEnergyRequest());
    double outW = Double.NaN;
    if (mode instanceof BptDynamicAcCLReqControlMode d) {
      outW =
          Numbers.sum(
              d.evMaximumDischargePower(),
              d.evMaximumDischargePowerL2(),
              d.evMaximumDischargePowerL3());
    } else if (mode instanceof BptScheduledAcCLReqControlMode d) {
      outW =
          Numbers.sum(
              d.evMaximumDischargePower(),
              d.evMaximumDischargePowerL2(),
              d.evMaximumDischargePowerL3());
    }
    double inW =
        Numbers.sum(
            mode.evMaximumChargePower(),
            mode.evMaximumChargePowerL2(),
            mode.evMaximumChargePowerL3());
    return Desires.power(wants, Math.abs(inW), Math.abs(outW));
  }

  private static CLResControlMode mode(Talk talk, Told told) {
    Terms terms = talk.session().terms();
    RationalNumber in = Numbers.atMost(told.chargeW());
    RationalNumber out = Numbers.atMost(told.dischargeW());
    RationalNumber target =
        told.dischargeW() > 0 ? new RationalNumber(out.exponent(), -out.value()) : in;
    RationalNumber present =
        Double.isNaN(talk.view().powerW()) ? null : Numbers.of(talk.view().powerW());
    if (terms.dynamic()) {
      return terms.bidirectional()
          ? new BptDynamicAcCLResControlMode(
              null, null, null, null, target, null, null, null, null, null, present, null, null)
          : new DynamicAcCLResControlMode(
              null, null, null, null, target, null, null, null, null, null, present, null, null);
    }
    return terms.bidirectional()
        ? new BptScheduledAcCLResControlMode(
            target, null, null, null, null, null, present, null, null)
        : new ScheduledAcCLResControlMode(
            target, null, null, null, null, null, present, null, null);
  }
}
