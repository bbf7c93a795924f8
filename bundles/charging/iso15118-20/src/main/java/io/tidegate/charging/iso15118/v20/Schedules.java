package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction.Wants;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.charging.iso15118.v20.Session.Offered;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.cm.DynamicSEReqControlMode;
import io.tidegate.codec.exi.iso15118.cm.DynamicSEResControlMode;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeRes;
import io.tidegate.codec.exi.iso15118.cm.ScheduledSEReqControlMode;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;

/**
 * ScheduleExchange (§8.3.4.3.5): before power flows, while it flows after PowerDelivery
 * (ScheduleRenegotiation), or beside the loop on a side stream. The last neither prolongs the
 * loop's patience nor its lease.
 */
final class Schedules {
  private Schedules() {}

  static Step<Session, V2GMessage> answer(Talk talk, ScheduleExchangeReq request) {
    Session s = talk.session();
    Terms terms = s.terms();
    if ((request.dynamicSEReqControlMode() != null) != terms.dynamic()) {
      String why = "the schedule is not asked for in the control mode that was agreed on";
      return talk.fail(request, ResponseCode.FAILED_WRONG_CHARGE_PARAMETER, why);
    }
    boolean beside = talk.payloadType() == Payloads.SCHEDULE_RENEGOTIATION;
    if (s.phase() == Phase.LOOP && !beside) {
      String why = "in the charge loop a schedule is exchanged on the side stream only";
      return talk.fail(request, ResponseCode.FAILED_SEQUENCE_ERROR, why);
    }
    Wants wants = wants(talk, request);
    Offered offered =
        terms.dynamic()
            ? (beside ? Offered.AGREED : Offered.NONE)
            : Tuples.offer(talk, request, beside);
    Draft draft = beside ? s.but() : talk.next(after(talk));
    Session next = draft.wants(wants).offered(offered).made();
    Step<Session, V2GMessage> step = talk.say(next, response(talk, offered));
    if (!wants.equals(s.wants())) {
      step = step.act(wants);
    }
    return s.phase().energised() && !beside ? step.act(talk.lease(next)) : step;
  }

  private static Phase after(Talk talk) {
    if (talk.session().phase().energised() && talk.contactor(ContactorState.CLOSED)) {
      return Phase.REDELIVERY;
    }
    return talk.session().terms().direct() ? Phase.CABLE_CHECK : Phase.READY;
  }

  private static Wants wants(Talk talk, ScheduleExchangeReq request) {
    Wants before = talk.session().wants();
    DynamicSEReqControlMode dynamic = request.dynamicSEReqControlMode();
    if (dynamic != null) {
      Wants energy =
          Desires.energy(
              Desires.target(before, dynamic.targetSOC()),
              dynamic.evTargetEnergyRequest(),
              dynamic.evMaximumEnergyRequest(),
              dynamic.evMinimumEnergyRequest());
      return Desires.departure(energy, talk.view().at(), dynamic.departureTime());
    }
    ScheduledSEReqControlMode scheduled = request.scheduledSEReqControlMode();
    Wants energy =
        Desires.energy(
            before,
            scheduled.evTargetEnergyRequest(),
            scheduled.evMaximumEnergyRequest(),
            scheduled.evMinimumEnergyRequest());
    return Desires.departure(energy, talk.view().at(), scheduled.departureTime());
  }

  private static ScheduleExchangeRes response(Talk talk, Offered offered) {
    Boolean pause = talk.view().notice().kind() == Notice.Kind.PAUSE ? Boolean.TRUE : null;
    int pricing = talk.session().terms().pricing();
    DynamicSEResControlMode dynamic =
        talk.session().terms().dynamic()
            ? new DynamicSEResControlMode(
                null,
                null,
                null,
                pricing == Prices.ABSOLUTE ? Prices.absolute(talk, false) : null,
                pricing == Prices.LEVELS ? Prices.levels(talk, false) : null)
            : null;
    return new ScheduleExchangeRes(
        talk.header(),
        ResponseCode.OK,
        Processing.FINISHED,
        pause,
        dynamic,
        dynamic == null ? Tuples.of(talk, offered) : null);
  }
}
