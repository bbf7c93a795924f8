package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.charging.vehicle.classic.Session.Trip;
import io.tidegate.charging.vehicle.classic.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.Machine;
import io.tidegate.charging.vehicle.dialect.Scene;
import io.tidegate.charging.vehicle.dialect.Step;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The SECC of ISO 15118-2 and DIN 70121: every message, timeout and change of the EVSE, and what
 * follows. What concerns all phases is here, each request has a place of its own.
 */
public final class Secc implements Machine<Session, Message> {
  /** Payload type of V2GTP of every message. */
  public static final int PAYLOAD = 0x8001;

  /** V2G_EVCC_CommunicationSetup_Timeout, seen from the other side (ISO 15118-2 §8.7.3). */
  private static final Duration HANDSHAKE = Duration.ofSeconds(20);

  private final Standard standard;
  private final Supplier<Rules> rules;
  private final Supplier<Trust> trust;

  public Secc(Standard standard, Supplier<Rules> rules, Supplier<Trust> trust) {
    this.standard = standard;
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
  public Step<Session, Message> step(Session state, Event<Message> event, Scene scene) {
    if (state.phase() == Phase.ENDED) {
      return Step.of(state);
    }
    Talk talk = new Talk(state, scene, rules.get(), trust.get(), standard);
    if (event instanceof Event.Heard<Message> heard) {
      return heard.message() instanceof Request request
          ? heard(talk, request)
          : talk.end(false, Codes.MESSAGE, "a response of our own came back");
    } else if (event instanceof Event.ViewChanged<Message>) {
      return changed(talk);
    } else if (event instanceof Event.DeadlinePassed<Message>) {
      return late(talk);
    } else if (event instanceof Event.Garbled<Message> garbled) {
      return talk.end(false, Codes.MESSAGE, "a message cannot be read: " + garbled.why());
    } else if (event instanceof Event.Answered<Message> answered) {
      return answered.question() instanceof Questions.Revocation
          ? Contracts.checked(talk, answered)
          : Installations.came(talk, answered);
    } else if (event instanceof Event.Closed<Message>) {
      return closed(talk);
    } else if (event instanceof Event.TakenOver<Message>) {
      return takenOver(talk);
    }
    return Step.of(
        state
            .but()
            .dueNanos(scene.now() + HANDSHAKE.toNanos())
            .sinceNanos(scene.now())
            .plugged(scene.view().pilot().plugged())
            .made());
  }

  /** What was asked under another version comes no more: what waits for it goes without. */
  private static Step<Session, Message> takenOver(Talk talk) {
    String lost = "the question was lost when another version took over";
    return switch (talk.session().waiting()) {
      case REVOCATION -> Contracts.unchecked(talk, lost);
      case INSTALLATION, UPDATE -> Installations.none(talk, lost);
      default -> changed(talk);
    };
  }

  private static Step<Session, Message> heard(Talk talk, Request request) {
    Session s = talk.session();
    Kind kind = request.ask().kind();
    if (s.phase() == Phase.DOOMED) {
      return talk.fail(kind, Verdict.FAILED, s.tripped().code(), s.tripped().sentence());
    }
    if (talk.view().fault().isPresent() && s.phase() != Phase.STOPPED) {
      return talk.fail(kind, talk.view().fault().get());
    }
    if (request.ask() instanceof Ask.Stray stray) {
      return talk.end(false, Codes.MESSAGE, stray.name() + " is no request");
    }
    if (kind != Kind.SESSION_SETUP && !known(talk, request)) {
      String why = "session id " + request.session() + " is not this session's";
      return talk.fail(kind, Verdict.FAILED_UNKNOWN_SESSION, why);
    }
    if (!s.phase().accepts(kind) || s.waiting() != Waiting.NOTHING || foreign(talk, kind)) {
      return outOfOrder(talk, kind);
    }
    if (request.clamped() && !talk.scene().quirks().wideNumbers()) {
      String why = "a number in " + kind.label() + "Req is beyond its type";
      return talk.fail(kind, Verdict.FAILED, Codes.MESSAGE, why);
    }
    Step<Session, Message> step = Requests.answer(talk, request);
    return request.clamped() && step.remark().sentence().isEmpty()
        ? step.note("", "a number beyond its type is taken for the type's end")
        : step;
  }

  static Step<Session, Message> outOfOrder(Talk talk, Kind kind) {
    String why =
        kind.label()
            + "Req is out of order in phase "
            + talk.session().phase()
            + (talk.session().waiting() == Waiting.NOTHING
                ? ""
                : ", the last request is not answered yet");
    return talk.fail(kind, Verdict.FAILED_SEQUENCE_ERROR, why);
  }

  private static boolean known(Talk talk, Request request) {
    if (talk.session().id().isEmpty()) {
      // before there is a session, being out of order is the greater trouble
      return true;
    }
    return request.session().toHex().equals(talk.session().id())
        || (request.session().isEmpty() && talk.scene().quirks().emptySessionId());
  }

  /** A message of the other kind of current. */
  private static boolean foreign(Talk talk, Kind kind) {
    return switch (kind) {
      case CHARGING_STATUS -> talk.direct();
      case CABLE_CHECK, PRE_CHARGE, CURRENT_DEMAND, WELDING_DETECTION -> !talk.direct();
      default -> false;
    };
  }

  private static Step<Session, Message> changed(Talk talk) {
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
      return changed(new Talk(seen, talk.scene(), talk.rules(), talk.trust(), talk.standard()));
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
      return Step.<Session, Message>of(halted)
          .act(new EvseAction.Deenergise(true, "", why))
          .note("", why);
    }
    return Step.of(s);
  }

  /** A fault: power off at once, the vehicle hears of it in the reply that is due, or the next. */
  private static Step<Session, Message> tripped(Talk talk, Fault fault) {
    Session s = talk.session();
    if (s.waiting() != Waiting.NOTHING) {
      return talk.fail(Delivery.awaited(s.waiting()), fault);
    }
    Session doomed =
        s.but().phase(Phase.DOOMED).tripped(new Trip(fault.code(), fault.sentence())).made();
    return Step.<Session, Message>of(doomed)
        .act(new EvseAction.Deenergise(fault.emergency(), fault.code(), fault.sentence()))
        .note(fault.code(), fault.sentence());
  }

  private static Step<Session, Message> late(Talk talk) {
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

  private static Step<Session, Message> closed(Talk talk) {
    Session s = talk.session();
    return s.phase() == Phase.DOOMED
        ? talk.end(true, s.tripped().code(), s.tripped().sentence())
        : talk.end(false, "", "the connection is closed in phase " + s.phase());
  }
}
