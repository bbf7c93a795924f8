package io.tidegate.charging.iso15118.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.charging.iso15118.v2.Car.Stop;
import io.tidegate.charging.iso15118.v2.World.Scenario;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CertificateChain;
import io.tidegate.codec.exi.iso15118.iso2.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.iso2.CertificateInstallationRes;
import io.tidegate.codec.exi.iso15118.iso2.CertificateUpdateReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.ContractSignatureEncryptedPrivateKey;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.DiffieHellmanPublickey;
import io.tidegate.codec.exi.iso15118.iso2.Emaid;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.SubCertificates;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Plug and Charge: contracts, signatures, certificates and receipts. */
class ContractsTest {
  private static final Papers PAPERS = World.PAPERS;

  private static World at(Stop stop) {
    World world = new World(Scenario.DC_CONTRACT);
    world.car.to(stop);
    return world;
  }

  private static void assertRefused(World world, BodyElement reply, ResponseCode code) {
    assertThat(reply).isNotNull();
    assertThat(Car.code(reply)).isEqualTo(code);
    assertThat(world.rig.closed).isEqualTo("V2G_ERR_042");
    assertThat(world.rig.last(EvseAction.End.class).code()).isEqualTo("V2G_ERR_042");
    assertThat(world.rig.last(EvseAction.End.class).sentence()).isNotBlank();
    assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
  }

  /** Ways of a signature to be wrong. */
  private enum Forgery {
    UNSIGNED,
    OTHER_KEY,
    OTHER_ELEMENT,
    OTHER_REFERENCE,
    OTHER_ALGORITHM,
    DAMAGED_VALUE,
    EMPTY_VALUE
  }

  private static Signature forge(Forgery forgery, String id, byte[] fragment, KeyPair key) {
    byte[] other = fragment.clone();
    other[other.length / 2] ^= 1;
    Signature good = Papers.sign(id, fragment, key);
    return switch (forgery) {
      case UNSIGNED -> null;
      case OTHER_KEY -> Papers.sign(id, fragment, PAPERS.subKey);
      case OTHER_ELEMENT -> Papers.sign(id, other, key);
      case OTHER_REFERENCE -> Papers.sign("id77", fragment, key);
      case OTHER_ALGORITHM ->
          Papers.sign(id, fragment, key, "http://www.w3.org/2000/09/xmldsig#hmac-sha1");
      case DAMAGED_VALUE -> with(good, other.length);
      case EMPTY_VALUE -> with(good, 0);
    };
  }

  private static Signature with(Signature good, int length) {
    byte[] value = length == 0 ? new byte[0] : good.signatureValue().value().toArray();
    if (value.length > 0) {
      value[5] ^= 1;
    }
    return new Signature(
        null,
        good.signedInfo(),
        new io.tidegate.codec.exi.iso15118.xmldsig.SignatureValue(null, Bytes.of(value)),
        null,
        List.of());
  }

  @ParameterizedTest
  @EnumSource(Forgery.class)
  void authorisesNobodyByABadSignature(Forgery forgery) {
    World world = at(Stop.SHOWN);
    AuthorizationReq request = world.car.authorization();
    byte[] fragment = Iso2Exi.encodeAuthorizationReq(request);
    BodyElement reply = world.car.say(request, forge(forgery, request.id(), fragment, PAPERS.key));
    assertRefused(world, reply, ResponseCode.FAILED_SIGNATURE_ERROR);
    assertThat(world.rig.all(EvseAction.Authorise.class)).isEmpty();
  }

  @Test
  void authorisesNobodyByAnotherChallenge() {
    World world = at(Stop.SHOWN);
    world.car.challenge = Bytes.of(new byte[16]);
    AuthorizationReq request = world.car.authorization();
    BodyElement reply = world.car.say(request, world.car.sign(request));
    assertRefused(world, reply, ResponseCode.FAILED_CHALLENGE_INVALID);
  }

  @Test
  void asksForTheContractAndRefusesWhatIsRejected() {
    World world = new World(Scenario.DC_CONTRACT);
    world.rig.answer = Authorisation.REJECTED;
    world.car.to(Stop.SHOWN);
    AuthorizationReq request = world.car.authorization();
    world.car.ok(request, world.car.sign(request));
    assertThat(world.rig.last(EvseAction.Authorise.class).contract()).contains("DE-TDG-C00000012");
    assertRefused(
        world,
        world.car.say(request, world.car.sign(request)),
        ResponseCode.FAILED_CERTIFICATE_NOT_ALLOWED_AT_THIS_EVSE);
  }

  private static PaymentDetailsReq details(String emaid, X509Certificate... chain) {
    List<Bytes> above = java.util.Arrays.stream(chain).skip(1).map(Papers::der).toList();
    return new PaymentDetailsReq(
        emaid,
        new CertificateChain(
            null, Papers.der(chain[0]), above.isEmpty() ? null : new SubCertificates(above)));
  }

  @Test
  void refusesContractsThatAreNotGood() {
    Papers strange = new Papers();
    record Case(PaymentDetailsReq request, ResponseCode code) {}
    List<Case> cases =
        List.of(
            new Case(
                details(Papers.EMAID, PAPERS.contract(-1), PAPERS.sub),
                ResponseCode.FAILED_CERTIFICATE_EXPIRED),
            new Case(
                details(Papers.EMAID, strange.contract, strange.sub),
                ResponseCode.FAILED_CERT_CHAIN_ERROR),
            new Case(details(Papers.EMAID, PAPERS.contract), ResponseCode.FAILED_CERT_CHAIN_ERROR),
            new Case(
                details("DETDGC00000099", PAPERS.contract, PAPERS.sub),
                ResponseCode.FAILED_CERT_CHAIN_ERROR),
            new Case(
                new PaymentDetailsReq(
                    Papers.EMAID, new CertificateChain(null, Bytes.of((byte) 1, (byte) 2), null)),
                ResponseCode.FAILED_CERT_CHAIN_ERROR));
    for (Case one : cases) {
      World world = at(Stop.SELECTED);
      assertRefused(world, world.car.say(one.request()), one.code());
    }
  }

  @Test
  void takesAChainInAnyOrderWithItsRootAndTellsOfItsEnd() {
    World world = at(Stop.SELECTED);
    BodyElement reply =
        world.car.ok(details(Papers.EMAID, PAPERS.contract(20), PAPERS.root, PAPERS.sub));
    assertThat(Car.code(reply)).isEqualTo(ResponseCode.OK_CERTIFICATE_EXPIRES_SOON);
  }

  @ParameterizedTest
  @CsvSource({
    "REVOKED, soft, FAILED_CERTIFICATE_REVOKED",
    "REVOKED, hard, FAILED_CERTIFICATE_REVOKED",
    "REVOKED, off, OK",
    "UNKNOWN, soft, OK",
    "UNKNOWN, hard, FAILED_CERT_CHAIN_ERROR",
    "GOOD, hard, OK",
    ", soft, OK",
    ", hard, FAILED_CERT_CHAIN_ERROR"
  })
  void asksWhetherAContractWasRevoked(
      OcspStatus.Status status, String rule, ResponseCode expected) {
    World world = new World(Scenario.DC_CONTRACT).with("contract.revocation", rule);
    world.revocation = status;
    world.car.to(Stop.SELECTED);
    BodyElement reply = world.car.say(world.car.details());
    if (status == null) {
      assertThat(reply).as("waits for the responder").isNull();
      world.rig.pass(Duration.ofMillis(4_500));
      reply = world.car.answer().body().bodyElement();
    }
    assertThat(Car.code(reply)).isEqualTo(expected);
  }

  @Test
  void goesWithoutTheAnswerThatAnotherVersionWaitedFor() {
    World world = new World(Scenario.DC_CONTRACT);
    world.revocation = null;
    world.car.to(Stop.SELECTED);
    assertThat(world.car.say(world.car.details())).isNull();
    world.rig.swap();
    assertThat(Car.code(world.car.answer().body().bodyElement())).isEqualTo(ResponseCode.OK);
  }

  @Test
  void offersContractsOverTlsWithRootsOnly() {
    for (boolean tls : new boolean[] {false, true}) {
      for (String roots : new String[] {"", "config/mo.pem"}) {
        World world = new World(Scenario.DC).with("contract.roots", roots);
        world.rig.tls = tls;
        world.car.to(Stop.SET_UP);
        ServiceDiscoveryRes reply =
            (ServiceDiscoveryRes) world.car.ok(new ServiceDiscoveryReq(null, null));
        assertThat(reply.paymentOptionList().paymentOption().contains(PaymentOption.CONTRACT))
            .isEqualTo(tls && !roots.isEmpty());
      }
    }
  }

  @Test
  void passesOverOldSignaturesOnMessagesThatAreNotSigned() {
    World world = at(Stop.PRE_CHARGED);
    Signature old = Papers.sign("id1", new byte[] {1, 2, 3}, PAPERS.subKey);
    world.car.ok(world.car.delivery(ChargeProgress.START), old);
    world.car.ok(world.car.loop(), old);
  }

  private static byte[] issued() {
    CertificateInstallationRes body =
        new CertificateInstallationRes(
            ResponseCode.OK,
            new CertificateChain(null, Bytes.of((byte) 1), null),
            new CertificateChain("id1", Bytes.of((byte) 2), null),
            new ContractSignatureEncryptedPrivateKey("id2", Bytes.of((byte) 3)),
            new DiffieHellmanPublickey("id3", Bytes.of((byte) 4)),
            new Emaid("id4", Papers.EMAID));
    return Car.bytes(
        Bytes.of(new byte[8]), Papers.sign("id1", new byte[] {5}, PAPERS.rootKey), body);
  }

  private static BodyElement install(World world) {
    CertificateInstallationReq request = Car.installation(PAPERS);
    return world.car.say(
        request,
        Papers.sign(request.id(), Iso2Exi.encodeCertificateInstallationReq(request), PAPERS.key));
  }

  @Test
  void relaysAContractCertificateWithItsIssuersSignature() {
    World world = new World(Scenario.DC_CONTRACT);
    world.rig.certificates = true;
    world.issued = CompletableFuture.completedFuture(issued());
    world.car.to(Stop.SET_UP);
    ServiceDiscoveryRes discovery =
        (ServiceDiscoveryRes) world.car.ok(new ServiceDiscoveryReq(null, null));
    assertThat(discovery.serviceList().service().get(0).serviceID()).isEqualTo(2);
    ServiceDetailRes detail = (ServiceDetailRes) world.car.ok(new ServiceDetailReq(2));
    assertThat(detail.serviceParameterList().parameterSet()).hasSize(2);
    world.car.from(Stop.SELECTED, Stop.SELECTED);
    CertificateInstallationRes reply = (CertificateInstallationRes) install(world);
    assertThat(reply.dHpublickey().value()).isEqualTo(Bytes.of((byte) 4));
    assertThat(world.car.answer().header().signature()).isNotNull();
    assertThat(world.car.answer().header().sessionID()).isEqualTo(world.car.session);
    assertThat(world.asked).isEqualTo(world.car.said.get(world.car.said.size() - 1));
    world.car.from(Stop.SHOWN, Stop.LOOPING);
  }

  @Test
  void saysSoWhenThereIsNoContractCertificate() {
    World nobody = at(Stop.SELECTED);
    assertRefused(nobody, install(nobody), ResponseCode.FAILED_NO_CERTIFICATE_AVAILABLE);

    World failing = new World(Scenario.DC_CONTRACT);
    failing.rig.certificates = true;
    failing.issued = CompletableFuture.failedFuture(new IOException("the back end is away"));
    failing.car.to(Stop.SELECTED);
    assertRefused(failing, install(failing), ResponseCode.FAILED_NO_CERTIFICATE_AVAILABLE);

    World nonsense = new World(Scenario.DC_CONTRACT);
    nonsense.rig.certificates = true;
    nonsense.issued = CompletableFuture.completedFuture(new byte[] {1});
    nonsense.car.to(Stop.SELECTED);
    assertRefused(nonsense, install(nonsense), ResponseCode.FAILED_NO_CERTIFICATE_AVAILABLE);

    World silent = new World(Scenario.DC_CONTRACT);
    silent.rig.certificates = true;
    silent.issued = new CompletableFuture<>();
    silent.car.to(Stop.SELECTED);
    assertThat(install(silent)).isNull();
    silent.rig.pass(Duration.ofMillis(4_500));
    assertRefused(
        silent,
        silent.car.answer().body().bodyElement(),
        ResponseCode.FAILED_NO_CERTIFICATE_AVAILABLE);
  }

  @ParameterizedTest
  @EnumSource(Forgery.class)
  void fetchesNothingForABadSignature(Forgery forgery) {
    World world = new World(Scenario.DC_CONTRACT);
    world.rig.certificates = true;
    world.car.to(Stop.SELECTED);
    CertificateUpdateReq request = world.car.update();
    byte[] fragment = Iso2Exi.encodeCertificateUpdateReq(request);
    BodyElement reply = world.car.say(request, forge(forgery, request.id(), fragment, PAPERS.key));
    assertRefused(world, reply, ResponseCode.FAILED_SIGNATURE_ERROR);
    assertThat(world.asked).isNull();
  }

  private static boolean receiptRequired(World world) {
    BodyElement reply = world.car.ok(world.car.loop());
    return reply instanceof CurrentDemandRes dc
        ? dc.receiptRequired()
        : ((ChargingStatusRes) reply).receiptRequired();
  }

  private static Signature sign(MeteringReceiptReq receipt, KeyPair key) {
    return Papers.sign(receipt.id(), Iso2Exi.encodeMeteringReceiptReq(receipt), key);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      names = {"AC_CONTRACT", "DC_CONTRACT"})
  void takesReceiptsFromVehiclesWithAContract(Scenario scenario) {
    World world = new World(scenario).with("receipt.interval.s", 60);
    world.car.to(Stop.STARTED);
    assertThat(receiptRequired(world)).isTrue();
    MeteringReceiptReq receipt = world.car.receipt(1_000);
    world.car.ok(receipt, sign(receipt, PAPERS.key));
    assertThat(world.rig.last(EvseAction.Confirmed.class).importWh()).isEqualTo(1_000);
    assertThat(receiptRequired(world)).isFalse();
  }

  @Test
  void endsAtAReceiptThatIsNotTheVehicles() {
    World forged = new World(Scenario.AC_CONTRACT).with("receipt.interval.s", 60);
    forged.car.to(Stop.LOOPING);
    MeteringReceiptReq receipt = forged.car.receipt(1_000);
    BodyElement reply = forged.car.say(receipt, sign(receipt, PAPERS.subKey));
    assertThat(Car.code(reply)).isEqualTo(ResponseCode.FAILED_METERING_SIGNATURE_NOT_VALID);
    assertThat(forged.rig.closed).isEqualTo("ERR_ISO_METERING");
    assertThat(forged.rig.contactor).isEqualTo(ContactorState.OPEN);

    World wrong = new World(Scenario.AC_CONTRACT).with("receipt.interval.s", 60);
    wrong.car.to(Stop.LOOPING);
    MeteringReceiptReq less = wrong.car.receipt(900);
    assertThat(Car.code(wrong.car.say(less, sign(less, PAPERS.key))))
        .isEqualTo(ResponseCode.FAILED_METERING_SIGNATURE_NOT_VALID);
  }
}
