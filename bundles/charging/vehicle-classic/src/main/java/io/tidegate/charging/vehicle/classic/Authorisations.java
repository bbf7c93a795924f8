package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.charging.vehicle.classic.Say.Processing;
import io.tidegate.charging.vehicle.classic.Session.Permit;
import io.tidegate.charging.vehicle.dialect.Step;
import java.util.Optional;

/** Authorization (ISO 15118-2 §8.4.3.7): by external means, or by a contract that was shown. */
final class Authorisations {
  private Authorisations() {}

  static Step<Session, Message> answer(Talk talk, Ask.Authorization request) {
    Permit permit = talk.session().permit();
    if (permit.sinceNanos() != 0
        && talk.now() - permit.sinceNanos() > talk.rules().authorisation().toNanos()) {
      String why = "nobody has authorised the session within " + talk.rules().authorisation();
      return talk.fail(Kind.AUTHORIZATION, Verdict.FAILED, Codes.UNAUTHORISED, why);
    }
    return switch (permit.state()) {
      case GRANTED -> granted(talk);
      case ASKED -> poll(talk);
      case SHOWN -> contract(talk, request);
      case NONE ->
          talk.view().authorisation() == Authorisation.ACCEPTED
              // with a card, or from the back end, before the vehicle has asked
              ? granted(talk)
              : ask(talk, Optional.empty());
    };
  }

  private static Step<Session, Message> contract(Talk talk, Ask.Authorization request) {
    Permit permit = talk.session().permit();
    if (!request.challenge().equals(Ids.challenge(talk.scene().peer().entropy()))) {
      String why = "the vehicle has not answered the challenge that it was given";
      return talk.fail(Kind.AUTHORIZATION, Verdict.FAILED_CHALLENGE_INVALID, why);
    }
    Optional<String> flaw = Seals.flaw(request.seal(), permit.key());
    if (flaw.isPresent()) {
      String why = "contract " + permit.emaid() + ": " + flaw.get();
      return talk.fail(Kind.AUTHORIZATION, Verdict.FAILED_SIGNATURE_ERROR, why);
    }
    return ask(talk, Optional.of(permit.emaid()));
  }

  /** Asks the EVSE for somebody's word. */
  private static Step<Session, Message> ask(Talk talk, Optional<String> emaid) {
    Permit asked = talk.session().permit().to(Permit.State.ASKED).since(talk.now());
    Session next =
        talk.next(Phase.AUTHORISATION)
            .permit(asked)
            .before(talk.view().authorisation().name())
            .sinceNanos(talk.now())
            .made();
    return ongoing(talk, next).act(new EvseAction.Authorise(emaid));
  }

  private static Step<Session, Message> ongoing(Talk talk, Session next) {
    boolean contract = next.deal().contract();
    return talk.say(
        next, new Say.Authorization(contract ? Processing.ONGOING : Processing.ONGOING_CUSTOMER));
  }

  /** What has become of the question. */
  private static Step<Session, Message> poll(Talk talk) {
    Authorisation answer = talk.view().authorisation();
    if (answer == Authorisation.ACCEPTED && talk.fresh(answer)) {
      return granted(talk);
    } else if (answer == Authorisation.REJECTED && talk.fresh(answer)) {
      return rejected(talk);
    }
    return ongoing(talk, talk.next(Phase.AUTHORISATION).made()).asRoutine();
  }

  private static Step<Session, Message> rejected(Talk talk) {
    String emaid = talk.session().permit().emaid();
    return talk.session().deal().contract()
        ? talk.fail(
            Kind.AUTHORIZATION,
            Verdict.FAILED_CERTIFICATE_NOT_ALLOWED_AT_THIS_EVSE,
            "contract " + emaid + " is not accepted")
        : talk.fail(
            Kind.AUTHORIZATION, Verdict.FAILED, Codes.UNAUTHORISED, "nobody agrees to the session");
  }

  private static Step<Session, Message> granted(Talk talk) {
    Permit permit = talk.session().permit().to(Permit.State.GRANTED);
    return talk.say(
        talk.next(Phase.PARAMETERS).permit(permit).made(),
        new Say.Authorization(Processing.FINISHED));
  }
}
