package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.charging.iso15118.v20.Session.Trip;
import io.tidegate.charging.iso15118.v20.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.Machine;
import io.tidegate.charging.vehicle.dialect.Scene;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.ac.AcMessage;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.DcMessage;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The SECC of ISO 15118-20: every message, timeout and change of the EVSE, and what follows. What
 * concerns all phases is here, each request has a class of its own.
 */
final class Secc implements Machine<Session, V2GMessage> {
  /** V2G_EVCC_CommunicationSetup_Timeout, seen from the other side (§8.7.2). */
  private static final Duration HANDSHAKE = Duration.ofSeconds(20);

  private final Supplier<Rules> rules;
  private final Supplier<Trust> trust;

  Secc(Supplier<Rules> rules, Supplier<Trust> trust) {
    this.rules = rules;
    this.trust = trust;
  }

  @Override
  public Session initial() {
    return Session.NEW;
  }

  @Override
  public OptionalLong deadline(Session state) {
    return state.dueNanos() == 0 ? OptionalLong.empty() : OptionalLong.of(state.dueNanos());
  }

  @Override
  public String session(Session state) {
    return state.id();
  }

  @Override
  public String evccId(Session state) {
    return state.evccId();
  }

  @Override
  public Step<Session, V2GMessage> step(Session state, Event<V2GMessage> event, Scene scene) {
    if (state.phase() == Phase.ENDED) {
      return Step.of(state);
    }
    Talk talk = new Talk(state, scene, rules.get(), trust.get(), Payloads.COMMON);
    if (event instanceof Event.Heard<V2GMessage> heard) {
      return heard(
          new Talk(state, scene, rules.get(), trust.get(), heard.payloadType()), heard.message());
    } else if (event instanceof Event.ViewChanged<V2GMessage>) {
      return changed(talk);
    } else if (event instanceof Event.DeadlinePassed<V2GMessage>) {
      return late(talk);
    } else if (event instanceof Event.Garbled<V2GMessage> garbled) {
      return talk.end(false, Codes.MESSAGE, "a message cannot be read: " + garbled.why());
    } else if (event instanceof Event.Answered<V2GMessage> answered) {
      return answered.question() instanceof Questions.Revocation
          ? Contracting.checked(talk, answered)
          : Installations.came(talk, answered);
    } else if (event instanceof Event.Closed<V2GMessage>) {
      return closed(talk);
    } else if (event instanceof Event.TakenOver<V2GMessage>) {
      return changed(new Talk(again(state), scene, rules.get(), trust.get(), Payloads.COMMON));
    }
    return Step.of(
        state
            .but()
            .dueNanos(scene.now() + HANDSHAKE.toNanos())
            .sinceNanos(scene.now())
            .plugged(scene.view().pilot().plugged())
            .made());
  }

  /** What was asked under another version comes no more: the vehicle's next request asks again. */
  private static Session again(Session state) {
    Draft draft = state.but().installation(Session.Installation.NONE);
    if (state.permit().state() == Session.Permit.State.CHECKING) {
      draft.permit(Session.Permit.NONE);
    }
    return draft.made();
  }

  private static Step<Session, V2GMessage> heard(Talk talk, V2GMessage request) {
    Session s = talk.session();
    if (s.phase() == Phase.DOOMED) {
      return talk.fail(request, ResponseCode.FAILED, s.tripped().code(), s.tripped().sentence());
    }
    if (talk.view().fault().isPresent() && s.phase() != Phase.STOPPED) {
      return talk.fail(request, talk.view().fault().get());
    }
    if (!(request instanceof SessionSetupReq) && !known(talk, request)) {
      String why = "session id " + request.header().sessionID() + " is not this session's";
      return talk.fail(request, ResponseCode.FAILED_UNKNOWN_SESSION, why);
    }
    if (!s.phase().accepts(request) || s.waiting() != Waiting.NOTHING || foreign(talk, request)) {
      String why =
          request.getClass().getSimpleName()
              + " is out of order in phase "
              + s.phase()
              + (s.waiting() == Waiting.NOTHING ? "" : ", the last request is not answered yet");
      return talk.fail(request, ResponseCode.FAILED_SEQUENCE_ERROR, why);
    }
    return Requests.answer(talk, request);
  }

  private static boolean known(Talk talk, V2GMessage request) {
    if (talk.session().id().isEmpty()) {
      // before there is a session, being out of order is the greater trouble
      return true;
    }
    String id = request.header().sessionID().toHex();
    return id.equals(talk.session().id())
        || (id.isEmpty() && talk.scene().quirks().emptySessionId());
  }

  /** A message of the other energy's set, or a side stream where there is no main one. */
  private static boolean foreign(Talk talk, V2GMessage request) {
    boolean side =
        talk.payloadType() == Payloads.SCHEDULE_RENEGOTIATION
            || talk.payloadType() == Payloads.METERING_CONFIRMATION;
    Phase phase = talk.session().phase();
    if (side) {
      return phase != Phase.LOOP && phase != Phase.STANDBY && phase != Phase.STOPPED;
    }
    boolean direct = talk.rating().direct();
    return direct ? request instanceof AcMessage : request instanceof DcMessage;
  }

  private static Step<Session, V2GMessage> changed(Talk talk) {
    Session s = talk.session();
    if (s.phase() == Phase.DOOMED) {
      return Step.of(s);
    }
    if (talk.view().pilot() == PilotState.A && s.plugged()) {
      return talk.end(true, "", "the plug is out");
    }
    if (talk.view().pilot().plugged() && !s.plugged()) {
      // a vehicle that needs no matching may speak before its plug is seen
      Session seen = s.but().plugged(true).made();
      return changed(new Talk(seen, talk.scene(), talk.rules(), talk.trust(), talk.payloadType()));
    }
    if (talk.view().fault().isPresent() && s.phase() != Phase.STOPPED) {
      return tripped(talk, talk.view().fault().get());
    }
    if (s.waiting() != Waiting.NOTHING) {
      return Delivery.moved(talk);
    }
    if (s.phase().energised() && !talk.view().pilot().ready()) {
      Session halted = talk.next(Phase.HALTED).discharging(false).made();
      String why = "the vehicle has left state C while power was on";
      return Step.<Session, V2GMessage>of(halted)
          .act(new EvseAction.Deenergise(true, "", why), new EvseAction.Discharge(false, "pilot"))
          .note("", why);
    }
    return Step.of(s);
  }

  /** A fault: power off at once, the vehicle hears of it in the reply that is due, or the next. */
  private static Step<Session, V2GMessage> tripped(Talk talk, Fault fault) {
    Session s = talk.session();
    if (s.waiting() != Waiting.NOTHING) {
      return Delivery.fault(talk, fault);
    }
    Session doomed =
        s.but().phase(Phase.DOOMED).tripped(new Trip(fault.code(), fault.sentence())).made();
    return Step.<Session, V2GMessage>of(doomed)
        .act(new EvseAction.Deenergise(fault.emergency(), fault.code(), fault.sentence()))
        .note(fault.code(), fault.sentence());
  }

  private static Step<Session, V2GMessage> late(Talk talk) {
    Session s = talk.session();
    if (s.waiting() != Waiting.NOTHING) {
      return Delivery.late(talk);
    }
    return switch (s.phase()) {
      case SETUP -> talk.end(false, Codes.HANDSHAKE, "no session was set up within 20 s");
      case DOOMED -> talk.end(true, s.tripped().code(), s.tripped().sentence());
      default ->
          talk.end(
              false, Codes.TIMEOUT, "the vehicle was silent for too long in phase " + s.phase());
    };
  }

  private static Step<Session, V2GMessage> closed(Talk talk) {
    Session s = talk.session();
    return s.phase() == Phase.DOOMED
        ? talk.end(true, s.tripped().code(), s.tripped().sentence())
        : talk.end(false, "", "the connection is closed in phase " + s.phase());
  }
}
