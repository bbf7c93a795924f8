package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.charging.iso15118.v20.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.cm.ChannelSelection;
import io.tidegate.codec.exi.iso15118.cm.ChargeProgress;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PowerDelivery (§8.3.4.3.7): power on, off, standing by, a new schedule. The reply to on and off
 * waits for the contactor's feedback.
 */
final class Delivery {
  private static final String MESSAGE = "PowerDeliveryReq";

  /** The unit's own patience with the contactor ends after the machine's. */
  private static final Duration BEYOND = Duration.ofMillis(250);

  /** How often the output's voltage is looked at. */
  private static final long LOOK_NANOS = 50_000_000L;

  /** Highest difference of voltages over a contactor that closes. */
  private static final double MATCH_V = 20;

  private Delivery() {}

  static Step<Session, V2GMessage> answer(Talk talk, PowerDeliveryReq request) {
    return switch (request.chargeProgress()) {
      case START -> start(talk, request);
      case STOP -> off(talk, Waiting.OPEN, "the vehicle stops");
      case STANDBY -> standby(talk);
      case SCHEDULE_RENEGOTIATION -> renegotiate(talk, request);
    };
  }

  private static Step<Session, V2GMessage> start(Talk talk, PowerDeliveryReq request) {
    Session s = talk.session();
    boolean standing = s.phase() == Phase.STANDBY && s.batteryV() > 0;
    boolean unprepared =
        s.terms().direct() && !s.preCharged() && s.phase() != Phase.REDELIVERY && !standing;
    boolean already = s.phase() == Phase.LOOP || s.phase() == Phase.RENEGOTIATION;
    if (s.phase() == Phase.HALTED || s.phase() == Phase.CABLE_CHECK || already || unprepared) {
      String why = "power cannot be asked for in phase " + s.phase();
      return talk.fail(request, ResponseCode.FAILED_SEQUENCE_ERROR, why);
    }
    if (request.evProcessing() != Processing.FINISHED) {
      // the vehicle still thinks about its profile
      return reply(talk, talk.next(s.phase()).made(), ResponseCode.OK).asRoutine();
    }
    if (talk.view().authorisation() == Authorisation.REJECTED) {
      String why = "the session is not authorised any more";
      return talk.fail(
          request, ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED, Codes.UNAUTHORISED, why);
    }
    Profiles.Finding profile = Profiles.check(talk, request.evPowerProfile());
    if (!profile.good()) {
      return talk.fail(request, profile.code(), profile.sentence());
    }
    boolean discharge =
        s.terms().bidirectional()
            && request.bptChannelSelection() != ChannelSelection.CHARGE
            && (profile.tuple() == 0 || Tuples.discharges(profile.tuple()));
    List<EvseAction> chosen =
        profile.slots().isEmpty() ? List.of() : List.of(new EvseAction.Profile(profile.slots()));
    if (s.phase() == Phase.REDELIVERY) {
      return flowing(talk, discharge, chosen);
    }
    Draft waiting = s.but().discharging(discharge).sinceNanos(talk.now());
    if (s.terms().direct() && (!s.preCharged() || away(talk))) {
      Session charged = waiting.waiting(Waiting.VOLTAGE).dueNanos(talk.now() + LOOK_NANOS).made();
      Step<Session, V2GMessage> step = Step.<Session, V2GMessage>of(charged).act(chosen);
      // out of standby some vehicles do not ask for a pre-charge; the contactor needs one
      return s.preCharged() ? step : step.act(preCharge(s));
    }
    return close(talk, waiting.made()).act(chosen);
  }

  /** The reply waits for the contactor, and has waited for the voltage, no longer than this. */
  private static Step<Session, V2GMessage> close(Talk talk, Session begun) {
    long due = begun.sinceNanos() + talk.rules().contactor().toNanos();
    Session waiting = begun.but().waiting(Waiting.CLOSED).dueNanos(due).made();
    Duration patience = Duration.ofNanos(Math.max(0, due - talk.now()));
    return Step.<Session, V2GMessage>of(waiting)
        .act(new EvseAction.Energise(patience.plus(BEYOND)));
  }

  private static EvseAction preCharge(Session s) {
    return new EvseAction.PreCharge(s.batteryV(), Preparation.AMPS);
  }

  /**
   * Closing now would let a current rush from one side to the other (IEC 61851-23 CC.3.2). A
   * voltage that nobody knows is away too.
   */
  private static boolean away(Talk talk) {
    return !(Math.abs(talk.view().voltageV() - talk.session().batteryV()) <= MATCH_V);
  }

  /** DC: once the output is at the battery's voltage the contactor closes. */
  private static Step<Session, V2GMessage> charged(Talk talk) {
    Session s = talk.session();
    if (talk.view().notice().kind() == Notice.Kind.TERMINATE) {
      return unapplied(talk, "", "the session is to end before power was on");
    }
    if (!away(talk)) {
      return close(talk, s);
    }
    long left = s.sinceNanos() + talk.rules().voltage(s.preCharged()).toNanos() - talk.now();
    if (left <= 0) {
      String why = "the output is at " + talk.view().voltageV() + " V, not at " + s.batteryV();
      return unapplied(talk, Codes.CONTACTOR, why);
    }
    return Step.of(s.but().dueNanos(talk.now() + Math.min(left, LOOK_NANOS)).made());
  }

  private static Step<Session, V2GMessage> unapplied(Talk talk, String code, String why) {
    V2GMessage request = waited(talk.session());
    return talk.fail(request, ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED, code, why);
  }

  /** Power is on: the loop begins. */
  private static Step<Session, V2GMessage> flowing(
      Talk talk, boolean discharge, List<EvseAction> before) {
    Session s = talk.session();
    Duration patience = talk.rules().begin().plus(talk.scene().quirks().loopGrace());
    Session next =
        talk.next(Phase.LOOP)
            .dueNanos(talk.now() + patience.toNanos())
            .waiting(Waiting.NOTHING)
            .discharging(discharge)
            .preCharged(false)
            .offered(s.offered().settled())
            .made();
    List<EvseAction> actions = new ArrayList<>(before);
    if (s.terms().direct() && s.phase() != Phase.REDELIVERY) {
      // no current before the first loop says how much the vehicle takes
      double maxV = Math.min(talk.rating().maxV(), s.limits().evMaxV());
      actions.add(new EvseAction.Window(maxV, 0, 0));
    }
    actions.add(talk.lease(next));
    if (s.terms().bidirectional()) {
      actions.add(new EvseAction.Discharge(discharge, MESSAGE));
    }
    return reply(talk, next, ResponseCode.OK).act(actions);
  }

  private static Step<Session, V2GMessage> standby(Talk talk) {
    if (!talk.rules().standby()) {
      Session s = talk.session();
      Session next = talk.next(s.phase()).made();
      Step<Session, V2GMessage> refused =
          reply(talk, next, ResponseCode.WARNING_STANDBY_NOT_ALLOWED);
      return s.phase().energised() ? refused.act(talk.lease(next)) : refused;
    }
    return off(talk, Waiting.STANDBY, "the vehicle stands by");
  }

  /** Current to zero, contactor open, then the reply. */
  private static Step<Session, V2GMessage> off(Talk talk, Waiting waiting, String why) {
    Session s = talk.session();
    List<EvseAction> actions = new ArrayList<>();
    actions.add(new EvseAction.Deenergise(false, "", why));
    if (s.terms().bidirectional()) {
      actions.add(new EvseAction.Discharge(false, MESSAGE));
    }
    Draft off = s.but().discharging(false).preCharged(false);
    if (talk.contactor(ContactorState.OPEN)) {
      Talk after = new Talk(off.made(), talk.scene(), talk.rules(), talk.trust(), 0);
      return open(after, waiting).act(actions);
    }
    // the ramp takes up to 1 s before the contactor moves
    Duration patience = talk.rules().contactor().plusSeconds(1);
    Session next = off.waiting(waiting).dueNanos(talk.now() + patience.toNanos()).made();
    return Step.<Session, V2GMessage>of(next).act(actions);
  }

  private static Step<Session, V2GMessage> open(Talk talk, Waiting waiting) {
    Phase phase = waiting == Waiting.STANDBY ? Phase.STANDBY : Phase.STOPPED;
    return reply(talk, talk.next(phase).waiting(Waiting.NOTHING).made(), ResponseCode.OK);
  }

  private static Step<Session, V2GMessage> renegotiate(Talk talk, PowerDeliveryReq request) {
    Session s = talk.session();
    boolean beside = s.offered().pending();
    if (s.phase() == Phase.REDELIVERY || (s.phase() == Phase.LOOP && beside)) {
      // the schedule is there already: this puts it into force
      Profiles.Finding profile = Profiles.check(talk, request.evPowerProfile());
      if (!profile.good()) {
        return talk.fail(request, profile.code(), profile.sentence());
      }
      boolean discharge =
          s.discharging() && (profile.tuple() == 0 || Tuples.discharges(profile.tuple()));
      return flowing(
          new Talk(
              s.but().phase(Phase.REDELIVERY).made(), talk.scene(), talk.rules(), talk.trust(), 0),
          discharge,
          profile.slots().isEmpty() ? List.of() : List.of(new EvseAction.Profile(profile.slots())));
    }
    if (s.phase() != Phase.LOOP) {
      String why = "a schedule is renegotiated while power flows";
      return talk.fail(request, ResponseCode.FAILED_SCHEDULE_RENEGOTIATION, why);
    }
    Session next = talk.next(Phase.RENEGOTIATION).made();
    return reply(talk, next, ResponseCode.OK).act(talk.lease(next));
  }

  /** The contactor, or something else, is other than it was while a reply waits for it. */
  static Step<Session, V2GMessage> moved(Talk talk) {
    Session s = talk.session();
    if (s.waiting() == Waiting.VOLTAGE) {
      return charged(talk);
    } else if (s.waiting() == Waiting.CLOSED) {
      if (talk.contactor(ContactorState.CLOSED)) {
        return flowing(talk, s.discharging(), List.of());
      }
      if (talk.contactor(ContactorState.FAILED)) {
        return stuck(talk, "the contactor has not closed");
      }
      // the message may be here before the pilot's state C is: asked again, the unit may close now
      return talk.contactor(ContactorState.OPEN) && talk.view().pilot().ready()
          ? Step.<Session, V2GMessage>of(s).act(talk.lease(s))
          : Step.of(s);
    } else if (s.waiting() == Waiting.OPEN || s.waiting() == Waiting.STANDBY) {
      if (talk.contactor(ContactorState.OPEN)) {
        return open(talk, s.waiting());
      }
      return talk.contactor(ContactorState.WELDED)
          ? stuck(talk, "the contactor is welded")
          : Step.of(s);
    }
    return Step.of(s);
  }

  /** A reply has waited for too long. */
  static Step<Session, V2GMessage> late(Talk talk) {
    return switch (talk.session().waiting()) {
      case CERTIFICATE -> Installations.late(talk);
      case VOLTAGE -> charged(talk);
      case CLOSED ->
          talk.view().pilot().ready()
              ? stuck(talk, "the contactor has not closed within " + talk.rules().contactor())
              : talk.fail(
                  waited(talk.session()),
                  ResponseCode.FAILED_POWER_DELIVERY_NOT_APPLIED,
                  "the vehicle asks for power, but is not in state C");
      default -> stuck(talk, "the contactor has not opened within " + talk.rules().contactor());
    };
  }

  private static Step<Session, V2GMessage> stuck(Talk talk, String why) {
    return talk.fail(waited(talk.session()), ResponseCode.FAILED_CONTACTOR_ERROR, why);
  }

  /** A fault while a reply waits. */
  static Step<Session, V2GMessage> fault(Talk talk, Fault fault) {
    return talk.fail(waited(talk.session()), fault);
  }

  /** A request of the kind that waits, for its refusal. */
  private static V2GMessage waited(Session session) {
    return session.waiting() == Waiting.CERTIFICATE
        ? Refusals.INSTALLATION
        : new PowerDeliveryReq(
            Refusals.NO_HEADER, Processing.FINISHED, ChargeProgress.START, null, null);
  }

  private static Step<Session, V2GMessage> reply(Talk talk, Session next, ResponseCode code) {
    return talk.say(next, new PowerDeliveryRes(talk.header(), code, talk.status()));
  }
}
