package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.charging.vehicle.classic.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Step;
import java.time.Duration;

/**
 * PowerDelivery (ISO 15118-2 §8.4.3.9). The response waits for the output's voltage and the
 * contactor's feedback, at most as long as V2G_SECC_Msg_Performance_Time allows, 4.5 s.
 */
final class Delivery {
  /** Highest difference of voltages over a contactor that closes. */
  private static final double MATCH_V = 20;

  /** How often the output's voltage is looked at. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private Delivery() {}

  /** The request whose reply waits. */
  static Kind awaited(Waiting waiting) {
    return switch (waiting) {
      case REVOCATION -> Kind.PAYMENT_DETAILS;
      case INSTALLATION -> Kind.CERTIFICATE_INSTALLATION;
      case UPDATE -> Kind.CERTIFICATE_UPDATE;
      default -> Kind.POWER_DELIVERY;
    };
  }

  static Step<Session, Message> answer(Talk talk, Ask.PowerDelivery ask) {
    Phase phase = talk.session().phase();
    return switch (ask.progress()) {
      case STOP -> stop(talk);
      case RENEGOTIATE ->
          phase == Phase.LOOP && talk.standard().renegotiates()
              ? renegotiate(talk)
              : Secc.outOfOrder(talk, Kind.POWER_DELIVERY);
      case START ->
          phase == Phase.READY
                  || phase == Phase.REDELIVERY
                  || (phase == Phase.PRE_CHARGING && talk.session().deal().preCharged())
              ? start(talk, ask)
              : Secc.outOfOrder(talk, Kind.POWER_DELIVERY);
    };
  }

  private static Step<Session, Message> start(Talk talk, Ask.PowerDelivery ask) {
    int tuple = talk.session().deal().tuple();
    if (ask.tuple() != tuple && ask.tuple() != 0) {
      String why = "the vehicle has chosen schedule " + ask.tuple() + " where there is " + tuple;
      return talk.fail(Kind.POWER_DELIVERY, Verdict.FAILED_TARIFF_SELECTION_INVALID, why);
    }
    String flaw = Profiles.flaw(ask.profile(), talk.session().deal().schedule());
    if (!flaw.isEmpty() && talk.rules().strict()) {
      return talk.fail(Kind.POWER_DELIVERY, Verdict.FAILED_CHARGING_PROFILE_INVALID, flaw);
    }
    Talk settled = with(talk, talk.session().but().deal(talk.session().deal().settled()).made());
    Step<Session, Message> step = settled(settled);
    step = ask.profile().isEmpty() ? step : step.act(Profiles.of(ask.profile()));
    return flaw.isEmpty() ? step : step.note("", flaw);
  }

  private static Step<Session, Message> settled(Talk talk) {
    if (talk.session().phase() == Phase.REDELIVERY) {
      return started(talk);
    }
    return talk.session().phase() == Phase.PRE_CHARGING && away(talk)
        ? Step.of(talk.waiting(Waiting.VOLTAGE, LOOK).made())
        : close(with(talk, talk.session().but().sinceNanos(talk.now()).made()));
  }

  /** Closing now would let a current rush from one side to the other (IEC 61851-23 CC.3.2). */
  private static boolean away(Talk talk) {
    return !(Math.abs(talk.view().voltageV() - talk.session().deal().preChargeV()) <= MATCH_V);
  }

  private static Talk with(Talk talk, Session session) {
    return new Talk(session, talk.scene(), talk.rules(), talk.trust(), talk.standard());
  }

  /** The output is, or may come to be, at the battery's voltage: then the contactor closes. */
  private static Step<Session, Message> charged(Talk talk) {
    Session s = talk.session();
    if (talk.view().notice().kind() == Notice.Kind.TERMINATE) {
      return unapplied(talk, "", "the session is to end before power was on");
    }
    if (!away(talk)) {
      return close(talk);
    }
    Duration left = talk.rules().voltage().minus(Duration.ofNanos(talk.now() - s.sinceNanos()));
    if (left.isNegative() || left.isZero()) {
      String why =
          "the output is at " + talk.view().voltageV() + " V, not at " + s.deal().preChargeV();
      return unapplied(talk, Codes.CONTACTOR, why);
    }
    Duration next = left.compareTo(LOOK) < 0 ? left : LOOK;
    return Step.of(s.but().dueNanos(talk.now() + next.toNanos()).made());
  }

  private static Step<Session, Message> unapplied(Talk talk, String code, String why) {
    Verdict verdict = Verdict.FAILED_POWER_DELIVERY_NOT_APPLIED;
    return talk.fail(Kind.POWER_DELIVERY, verdict, code, why);
  }

  /** Patience counts from the request, so what was waited for the voltage is part of it. */
  private static Step<Session, Message> close(Talk talk) {
    Duration waited = Duration.ofNanos(talk.now() - talk.session().sinceNanos());
    Session waiting =
        talk.waiting(Waiting.CLOSED, talk.rules().contactor().minus(waited))
            .before(talk.view().contactor().name())
            .made();
    return energise(with(talk, waiting));
  }

  /** Asks for the contactor as soon as the vehicle is ready. */
  private static Step<Session, Message> energise(Talk talk) {
    Step<Session, Message> step = Step.of(talk.session());
    if (!talk.view().pilot().ready() || (talk.direct() && !talk.view().locked())) {
      return step;
    }
    Duration left = Duration.ofNanos(Math.max(0, talk.session().dueNanos() - talk.now()));
    step = step.act(new EvseAction.Energise(left.plus(talk.rules().begin())));
    return talk.contactor(ContactorState.CLOSED) ? after(step, started(talk)) : step;
  }

  private static Step<Session, Message> after(
      Step<Session, Message> first, Step<Session, Message> then) {
    return Step.<Session, Message>of(then.state())
        .act(first.actions())
        .act(then.actions())
        .say(Secc.PAYLOAD, then.reply().orElseThrow().message());
  }

  private static Step<Session, Message> started(Talk talk) {
    // by its maker's word; the EVSE offers it discharge by the operator's word only (S1.11)
    boolean discharging = Allowance.dischargeLimit(talk) > 0;
    Draft draft = talk.next(Phase.LOOP).waiting(Waiting.NOTHING).discharging(discharging);
    if (talk.direct()) {
      Duration begin = talk.rules().begin().plus(talk.scene().quirks().loopGrace());
      draft.dueNanos(talk.now() + begin.toNanos());
    }
    Session next = draft.made();
    return talk.say(next, new Say.PowerDelivery(with(talk, next).status(), talk.direct()))
        .act(talk.lease(next));
  }

  private static Step<Session, Message> renegotiate(Talk talk) {
    Session next = talk.next(Phase.RENEGOTIATION).made();
    Step<Session, Message> step =
        talk.say(next, new Say.PowerDelivery(talk.status(), talk.direct())).act(talk.lease(next));
    // no CurrentDemand comes until it is over, so no current flows
    return talk.direct() ? step.act(new EvseAction.Window(talk.rating().maxV(), 0, 0)) : step;
  }

  private static Step<Session, Message> stop(Talk talk) {
    EvseAction.Deenergise off = new EvseAction.Deenergise(false, "", "the vehicle stops");
    if (talk.contactor(ContactorState.OPEN)) {
      return stopped(talk).act(off);
    }
    Session waiting =
        talk.waiting(Waiting.OPEN, talk.rules().contactor())
            .before(talk.view().contactor().name())
            .discharging(false)
            .made();
    return Step.<Session, Message>of(waiting).act(off);
  }

  private static Step<Session, Message> stopped(Talk talk) {
    Session next = talk.next(Phase.STOPPED).waiting(Waiting.NOTHING).discharging(false).made();
    return talk.say(next, new Say.PowerDelivery(with(talk, next).status(), talk.direct()));
  }

  /** The view has changed while a reply waits. */
  static Step<Session, Message> moved(Talk talk) {
    ContactorState contactor = talk.view().contactor();
    boolean broken =
        (contactor == ContactorState.FAILED || contactor == ContactorState.WELDED)
            && talk.fresh(contactor);
    return switch (talk.session().waiting()) {
      case VOLTAGE -> charged(talk);
      case CLOSED ->
          broken
              ? contactor(talk, "the contactor does not close")
              : contactor == ContactorState.CLOSED ? started(talk) : energise(talk);
      case OPEN ->
          contactor == ContactorState.WELDED && broken
              ? contactor(talk, "the contactor does not open")
              : contactor == ContactorState.OPEN ? stopped(talk) : Step.of(talk.session());
      default -> Step.of(talk.session());
    };
  }

  private static Step<Session, Message> contactor(Talk talk, String why) {
    return talk.fail(Kind.POWER_DELIVERY, Verdict.FAILED_CONTACTOR_ERROR, why);
  }

  /** Patience with what a reply waits for has ended. */
  static Step<Session, Message> late(Talk talk) {
    String within = " within " + talk.rules().contactor();
    return switch (talk.session().waiting()) {
      case REVOCATION -> Contracts.unchecked(talk, "no answer in time");
      case INSTALLATION, UPDATE ->
          Installations.none(talk, "nobody has answered within " + talk.rules().certificate());
      case VOLTAGE -> charged(talk);
      case OPEN -> contactor(talk, "the contactor has not opened" + within);
      default ->
          talk.view().pilot().ready()
              ? contactor(talk, "the contactor has not closed" + within)
              : talk.fail(
                  Kind.POWER_DELIVERY,
                  Verdict.FAILED_POWER_DELIVERY_NOT_APPLIED,
                  "the vehicle has not come to state C" + within);
    };
  }
}
