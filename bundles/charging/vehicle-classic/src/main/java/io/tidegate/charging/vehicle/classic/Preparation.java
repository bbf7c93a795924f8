package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.charging.vehicle.classic.Say.Processing;
import io.tidegate.charging.vehicle.dialect.Step;

/** CableCheck and PreCharge: what DC needs before power (ISO 15118-2 §8.4.5, IEC 61851-23). */
final class Preparation {
  /** A pre-charge takes no more (IEC 61851-23 CC.5.1). */
  private static final double PRE_CHARGE_A = 2;

  /** For the lock, or for the vehicle. */
  private static final String WAITS = "lock and vehicle";

  /** The test has been asked for; what the insulation was then. */
  private static final String TESTED = "insulation ";

  private Preparation() {}

  static Step<Session, Message> cableCheck(Talk talk) {
    Session s = talk.session();
    boolean tests = s.before().startsWith(TESTED);
    boolean first = !tests && !s.before().equals(WAITS);
    if (!first && talk.now() - s.sinceNanos() > talk.rules().cableCheck().toNanos()) {
      String why = "the insulation test has not ended within " + talk.rules().cableCheck();
      return talk.fail(Kind.CABLE_CHECK, Verdict.FAILED, Codes.TIMEOUT, why);
    }
    if (tests) {
      return tested(talk);
    }
    Draft next = talk.next(Phase.CABLE_CHECKING).before(WAITS);
    if (first) {
      next.sinceNanos(talk.now());
    }
    if (!talk.view().locked() || !talk.view().pilot().ready()) {
      // the plug is locked and the vehicle in state C before anything is under voltage
      return ongoing(talk, next.made());
    }
    next.before(TESTED + talk.view().insulation().name()).sinceNanos(talk.now());
    return ongoing(talk, next.made()).act(test(talk));
  }

  private static EvseAction test(Talk talk) {
    return new EvseAction.CableCheck(
        Math.min(talk.rating().maxV(), talk.session().limits().evMaxV()));
  }

  private static Step<Session, Message> tested(Talk talk) {
    Insulation insulation = talk.view().insulation();
    boolean fresh =
        !talk.session().before().equals(TESTED + insulation.name())
            || talk.session().before().equals(TESTED + Insulation.TESTING);
    return switch (insulation) {
      case VALID, WARNING -> {
        if (!fresh && !waited(talk)) {
          yield ongoing(talk, talk.next(Phase.CABLE_CHECKING).made());
        }
        Session next = talk.next(Phase.PRE_CHARGING).before("").made();
        Status status = Statuses.of(at(talk, next));
        yield talk.say(next, new Say.CableCheck(status, Processing.FINISHED))
            .note("", insulation == Insulation.WARNING ? "the insulation is poor" : "");
      }
      case FAULT ->
          fresh || waited(talk)
              ? talk.fail(
                  Kind.CABLE_CHECK, Verdict.FAILED, Codes.INSULATION, "the insulation is bad")
              : ongoing(talk, talk.next(Phase.CABLE_CHECKING).made());
      // the EVSE may not have been able to begin
      case UNKNOWN ->
          ongoing(talk, talk.next(Phase.CABLE_CHECKING).made()).act(test(talk)).asRoutine();
      case TESTING -> ongoing(talk, talk.next(Phase.CABLE_CHECKING).made()).asRoutine();
    };
  }

  /** A state that stays what it was is the new one after a second. */
  private static boolean waited(Talk talk) {
    return talk.now() - talk.session().sinceNanos() > 1_000_000_000L;
  }

  private static Talk at(Talk talk, Session next) {
    return new Talk(next, talk.scene(), talk.rules(), talk.trust(), talk.standard());
  }

  private static Step<Session, Message> ongoing(Talk talk, Session next) {
    return talk.say(next, new Say.CableCheck(talk.status(), Processing.ONGOING));
  }

  static Step<Session, Message> answer(Talk talk, Ask.PreCharge ask) {
    Session s = talk.session();
    EvseRating rating = talk.rating();
    double highest = Math.min(rating.maxV(), s.limits().evMaxV());
    if (!(ask.volts() > 0) || ask.volts() > highest) {
      String why = "a pre-charge to " + ask.volts() + " V is beyond " + highest + " V";
      return talk.fail(Kind.PRE_CHARGE, Verdict.FAILED, why);
    }
    if (s.deal().preCharged() && talk.now() - s.sinceNanos() > talk.rules().preCharge().toNanos()) {
      String why = "the pre-charge has not ended within " + talk.rules().preCharge();
      return talk.fail(Kind.PRE_CHARGE, Verdict.FAILED, Codes.TIMEOUT, why);
    }
    Draft next = talk.next(Phase.PRE_CHARGING);
    next.deal(s.deal().preChargedTo(ask.volts()));
    if (!s.deal().preCharged()) {
      next.sinceNanos(talk.now());
    }
    double amps = ask.amps() > 0 ? Math.min(PRE_CHARGE_A, ask.amps()) : PRE_CHARGE_A;
    return talk.say(
            next.made(), new Say.PreCharge(talk.status(), Math.max(0, talk.view().voltageV())))
        .act(new EvseAction.PreCharge(ask.volts(), amps));
  }
}
