package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckReq;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckRes;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeRes;

/** DC_CableCheck and DC_PreCharge (§8.3.4.5.3, 8.3.4.5.4), with the contactor open. */
final class Preparation {
  /** Highest current of a pre-charge (IEC 61851-23 CC.3.2). */
  static final double AMPS = 2;

  /** State of a phase in which the test is not begun, since the vehicle is not ready. */
  private static final String WAITING = "";

  private Preparation() {}

  static Step<Session, V2GMessage> answer(Talk talk, DcCableCheckReq request) {
    Session s = talk.session();
    boolean first = s.phase() != Phase.CABLE_CHECK || s.before().equals(WAITING);
    Insulation insulation = talk.view().insulation();
    if (first && talk.view().pilot().ready()) {
      // state C, so the test begins (IEC 61851-23); what the monitor says now is of before
      Session next =
          talk.next(Phase.CABLE_CHECK).before(insulation.name()).sinceNanos(talk.now()).made();
      double volts = Math.min(s.limits().evMaxV(), talk.rating().maxV());
      return talk.say(next, ongoing(talk)).act(new EvseAction.CableCheck(volts));
    }
    if (s.phase() == Phase.CABLE_CHECK
        && talk.now() - s.sinceNanos() > talk.rules().cableCheck().toNanos()) {
      String why =
          first
              ? "the vehicle has not gone to state C for the cable check"
              : "the insulation test has not ended within " + talk.rules().cableCheck();
      return talk.fail(request, ResponseCode.FAILED, Codes.TIMEOUT, why);
    }
    if (!first && insulation == Insulation.FAULT && talk.fresh(insulation)) {
      String why = "the insulation test has failed";
      return talk.fail(request, ResponseCode.FAILED, Codes.INSULATION, why);
    }
    boolean good = insulation == Insulation.VALID || insulation == Insulation.WARNING;
    if (!first && good && talk.fresh(insulation)) {
      return talk.say(
          talk.next(Phase.PRE_CHARGE).before(WAITING).preCharged(false).made(),
          new DcCableCheckRes(talk.header(), ResponseCode.OK, Processing.FINISHED));
    }
    return talk.say(seen(talk, insulation), ongoing(talk)).asRoutine();
  }

  /** Once another state was seen, what comes next is of this test. */
  private static Session seen(Talk talk, Insulation insulation) {
    Draft next = talk.next(Phase.CABLE_CHECK);
    boolean moved =
        !talk.session().before().equals(WAITING)
            && !insulation.name().equals(talk.session().before());
    return moved ? next.before(insulation.name()).made() : next.made();
  }

  private static DcCableCheckRes ongoing(Talk talk) {
    return new DcCableCheckRes(talk.header(), ResponseCode.OK, Processing.ONGOING);
  }

  static Step<Session, V2GMessage> answer(Talk talk, DcPreChargeReq request) {
    Session s = talk.session();
    EvseRating rating = talk.rating();
    double volts = Numbers.of(request.evTargetVoltage());
    if (volts < 0 || volts > rating.maxV() || volts > s.limits().evMaxV()) {
      String why = "a pre-charge to " + volts + " V is beyond what was agreed on";
      return talk.fail(request, ResponseCode.FAILED_WRONG_CHARGE_PARAMETER, why);
    }
    boolean first = s.phase() != Phase.PRE_CHARGE || !s.preCharged();
    if (!first && talk.now() - s.sinceNanos() > talk.rules().preCharge().toNanos()) {
      String why = "the pre-charge has not ended within " + talk.rules().preCharge();
      return talk.fail(request, ResponseCode.FAILED, Codes.TIMEOUT, why);
    }
    Draft next = talk.next(Phase.PRE_CHARGE).preCharged(true).batteryV(volts);
    Session made = first ? next.sinceNanos(talk.now()).made() : next.made();
    return talk.say(
            made,
            new DcPreChargeRes(talk.header(), ResponseCode.OK, Numbers.of(talk.view().voltageV())))
        .act(new EvseAction.PreCharge(volts, Math.min(AMPS, rating.maxChargeA())))
        .asRoutine();
  }
}
