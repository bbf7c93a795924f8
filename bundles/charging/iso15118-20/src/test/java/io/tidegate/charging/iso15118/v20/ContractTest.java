package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupRes;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.PnCAReqAuthorizationMode;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Authorisation by card and by contract (V2G_ERR_042). */
class ContractTest {
  private final Ev ev = Ev.dynamic(Catalogue.AC_BPT);
  private final Bench bench = ev.bench;

  private Contract contract(Contract.Kind kind) {
    return trusted(new Contract(kind, Duration.ofDays(-30), Duration.ofDays(365)));
  }

  private Contract trusted(Contract contract) {
    ev.contract = contract;
    contract.trustedBy(bench);
    ev.upTo(Phase.AUTHORISATION);
    return contract;
  }

  /** The first answer that is not Ongoing. */
  private AuthorizationRes outcome(AuthorizationReq request) {
    for (int i = 0; i < 20; i++) {
      AuthorizationRes reply = (AuthorizationRes) ev.say(request);
      if (reply.evseProcessing() == Processing.FINISHED) {
        return reply;
      }
      bench.advance(Duration.ofMillis(200));
    }
    throw new AssertionError("still ongoing");
  }

  private void assertWarned(AuthorizationReq request, ResponseCode code) {
    assertThat(outcome(request).responseCode()).isEqualTo(code);
    assertThat(bench.phase()).as("the vehicle may try another way").isEqualTo(Phase.AUTHORISATION);
    assertThat(bench.closes).isEmpty();
  }

  @Test
  void offersContractsWithAChallengeWhereThereAreRoots() {
    bench.configure("contract.providers", "TDG, DEABC");
    Contract.good().trustedBy(bench);
    ev.upTo(Phase.AUTHORISATION_SETUP);
    AuthorizationSetupRes reply =
        (AuthorizationSetupRes) ev.ok(new AuthorizationSetupReq(ev.header()));
    assertThat(reply.authorizationServices()).hasSize(2);
    assertThat(reply.pnCASResAuthorizationMode().genChallenge().length()).isEqualTo(16);
    assertThat(reply.pnCASResAuthorizationMode().supportedProviders().providerID())
        .containsExactly("TDG", "DEABC");
  }

  @Test
  void offersCardsAloneWithoutRoots() {
    ev.upTo(Phase.AUTHORISATION_SETUP);
    AuthorizationSetupRes reply =
        (AuthorizationSetupRes) ev.ok(new AuthorizationSetupReq(ev.header()));
    assertThat(reply.authorizationServices()).hasSize(1);
    assertThat(reply.pnCASResAuthorizationMode()).isNull();
    assertThat(reply.certificateInstallationService()).isFalse();
  }

  @Test
  void takesTheAlgorithmsOfTheStandardInTheStrictProfile() {
    for (Contract.Kind kind : List.of(Contract.Kind.P521, Contract.Kind.ED448)) {
      // a strict SECC offers contracts over TLS only: the signature alone is looked at here
      Contract contract = new Contract(kind, Duration.ofDays(-1), Duration.ofDays(1));
      PnCAReqAuthorizationMode mode = contract.mode(Ids.challenge(bench.entropy));
      byte[] fragment = CmExi.encodePnCAReqAuthorizationMode(mode);
      assertThat(
              Signatures.flaw(
                  contract.sign("id1", fragment), "id1", fragment, contract.keys.getPublic(), true))
          .isEmpty();
    }
  }

  @Test
  void takesWhatTheFieldSignsWithInTheFieldProfileOnly() {
    Contract contract = contract(Contract.Kind.P256);
    assertThat(outcome(contract.request(ev)).responseCode()).isEqualTo(ResponseCode.OK);
    byte[] fragment =
        CmExi.encodePnCAReqAuthorizationMode(contract.mode(Ids.challenge(bench.entropy)));
    Optional<String> flaw =
        Signatures.flaw(
            contract.sign("id1", fragment), "id1", fragment, contract.keys.getPublic(), true);
    assertThat(flaw.orElse("")).contains("strict").contains("secp521r1");
  }

  @Test
  void takesEd448() {
    Contract contract = contract(Contract.Kind.ED448);
    assertThat(outcome(contract.request(ev)).responseCode()).isEqualTo(ResponseCode.OK);
    assertThat(bench.last(EvseAction.Authorise.class).contract()).contains("DETDGC12345678X");
  }

  @Test
  void takesSignedInfoInTheMessageSetsGrammarToo() {
    Contract contract = contract(Contract.Kind.P521);
    contract.messageSetGrammar = true;
    assertThat(outcome(contract.request(ev)).responseCode()).isEqualTo(ResponseCode.OK);
  }

  @Test
  void takesAChainThatIsSentTheOtherWayRound() {
    Contract contract = contract(Contract.Kind.P521);
    contract.reversed = true;
    assertThat(outcome(contract.request(ev)).responseCode()).isEqualTo(ResponseCode.OK);
  }

  @Test
  void endsOverABadSignature() {
    Contract contract = contract(Contract.Kind.P521);
    AuthorizationReq good = contract.request(ev);
    Signature s = good.header().signature();
    byte[] value = s.signatureValue().value().toArray();
    value[5] ^= 1;
    Signature bad =
        new Signature(
            null, s.signedInfo(), new SignatureValue(null, Bytes.of(value)), null, List.of());
    AuthorizationRes reply =
        (AuthorizationRes) ev.say(Contract.request(ev, good.pnCAReqAuthorizationMode(), bad));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_SIGNATURE_ERROR);
    assertThat(bench.closes).containsExactly(Codes.CONTRACT);
    assertThat(bench.last(EvseAction.End.class).code()).isEqualTo("V2G_ERR_042");
  }

  @Test
  void endsOverAMissingSignatureAndOneOfSomethingElse() {
    Contract contract = contract(Contract.Kind.P521);
    PnCAReqAuthorizationMode mode = contract.mode(Ids.challenge(bench.entropy));
    assertThat(((AuthorizationRes) ev.say(Contract.request(ev, mode, null))).responseCode())
        .isEqualTo(ResponseCode.FAILED_SIGNATURE_ERROR);

    bench.evse.actions.clear();
    Ev other = Ev.dynamic(Catalogue.AC);
    contract.trustedBy(other.bench);
    other.upTo(Phase.AUTHORISATION);
    Signature elsewhere =
        contract.sign(
            "id1", CmExi.encodePnCAReqAuthorizationMode(contract.mode(Bytes.of(new byte[16]))));
    assertThat(
            ((AuthorizationRes) other.say(Contract.request(other, mode, elsewhere))).responseCode())
        .isEqualTo(ResponseCode.FAILED_SIGNATURE_ERROR);
  }

  @Test
  void warnsOfAnotherChallenge() {
    Contract contract = contract(Contract.Kind.P521);
    assertWarned(
        contract.request(ev, Bytes.of(new byte[16])), ResponseCode.WARNING_CHALLENGE_INVALID);
  }

  @Test
  void warnsOfAContractThatHasExpiredOrNotBegun() {
    Contract old =
        trusted(new Contract(Contract.Kind.P521, Duration.ofDays(-30), Duration.ofDays(-1)));
    assertWarned(old.request(ev), ResponseCode.WARNING_CERTIFICATE_EXPIRED);
    Contract young =
        trusted(new Contract(Contract.Kind.P521, Duration.ofDays(1), Duration.ofDays(30)));
    assertWarned(young.request(ev), ResponseCode.WARNING_CERTIFICATE_NOT_YET_VALID);
  }

  @Test
  void warnsOfAChainThatLeadsToNoRootOfOurs() {
    Contract contract = contract(Contract.Kind.P521);
    bench.trust = new Trust(List.of(Contract.good().root));
    assertWarned(contract.request(ev), ResponseCode.WARNING_CERTIFICATE_VALIDATION_ERROR);
  }

  @Test
  void warnsOfACertificateThatCannotBeRead() {
    Contract contract = contract(Contract.Kind.P521);
    AuthorizationReq good = contract.request(ev);
    PnCAReqAuthorizationMode mode = good.pnCAReqAuthorizationMode();
    PnCAReqAuthorizationMode rubbish =
        new PnCAReqAuthorizationMode(
            "id1",
            mode.genChallenge(),
            new io.tidegate.codec.exi.iso15118.cm.ContractCertificateChain(
                Bytes.of((byte) 0x30, (byte) 0x84, (byte) 0xff),
                mode.contractCertificateChain().subCertificates()));
    assertWarned(
        Contract.request(ev, rubbish, good.header().signature()),
        ResponseCode.WARNING_CERTIFICATE_VALIDATION_ERROR);
  }

  @Test
  void warnsOfARevokedContract() {
    Contract contract = contract(Contract.Kind.P521);
    bench.oracle = q -> CompletableFuture.completedFuture(OcspStatus.Status.REVOKED);
    assertWarned(contract.request(ev), ResponseCode.WARNING_CERTIFICATE_REVOKED);
    assertThat(bench.all(EvseAction.Authorise.class)).isEmpty();
  }

  @Test
  void takesSilenceOfARespondersForGoodUnlessToldOtherwise() {
    Contract contract = contract(Contract.Kind.P521);
    bench.oracle = q -> CompletableFuture.failedFuture(new IOException("no responder"));
    bench.configure("contract.revocation", "hard");
    assertWarned(contract.request(ev), ResponseCode.WARNING_CERTIFICATE_VALIDATION_ERROR);
    bench.configure("contract.revocation", "soft");
    assertThat(outcome(contract.request(ev)).responseCode()).isEqualTo(ResponseCode.OK);
  }

  @Test
  void asksNobodyWhenRevocationIsOff() {
    bench.configure("contract.revocation", "off");
    Contract contract = contract(Contract.Kind.P521);
    bench.oracle =
        q -> {
          throw new AssertionError("asked");
        };
    assertThat(outcome(contract.request(ev)).responseCode()).isEqualTo(ResponseCode.OK);
  }

  @Test
  void warnsOfAContractThatNobodyAccepts() {
    bench.evse.word = Authorisation.REJECTED;
    Contract contract = contract(Contract.Kind.P521);
    assertWarned(contract.request(ev), ResponseCode.WARNING_GENERAL_PN_C_AUTHORIZATION_ERROR);
    // and lets the driver take a card instead
    bench.evse.word = Authorisation.ACCEPTED;
    assertThat(outcome(ev.external()).responseCode()).isEqualTo(ResponseCode.OK);
  }

  @Test
  void rejectsACardAtOnce() {
    bench.evse.word = Authorisation.REJECTED;
    ev.upTo(Phase.AUTHORISATION);
    long before = bench.evse.nanos();
    assertWarned(ev.external(), ResponseCode.WARNING_EIM_AUTHORIZATION_FAILURE);
    assertThat(bench.evse.nanos() - before).isLessThan(1_000_000_000L);
    // the next card is another question
    bench.evse.word = Authorisation.ACCEPTED;
    assertThat(outcome(ev.external()).responseCode()).isEqualTo(ResponseCode.OK);
  }

  @Test
  void warnsOfAnAuthorisationThatWasNotOffered() {
    ev.upTo(Phase.AUTHORISATION);
    AuthorizationReq contract = Contract.good().request(ev);
    assertWarned(contract, ResponseCode.WARNING_AUTHORIZATION_SELECTION_INVALID);
  }

  @Test
  void doesNotWaitForAWordForEver() {
    bench.configure("authorisation.wait.s", "10");
    bench.evse.word = Authorisation.WAITING;
    ev.upTo(Phase.AUTHORISATION);
    for (int i = 0; i < 10; i++) {
      assertThat(((AuthorizationRes) ev.ok(ev.external())).evseProcessing())
          .isEqualTo(Processing.ONGOING_WAITING_FOR_CUSTOMER_INTERACTION);
      bench.advance(Duration.ofSeconds(1));
    }
    bench.advance(Duration.ofSeconds(1));
    AuthorizationRes reply = (AuthorizationRes) ev.say(ev.external());
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED);
    assertThat(bench.closes).containsExactly(Codes.UNAUTHORISED);
  }

  @Test
  void goesOnAtOnceWhenSomebodyHasAgreedBefore() {
    ev.upTo(Phase.AUTHORISATION);
    bench.evse.authorisation = Authorisation.ACCEPTED;
    assertThat(((AuthorizationRes) ev.ok(ev.external())).evseProcessing())
        .isEqualTo(Processing.FINISHED);
    assertThat(bench.all(EvseAction.Authorise.class)).isEmpty();
  }
}
