package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.security.OcspStatus;
import io.tidegate.charging.iso15118.v20.Rules.Revocation;
import io.tidegate.charging.iso15118.v20.Session.Permit;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.PnCAReqAuthorizationMode;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.util.Optional;

/**
 * Authorization by contract, Plug and Charge (§8.3.4.2, §7.9.2): challenge, signature, chain,
 * revocation, and then somebody's word on the contract.
 */
final class Contracting {
  private Contracting() {}

  static Step<Session, V2GMessage> answer(Talk talk, AuthorizationReq request) {
    PnCAReqAuthorizationMode mode = request.pnCAReqAuthorizationMode();
    byte[] signed = CmExi.encodePnCAReqAuthorizationMode(mode);
    Permit permit = talk.session().permit();
    Bytes digest = Bytes.of(Ids.sha512(signed));
    if (permit.request().equals(digest)) {
      return again(talk, permit);
    }
    if (!mode.genChallenge().equals(Ids.challenge(talk.scene().peer().entropy()))) {
      String why = "the vehicle has not answered the challenge it was given";
      return refuse(talk, ResponseCode.WARNING_CHALLENGE_INVALID, why);
    }
    Chains.Verdict chain =
        Chains.check(mode.contractCertificateChain(), talk.trust(), talk.view().at());
    if (chain.code() != ResponseCode.OK) {
      return refuse(talk, chain.code(), chain.sentence());
    }
    Optional<String> flaw =
        Signatures.flaw(
            request.header().signature(),
            mode.id(),
            signed,
            chain.certificates().get(0).getPublicKey(),
            talk.rules().strict());
    if (flaw.isPresent()) {
      String why = "contract " + Pseudonym.of(chain.emaid()) + ": " + flaw.get();
      return talk.fail(request, ResponseCode.FAILED_SIGNATURE_ERROR, why);
    }
    Bytes key = Bytes.of(chain.certificates().get(0).getPublicKey().getEncoded());
    Permit good =
        new Permit(Permit.State.CHECKING, chain.emaid(), digest, key, Authorisations.since(talk));
    return begin(talk, good, chain);
  }

  private static Step<Session, V2GMessage> begin(Talk talk, Permit good, Chains.Verdict chain) {
    if (talk.rules().revocation() == Revocation.OFF) {
      return Authorisations.ask(
          talk,
          good.to(Permit.State.ASKED_CONTRACT),
          Optional.of(good.emaid()),
          Processing.ONGOING);
    }
    return Authorisations.ongoing(
            talk, talk.next(Phase.AUTHORISATION).permit(good), Processing.ONGOING)
        .ask(
            new Questions.Revocation(
                good.request(), chain.certificates().get(0), chain.certificates().get(1)))
        .note(
            "",
            "contract " + Pseudonym.of(good.emaid()) + " is good as far as can be seen from here");
  }

  private static Step<Session, V2GMessage> again(Talk talk, Permit permit) {
    return switch (permit.state()) {
      case REVOKED ->
          refuse(
              talk,
              ResponseCode.WARNING_CERTIFICATE_REVOKED,
              "the certificate of contract " + Pseudonym.of(permit.emaid()) + " was revoked");
      case UNCHECKED ->
          refuse(
              talk,
              ResponseCode.WARNING_CERTIFICATE_VALIDATION_ERROR,
              "nobody says whether the certificate of contract "
                  + Pseudonym.of(permit.emaid())
                  + " was revoked");
      case CHECKING ->
          Authorisations.ongoing(talk, talk.next(Phase.AUTHORISATION), Processing.ONGOING)
              .asRoutine();
      default -> Authorisations.poll(talk, Processing.ONGOING);
    };
  }

  /** What is known of the revocation; the vehicle hears of it when it asks again. */
  static Step<Session, V2GMessage> checked(Talk talk, Event.Answered<V2GMessage> answered) {
    Permit permit = talk.session().permit();
    Questions.Revocation question = (Questions.Revocation) answered.question();
    if (permit.state() != Permit.State.CHECKING || !permit.request().equals(question.request())) {
      return Step.of(talk.session());
    }
    if (answered.answer() == OcspStatus.Status.REVOKED) {
      return Step.of(talk.session().but().permit(permit.to(Permit.State.REVOKED)).made());
    }
    boolean good = answered.answer() == OcspStatus.Status.GOOD;
    if (!good && talk.rules().revocation() == Revocation.HARD) {
      return Step.of(talk.session().but().permit(permit.to(Permit.State.UNCHECKED)).made());
    }
    Session next =
        talk.session()
            .but()
            .permit(permit.to(Permit.State.ASKED_CONTRACT))
            .before(talk.view().authorisation().name())
            .sinceNanos(talk.now())
            .made();
    return Step.<Session, V2GMessage>of(next)
        .act(new io.tidegate.api.vehicle.EvseAction.Authorise(Optional.of(permit.emaid())));
  }

  private static Step<Session, V2GMessage> refuse(Talk talk, ResponseCode code, String why) {
    return Authorisations.warn(talk, code, Codes.CONTRACT, why);
  }
}
