package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.charging.iso15118.v20.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Scene;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ac.AcMessage;
import io.tidegate.codec.exi.iso15118.common.EVSEStatus;
import io.tidegate.codec.exi.iso15118.common.EvseNotification;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.DcMessage;
import java.time.Duration;

/**
 * What a phase has at hand while it makes a step: the session as it is, what is around it, and the
 * ways a step can go on. Used within one step.
 */
record Talk(Session session, Scene scene, Rules rules, Trust trust, int payloadType) {

  /** The unit opens by itself this much after the machine's own patience has ended. */
  private static final Duration BEYOND = Duration.ofMillis(250);

  /** How fresh a state is taken for that has not changed since it was asked for. */
  private static final long STALE_NANOS = 1_000_000_000L;

  EvseView view() {
    return scene.view();
  }

  EvseRating rating() {
    return scene.rating();
  }

  long now() {
    return scene.now();
  }

  MessageHeader header() {
    return header(session.id());
  }

  MessageHeader header(String id) {
    return new MessageHeader(Bytes.ofHex(id), view().at().getEpochSecond(), null);
  }

  /** The session, changed, with the patience of its phase from now on. */
  Draft next(Phase phase) {
    Duration patience =
        switch (phase) {
          case LOOP -> rules.loop().plus(scene.quirks().loopGrace());
          case RENEGOTIATION, REDELIVERY -> rules.renegotiation();
          default -> rules.sequence();
        };
    Draft draft = session.but().phase(phase).dueNanos(now() + patience.toNanos());
    return phase == session.phase() ? draft : draft.sinceNanos(now()).before("");
  }

  /** A lease that outlives the session's patience by little. */
  EvseAction.Energise lease(Session next) {
    return new EvseAction.Energise(Duration.ofNanos(next.dueNanos() - now()).plus(BEYOND));
  }

  /** Goes on with this reply. */
  Step<Session, V2GMessage> say(Session next, V2GMessage reply) {
    return Step.<Session, V2GMessage>of(next).say(type(reply), reply);
  }

  /** The payload type of a reply: that of the request where it came on a side stream. */
  private int type(V2GMessage reply) {
    if (payloadType == Payloads.SCHEDULE_RENEGOTIATION
        || payloadType == Payloads.METERING_CONFIRMATION) {
      return payloadType;
    }
    return reply instanceof AcMessage
        ? Payloads.AC
        : reply instanceof DcMessage ? Payloads.DC : Payloads.COMMON;
  }

  /** Refuses a request, takes the power off and ends the session. */
  Step<Session, V2GMessage> fail(V2GMessage request, ResponseCode verdict, String why) {
    return fail(request, verdict, Codes.of(verdict), why);
  }

  /** The same, under a catalogue code of its own. */
  Step<Session, V2GMessage> fail(
      V2GMessage request, ResponseCode verdict, String code, String why) {
    return refuse(request, verdict, end(false, code, why));
  }

  /** Refuses a request because of a fault of the EVSE's. */
  Step<Session, V2GMessage> fail(V2GMessage request, Fault fault) {
    return refuse(
        request, ResponseCode.FAILED, end(fault.emergency(), fault.code(), fault.sentence()));
  }

  private Step<Session, V2GMessage> refuse(
      V2GMessage request, ResponseCode verdict, Step<Session, V2GMessage> end) {
    V2GMessage refusal = Refusals.of(request, verdict, this);
    return end.say(type(refusal), refusal);
  }

  /** Takes the power off and ends the session without a word to the vehicle. */
  Step<Session, V2GMessage> end(boolean now, String code, String why) {
    Session over = session.but().phase(Phase.ENDED).dueNanos(0).waiting(Waiting.NOTHING).made();
    return Step.<Session, V2GMessage>of(over)
        .act(
            new EvseAction.Deenergise(now, code, why),
            new EvseAction.Unlock(),
            new EvseAction.End(code, why))
        .end(code, why);
  }

  /** What the vehicle is to be told at the next occasion, or null. */
  EVSEStatus status() {
    EvseView.Notice notice = view().notice();
    EvseNotification word =
        switch (notice.kind()) {
          case NONE -> null;
          case PAUSE -> EvseNotification.PAUSE;
          case EXIT_STANDBY -> EvseNotification.EXIT_STANDBY;
          case TERMINATE -> EvseNotification.TERMINATE;
          case SCHEDULE_RENEGOTIATION -> EvseNotification.SCHEDULE_RENEGOTIATION;
          case SERVICE_RENEGOTIATION -> EvseNotification.SERVICE_RENEGOTIATION;
          case METERING_CONFIRMATION -> EvseNotification.METERING_CONFIRMATION;
        };
    return word == null
        ? null
        : new EVSEStatus(Math.max(0, Math.min(65_535, notice.seconds())), word);
  }

  boolean contactor(ContactorState state) {
    return view().contactor() == state;
  }

  /**
   * Whether a state of the view tells of what was asked for, not of what was before: it is another
   * one than then, or enough time has passed.
   */
  boolean fresh(Enum<?> state) {
    return !state.name().equals(session.before()) || now() - session.sinceNanos() >= STALE_NANOS;
  }
}
