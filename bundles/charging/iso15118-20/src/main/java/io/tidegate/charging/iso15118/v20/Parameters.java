package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseAction.Wants;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.charging.iso15118.v20.Session.Limits;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.ac.AcCPDReqEnergyTransferModeVariant;
import io.tidegate.codec.exi.iso15118.ac.AcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.AcCPDResEnergyTransferModeVariant;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.BptDcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.BptDcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.DcCPDReqEnergyTransferModeVariant;
import io.tidegate.codec.exi.iso15118.dc.DcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.DcCPDResEnergyTransferModeVariant;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryRes;

/**
 * AC and DC ChargeParameterDiscovery (§8.3.4.4, 8.3.4.5): what both sides can. What is stated here
 * is never exceeded later (V2G20-2654). Powers of AC are those of all phases together.
 */
final class Parameters {
  private Parameters() {}

  static Step<Session, V2GMessage> answer(Talk talk, AcChargeParameterDiscoveryReq request) {
    AcCPDReqEnergyTransferModeVariant mode = request.acCPDReqEnergyTransferMode();
    BptAcCPDReqEnergyTransferMode both =
        mode instanceof BptAcCPDReqEnergyTransferMode bpt ? bpt : null;
    double chargeW =
        Numbers.sum(
            mode.evMaximumChargePower(),
            mode.evMaximumChargePowerL2(),
            mode.evMaximumChargePowerL3());
    double dischargeW =
        both == null
            ? 0
            : Math.abs(
                Numbers.sum(
                    both.evMaximumDischargePower(),
                    both.evMaximumDischargePowerL2(),
                    both.evMaximumDischargePowerL3()));
    if (chargeW < 0 || (both != null) != talk.session().terms().bidirectional()) {
      return talk.fail(request, ResponseCode.FAILED_WRONG_CHARGE_PARAMETER, misfit(talk));
    }
    Limits limits = stated(talk, 0, chargeW, 0, dischargeW, 0);
    return agreed(
        talk,
        limits,
        talk.session().wants(),
        new AcChargeParameterDiscoveryRes(talk.header(), ResponseCode.OK, ac(talk, limits)));
  }

  static Step<Session, V2GMessage> answer(Talk talk, DcChargeParameterDiscoveryReq request) {
    DcCPDReqEnergyTransferModeVariant mode = request.dcCPDReqEnergyTransferMode();
    BptDcCPDReqEnergyTransferMode both =
        mode instanceof BptDcCPDReqEnergyTransferMode bpt ? bpt : null;
    double maxV = Numbers.of(mode.evMaximumVoltage());
    double chargeW = Numbers.of(mode.evMaximumChargePower());
    double chargeA = Numbers.of(mode.evMaximumChargeCurrent());
    if (chargeW < 0
        || chargeA < 0
        || maxV < talk.rating().minV()
        || (both != null) != talk.session().terms().bidirectional()) {
      return talk.fail(request, ResponseCode.FAILED_WRONG_CHARGE_PARAMETER, misfit(talk));
    }
    Limits limits =
        stated(
            talk,
            maxV,
            chargeW,
            chargeA,
            both == null ? 0 : Numbers.magnitude(both.evMaximumDischargePower()),
            both == null ? 0 : Numbers.magnitude(both.evMaximumDischargeCurrent()));
    return agreed(
        talk,
        limits,
        Desires.target(talk.session().wants(), mode.targetSOC()),
        new DcChargeParameterDiscoveryRes(talk.header(), ResponseCode.OK, dc(talk, limits)));
  }

  private static String misfit(Talk talk) {
    Terms terms = talk.session().terms();
    return "the vehicle's charge parameters do not fit service "
        + terms.service()
        + " or this EVSE ("
        + talk.rating().minV()
        + "–"
        + talk.rating().maxV()
        + " V)";
  }

  private static Limits stated(
      Talk talk, double maxV, double chargeW, double chargeA, double outW, double outA) {
    EvseRating rating = talk.rating();
    boolean both = talk.session().terms().bidirectional();
    return new Limits(
        maxV,
        chargeW,
        chargeA,
        outW,
        outA,
        Math.max(0, Math.min(talk.view().limitChargeW(), rating.maxChargeW())),
        both ? Math.max(0, Math.min(talk.view().limitDischargeW(), rating.maxDischargeW())) : 0);
  }

  private static Step<Session, V2GMessage> agreed(
      Talk talk, Limits limits, Wants before, V2GMessage response) {
    Wants wants = Desires.power(before, limits.evChargeW(), limits.evDischargeW());
    Session next = talk.next(Phase.SCHEDULE).limits(limits).wants(wants).made();
    return talk.say(next, response).act(new EvseAction.Lock(), wants);
  }

  private static AcCPDResEnergyTransferModeVariant ac(Talk talk, Limits limits) {
    RationalNumber charge = Numbers.atMost(limits.statedChargeW());
    RationalNumber least = Numbers.atMost(Math.min(talk.rating().minW(), limits.statedChargeW()));
    RationalNumber hertz = Numbers.of(talk.rules().frequencyHz());
    RationalNumber present = Numbers.of(talk.view().powerW());
    if (!talk.session().terms().bidirectional()) {
      return new AcCPDResEnergyTransferMode(
          charge, null, null, least, null, null, hertz, null, null, present, null, null);
    }
    return new BptAcCPDResEnergyTransferMode(
        charge,
        null,
        null,
        least,
        null,
        null,
        hertz,
        null,
        null,
        present,
        null,
        null,
        Loops.discharge(talk, limits.statedDischargeW()),
        null,
        null,
        Loops.discharge(talk, Math.min(talk.rating().minW(), limits.statedDischargeW())),
        null,
        null);
  }

  private static DcCPDResEnergyTransferModeVariant dc(Talk talk, Limits limits) {
    EvseRating rating = talk.rating();
    RationalNumber charge = Numbers.atMost(limits.statedChargeW());
    RationalNumber least = Numbers.atMost(Math.min(rating.minW(), limits.statedChargeW()));
    RationalNumber amps = Numbers.atMost(rating.maxChargeA());
    RationalNumber leastA = Numbers.atMost(Math.min(rating.minA(), rating.maxChargeA()));
    RationalNumber volts = Numbers.atMost(rating.maxV());
    RationalNumber leastV = Numbers.of(rating.minV());
    if (!talk.session().terms().bidirectional()) {
      return new DcCPDResEnergyTransferMode(charge, least, amps, leastA, volts, leastV, null);
    }
    return new BptDcCPDResEnergyTransferMode(
        charge,
        least,
        amps,
        leastA,
        volts,
        leastV,
        null,
        Loops.discharge(talk, limits.statedDischargeW()),
        Loops.discharge(talk, Math.min(rating.minW(), limits.statedDischargeW())),
        Loops.discharge(talk, rating.maxDischargeA()),
        Loops.discharge(talk, Math.min(rating.minA(), rating.maxDischargeA())));
  }
}
