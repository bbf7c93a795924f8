package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.charging.iso15118.v20.Session.Limits;
import io.tidegate.charging.iso15118.v20.Session.Menu;
import io.tidegate.charging.iso15118.v20.Session.Offered;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.cm.EvseCheckOutStatus;
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopRes;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInRes;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutRes;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionRes;

/** WeldingDetection, VehicleCheckIn and -Out, SessionStop (§8.3.4.3.9 ff.). */
final class Farewell {
  private Farewell() {}

  static Step<Session, V2GMessage> answer(Talk talk, DcWeldingDetectionReq request) {
    return talk.say(
            talk.next(Phase.STOPPED).made(),
            new DcWeldingDetectionRes(
                talk.header(), ResponseCode.OK, Numbers.of(talk.view().voltageV())))
        .asRoutine();
  }

  /** Nothing here knows where vehicles stand: positions are left out. */
  static Step<Session, V2GMessage> answer(Talk talk, VehicleCheckInReq request) {
    return talk.say(
        talk.next(talk.session().phase()).made(),
        new VehicleCheckInRes(talk.header(), ResponseCode.OK, null, null, null));
  }

  static Step<Session, V2GMessage> answer(Talk talk, VehicleCheckOutReq request) {
    return talk.say(
        talk.next(Phase.STOPPED).made(),
        new VehicleCheckOutRes(talk.header(), ResponseCode.OK, EvseCheckOutStatus.COMPLETED));
  }

  static Step<Session, V2GMessage> answer(Talk talk, SessionStopReq request) {
    String reason =
        request.evTerminationCode() == null
            ? "the vehicle ends the session"
            : "the vehicle ends the session: " + request.evTerminationCode();
    return switch (request.chargingSession()) {
      case TERMINATE ->
          talk.end(false, "", reason)
              .say(Payloads.COMMON, new SessionStopRes(talk.header(), ResponseCode.OK));
      case PAUSE -> pause(talk, request);
      case SERVICE_RENEGOTIATION -> renegotiate(talk, request);
    };
  }

  private static Step<Session, V2GMessage> pause(Talk talk, SessionStopReq request) {
    Phase phase = talk.session().phase();
    boolean late = phase.compareTo(Phase.PARAMETERS) >= 0;
    if (!talk.rules().pause()
        || !late
        || phase == Phase.HALTED
        || !talk.contactor(ContactorState.OPEN)) {
      String why = "the session cannot be paused in phase " + phase;
      return talk.fail(request, ResponseCode.FAILED_PAUSE_NOT_ALLOWED, why);
    }
    Session over = talk.session().but().phase(Phase.ENDED).dueNanos(0).made();
    return talk.say(over, new SessionStopRes(talk.header(), ResponseCode.OK))
        .act(
            new EvseAction.Deenergise(false, "", "the vehicle pauses"),
            new EvseAction.Pause(Setup.pause(talk)))
        .end("", "the vehicle pauses the session");
  }

  private static Step<Session, V2GMessage> renegotiate(Talk talk, SessionStopReq request) {
    Phase phase = talk.session().phase();
    if (!talk.rules().serviceRenegotiation()
        || phase.compareTo(Phase.PARAMETERS) < 0
        || phase == Phase.HALTED
        || !talk.contactor(ContactorState.OPEN)) {
      String why = "services cannot be renegotiated in phase " + phase;
      return talk.fail(request, ResponseCode.FAILED_NO_SERVICE_RENEGOTIATION_SUPPORTED, why);
    }
    Session next =
        talk.next(Phase.DISCOVERY)
            .menu(Menu.NONE)
            .terms(Terms.NONE)
            .limits(Limits.NONE)
            .offered(Offered.NONE)
            .preCharged(false)
            .discharging(false)
            .before("")
            .made();
    return talk.say(next, new SessionStopRes(talk.header(), ResponseCode.OK))
        .act(new EvseAction.Deenergise(false, "", "services are renegotiated"));
  }
}
