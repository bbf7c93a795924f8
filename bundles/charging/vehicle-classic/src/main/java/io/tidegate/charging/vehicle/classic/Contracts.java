package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.security.OcspStatus;
import io.tidegate.charging.vehicle.classic.Rules.Revocation;
import io.tidegate.charging.vehicle.classic.Session.Permit;
import io.tidegate.charging.vehicle.classic.Session.Waiting;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.security.cert.X509Certificate;

/** PaymentDetails (ISO 15118-2 §8.4.3.6): the contract's chain, and whether it was revoked. */
final class Contracts {
  private Contracts() {}

  static Step<Session, Message> answer(Talk talk, Ask.PaymentDetails details) {
    Chains.Worth chain = Chains.check(details.chain(), talk.trust(), talk.view().at());
    if (chain.verdict().failed()) {
      return talk.fail(Kind.PAYMENT_DETAILS, chain.verdict(), chain.sentence());
    }
    if (!Chains.same(chain.emaid(), details.emaid())) {
      String why =
          "the contract certificate is that of "
              + Pseudonym.of(chain.emaid())
              + ", the vehicle says "
              + Pseudonym.of(details.emaid());
      return talk.fail(Kind.PAYMENT_DETAILS, Verdict.FAILED_CERT_CHAIN_ERROR, why);
    }
    Permit before = talk.session().permit();
    if (talk.session().deal().resumed() && !Chains.same(before.emaid(), chain.emaid())) {
      String why =
          "the session was paused under another contract than " + Pseudonym.of(chain.emaid());
      return talk.fail(
          Kind.PAYMENT_DETAILS, Verdict.FAILED_CERTIFICATE_NOT_ALLOWED_AT_THIS_EVSE, why);
    }
    X509Certificate contract = chain.certificates().get(0);
    Permit shown =
        new Permit(
            Permit.State.SHOWN,
            chain.emaid(),
            Bytes.of(contract.getPublicKey().getEncoded()),
            chain.verdict() == Verdict.OK_CERTIFICATE_EXPIRES_SOON,
            talk.now());
    if (talk.rules().revocation() == Revocation.OFF) {
      return challenge(talk, shown, "");
    }
    Session waiting =
        talk.waiting(Waiting.REVOCATION, talk.rules().certificate()).permit(shown).made();
    return Step.<Session, Message>of(waiting)
        .ask(new Questions.Revocation(contract, chain.issuer()));
  }

  /** What is known of the revocation. */
  static Step<Session, Message> checked(Talk talk, Event.Answered<Message> answered) {
    if (talk.session().waiting() != Waiting.REVOCATION) {
      return Step.of(talk.session());
    } else if (answered.answer() == OcspStatus.Status.REVOKED) {
      String why = "the certificate of contract " + emaid(talk) + " was revoked";
      return talk.fail(Kind.PAYMENT_DETAILS, Verdict.FAILED_CERTIFICATE_REVOKED, why);
    } else if (answered.answer() == OcspStatus.Status.GOOD) {
      return challenge(talk, talk.session().permit(), "");
    }
    return unchecked(talk, answered.failure());
  }

  /** Nobody knows. */
  static Step<Session, Message> unchecked(Talk talk, String why) {
    String sentence =
        "nobody says whether the certificate of contract "
            + emaid(talk)
            + " was revoked"
            + (why.isEmpty() ? "" : ": " + why);
    return talk.rules().revocation() == Revocation.HARD
        ? talk.fail(Kind.PAYMENT_DETAILS, Verdict.FAILED_CERT_CHAIN_ERROR, sentence)
        : challenge(talk, talk.session().permit(), sentence);
  }

  private static String emaid(Talk talk) {
    return Pseudonym.of(talk.session().permit().emaid());
  }

  private static Step<Session, Message> challenge(Talk talk, Permit shown, String remark) {
    Session next = talk.next(Phase.AUTHORISATION).permit(shown).waiting(Waiting.NOTHING).made();
    return talk.say(
            next,
            shown.expiring() ? Verdict.OK_CERTIFICATE_EXPIRES_SOON : Verdict.OK,
            new Say.PaymentDetails(Ids.challenge(talk.scene().peer().entropy()), talk.view().at()))
        .note("", remark.isEmpty() ? "contract " + Pseudonym.of(shown.emaid()) : remark);
  }
}
