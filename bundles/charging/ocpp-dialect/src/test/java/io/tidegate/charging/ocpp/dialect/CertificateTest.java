package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.CertificateHash;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.v21.CertificateAction;
import io.tidegate.codec.ocpp.json.v21.CertificateHashData;
import io.tidegate.codec.ocpp.json.v21.CertificateSignedRequest;
import io.tidegate.codec.ocpp.json.v21.CertificateSignedResponse;
import io.tidegate.codec.ocpp.json.v21.CertificateSigningUse;
import io.tidegate.codec.ocpp.json.v21.CertificateState;
import io.tidegate.codec.ocpp.json.v21.CertificateStatus;
import io.tidegate.codec.ocpp.json.v21.CertificateStatusRequestInfo;
import io.tidegate.codec.ocpp.json.v21.CertificateStatusSource;
import io.tidegate.codec.ocpp.json.v21.GenericStatus;
import io.tidegate.codec.ocpp.json.v21.Get15118EVCertificateRequest;
import io.tidegate.codec.ocpp.json.v21.Get15118EVCertificateResponse;
import io.tidegate.codec.ocpp.json.v21.GetCertificateChainStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetCertificateChainStatusResponse;
import io.tidegate.codec.ocpp.json.v21.GetCertificateStatusRequest;
import io.tidegate.codec.ocpp.json.v21.GetCertificateStatusResponse;
import io.tidegate.codec.ocpp.json.v21.HashAlgorithm;
import io.tidegate.codec.ocpp.json.v21.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v21.MessageTrigger;
import io.tidegate.codec.ocpp.json.v21.OcspRequestData;
import io.tidegate.codec.ocpp.json.v21.RetrievalStatus;
import io.tidegate.codec.ocpp.json.v21.SecurityEventNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.SecurityEventNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.SignCertificateRequest;
import io.tidegate.codec.ocpp.json.v21.SignCertificateResponse;
import io.tidegate.codec.ocpp.json.v21.StatusInfo;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageRequest;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageResponse;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of stations and the state of others' (A02, A03, A04, A00.FR.429, M01, M06, M07). */
class CertificateTest {
  @TempDir Path home;
  private Bench bench;
  private PaperAuthority authority;
  private final List<String> events = new ArrayList<>();

  @BeforeEach
  void withTokens() throws Exception {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/idtokens.txt"), "ABC\n");
    bench = new Bench(home, Map.of());
    authority = new PaperAuthority(() -> bench.now);
  }

  private void amber(String sentence) {
    assertThat(bench.dialect.health().getStatus()).isEqualTo(Result.Status.WARN);
    assertThat(bench.dialect.health().toString()).contains(sentence);
  }

  private FakeMailbox ready() {
    bench.dialect.bind(authority);
    bench.dialect.bind(
        new SecurityLog() {
          @Override
          public void raise(String type, String station, String remote, String detail) {
            events.add(type + ' ' + station + ' ' + detail);
          }

          @Override
          public List<SecurityEvent> latest(int most) {
            return List.of();
          }
        });
    return bench.booted("CS01");
  }

  private static SignCertificateRequest wants(String csr) {
    return new SignCertificateRequest(csr, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  private SignCertificateResponse sign(FakeMailbox mailbox, SignCertificateRequest request) {
    return bench.result(mailbox, request, SignCertificateResponse.class);
  }

  private void takes(FakeMailbox mailbox, GenericStatus status, String reason) {
    Optional<StatusInfo> info =
        reason.isEmpty() ? Optional.empty() : Optional.of(new StatusInfo(reason, Optional.empty()));
    bench.answer(
        mailbox,
        mailbox.lastCall("CertificateSigned").id(),
        new CertificateSignedResponse(status, info));
  }

  @Test
  void signsWhatAStationAsksForAndSendsTheChainAfterTheAnswer() throws Exception {
    FakeMailbox mailbox = ready();
    String csr = PaperAuthority.csr("CN=CS01,O=Harbour");
    assertThat(sign(mailbox, wants(csr)).status()).isEqualTo(GenericStatus.ACCEPTED);
    List<CertificateSignedRequest> sent = mailbox.requests(CertificateSignedRequest.class);
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).certificateType())
        .contains(CertificateSigningUse.CHARGING_STATION_CERTIFICATE);
    assertThat(PaperAuthority.first(sent.get(0).certificateChain()).getSubjectX500Principal())
        .hasToString("O=Harbour, CN=CS01");
    takes(mailbox, GenericStatus.ACCEPTED, "");
    bench.pass(Duration.ofMinutes(5));
    assertThat(mailbox.requests(CertificateSignedRequest.class)).hasSize(1);
    assertThat(events).isEmpty();
    assertThat(bench.dialect.health().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void rejectsTheNameOfAnotherStationAndRaisesAnEvent() throws Exception {
    FakeMailbox mailbox = ready();
    // CS01's own boot says "serial"; that is its word alone and gives no right to the name
    for (String subject : List.of("CN=CS02,O=Harbour", "CN=serial,O=Harbour")) {
      SignCertificateResponse response = sign(mailbox, wants(PaperAuthority.csr(subject)));
      assertThat(response.status()).isEqualTo(GenericStatus.REJECTED);
      assertThat(response.statusInfo()).map(StatusInfo::reasonCode).contains("NotSigned");
    }
    assertThat(mailbox.requests(CertificateSignedRequest.class)).isEmpty();
    assertThat(events)
        .hasSize(2)
        .allSatisfy(e -> assertThat(e).startsWith("InvalidChargingStationCertificate CS01 "));
  }

  @Test
  void takesTheNameOfTheCertificateThatAStationCameWith() throws Exception {
    bench.dialect.bind(authority);
    FakeMailbox mailbox = FakeMailbox.certified("CS01", "serial", false);
    bench.dialect.attached(mailbox);
    bench.result(mailbox, Bench.boot());
    assertThat(sign(mailbox, wants(PaperAuthority.csr("CN=serial"))).status())
        .isEqualTo(GenericStatus.ACCEPTED);
    assertThat(sign(mailbox, wants(PaperAuthority.csr("CN=CS01"))).status())
        .isEqualTo(GenericStatus.REJECTED);
  }

  @Test
  void signsThreeRequestsInTenMinutesAndNoMore() throws Exception {
    FakeMailbox mailbox = ready();
    for (int i = 0; i < SigningDesk.MOST; i++) {
      assertThat(sign(mailbox, wants(PaperAuthority.csr("CN=CS01"))).status())
          .isEqualTo(GenericStatus.ACCEPTED);
    }
    SignCertificateResponse one = sign(mailbox, wants(PaperAuthority.csr("CN=CS01")));
    assertThat(one.status()).isEqualTo(GenericStatus.REJECTED);
    assertThat(one.statusInfo()).map(StatusInfo::reasonCode).contains("TooManyRequests");
    assertThat(authority.signed).isEqualTo(SigningDesk.MOST);
    bench.pass(SigningDesk.WINDOW);
    assertThat(sign(mailbox, wants(PaperAuthority.csr("CN=CS01"))).status())
        .isEqualTo(GenericStatus.ACCEPTED);
  }

  @Test
  void answersTheSameRequestWithTheSameCertificate() throws Exception {
    FakeMailbox mailbox = ready();
    String csr = PaperAuthority.csr("CN=CS01");
    for (int i = 0; i < 5; i++) {
      assertThat(sign(mailbox, wants(csr)).status()).isEqualTo(GenericStatus.ACCEPTED);
    }
    assertThat(authority.signed).isEqualTo(1);
    assertThat(mailbox.requests(CertificateSignedRequest.class))
        .extracting(CertificateSignedRequest::certificateChain)
        .hasSize(5)
        .containsOnly(mailbox.requests(CertificateSignedRequest.class).get(0).certificateChain());
  }

  @Test
  void sendsTheChainAgainToAStationThatDoesNotAnswerAndGivesUpAfterThree() throws Exception {
    FakeMailbox mailbox = ready();
    sign(mailbox, wants(PaperAuthority.csr("CN=CS01")));
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(mailbox.requests(CertificateSignedRequest.class)).hasSize(attempt);
      String id = mailbox.lastCall("CertificateSigned").id();
      bench.answerText(mailbox, "[4,\"" + id + "\",\"InternalError\",\"\",{}]");
      bench.pass(SigningDesk.AGAIN.multipliedBy(4));
    }
    assertThat(mailbox.requests(CertificateSignedRequest.class)).hasSize(3);
    assertThat(events).singleElement().asString().contains("does not answer");
    amber("CS01 does not answer to the certificate");
  }

  @Test
  void anEventIsRaisedAndHealthIsAmberWhenAStationRefusesItsCertificate() throws Exception {
    FakeMailbox mailbox = ready();
    sign(mailbox, wants(PaperAuthority.csr("CN=CS01")));
    takes(mailbox, GenericStatus.REJECTED, "InvalidCertificate");
    assertThat(events)
        .singleElement()
        .asString()
        .startsWith("InvalidChargingStationCertificate CS01")
        .contains("InvalidCertificate");
    amber("CS01 has refused the certificate");
    sign(mailbox, wants(PaperAuthority.csr("CN=CS01")));
    takes(mailbox, GenericStatus.ACCEPTED, "");
    assertThat(bench.dialect.health().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void rejectsWithoutAnAuthorityAndForVehicleLinks() throws Exception {
    FakeMailbox mailbox = bench.booted("CS01");
    String csr = PaperAuthority.csr("CN=CS01");
    assertThat(sign(mailbox, wants(csr)).statusInfo())
        .map(StatusInfo::reasonCode)
        .contains("NoAuthority");
    bench.dialect.bind(authority);
    SignCertificateResponse vehicle =
        sign(
            mailbox,
            new SignCertificateRequest(
                csr,
                Optional.of(CertificateSigningUse.V2G_CERTIFICATE),
                Optional.empty(),
                OptionalInt.empty()));
    assertThat(vehicle.statusInfo()).map(StatusInfo::reasonCode).contains("UnsupportedUse");
    bench.dialect.unbind(authority);
    assertThat(sign(mailbox, wants(csr)).status()).isEqualTo(GenericStatus.REJECTED);
  }

  @Test
  void anExpiredCertificateMayBeRenewedAndNothingElseDone() throws Exception {
    bench.dialect.bind(authority);
    FakeMailbox mailbox = FakeMailbox.certified("CS01", "serial", true);
    bench.dialect.attached(mailbox);
    bench.result(mailbox, Bench.boot());
    assertThat(mailbox.requests(TriggerMessageRequest.class))
        .extracting(TriggerMessageRequest::requestedMessage)
        .containsExactly(MessageTrigger.SIGN_CHARGING_STATION_CERTIFICATE);
    bench.refuses(mailbox, new HeartbeatRequest(), RpcErrorCode.SECURITY_ERROR);
    assertThat(sign(mailbox, wants(PaperAuthority.csr("CN=serial"))).status())
        .isEqualTo(GenericStatus.ACCEPTED);
    assertThat(mailbox.requests(CertificateSignedRequest.class)).hasSize(1);
  }

  private long renewals(FakeMailbox mailbox) {
    return mailbox.requests(TriggerMessageRequest.class).stream()
        .filter(t -> t.requestedMessage() == MessageTrigger.SIGN_CHARGING_STATION_CERTIFICATE)
        .count();
  }

  @Test
  void asksForRenewalWhenAThirdOfTheLifeIsLeftOnceADay() throws Exception {
    authority.validity = Duration.ofDays(30);
    FakeMailbox mailbox = ready();
    sign(mailbox, wants(PaperAuthority.csr("CN=CS01")));
    takes(mailbox, GenericStatus.ACCEPTED, "");
    bench.pass(Duration.ofDays(19));
    assertThat(renewals(mailbox)).isZero();
    bench.pass(Duration.ofDays(2));
    assertThat(renewals(mailbox)).isBetween(1L, 3L);
    long before = renewals(mailbox);
    bench.pass(Duration.ofDays(1));
    assertThat(renewals(mailbox)).isEqualTo(before + 1);
    sign(mailbox, wants(PaperAuthority.csr("CN=CS01")));
    takes(mailbox, GenericStatus.ACCEPTED, "");
    bench.pass(Duration.ofDays(10));
    assertThat(renewals(mailbox)).isEqualTo(before + 1);
  }

  @Test
  void saysWhichStationDoesNotRenew() throws Exception {
    bench.dialect.bind(authority);
    authority.sign(new StationId("CS01"), "CS01", PaperAuthority.csr("CN=CS01"));
    bench.now = bench.now.plus(Duration.ofDays(360));
    bench.dialect.bind(authority);
    FakeMailbox mailbox = bench.connect("CS01");
    bench.result(mailbox, Bench.boot());
    assertThat(renewals(mailbox)).as("asked as soon as it is accepted").isEqualTo(1);
    bench.answer(
        mailbox,
        mailbox.calls.stream()
            .filter(c -> c.payload().contains("SignChargingStationCertificate"))
            .findFirst()
            .orElseThrow()
            .id(),
        new TriggerMessageResponse(TriggerMessageStatus.NOT_IMPLEMENTED, Optional.empty()));
    amber("CS01 does not renew its certificate, which ends 2027-03-01");
  }

  @Test
  void keepsASecurityEventWithItsTimeAndItsDetails() {
    FakeMailbox mailbox = ready();
    bench.result(
        mailbox,
        new SecurityEventNotificationRequest(
            "TamperDetectionActivated", Stamp.of(Bench.T0), Optional.of("lid open")),
        SecurityEventNotificationResponse.class);
    assertThat(events)
        .containsExactly(
            "TamperDetectionActivated CS01 Reported by the station, " + Bench.T0 + ": lid open");
  }

  private static CertificateHashData hash(String serial) {
    return new CertificateHashData(HashAlgorithm.SHA256, "aa", "bb", serial);
  }

  private static GetCertificateStatusRequest stateOf(String serial) {
    return new GetCertificateStatusRequest(
        new OcspRequestData(HashAlgorithm.SHA256, "aa", "bb", serial, "http://ocsp.example/"));
  }

  /** Knows 1 (good), 2 (revoked) and 3 (an answer too long for 2.0.1); others do not answer. */
  private static final class PaperResponder implements OcspStatus {
    @Override
    public CompletionStage<Answer> of(X509Certificate certificate, X509Certificate issuer) {
      throw new AssertionError();
    }

    @Override
    public CompletionStage<Answer> of(CertificateHash certificate, URI responder) {
      if (!responder.getHost().equals("ocsp.example")) {
        return CompletableFuture.failedStage(new IOException("not listed"));
      }
      return switch (certificate.serialNumber()) {
        case "1" -> answer(Status.GOOD, "Z29vZA==");
        case "2" -> answer(Status.REVOKED, "YmFk");
        case "3" -> answer(Status.GOOD, "A".repeat(6_000));
        default -> CompletableFuture.failedStage(new IOException("no answer"));
      };
    }

    private static CompletionStage<Answer> answer(Status status, String text) {
      return CompletableFuture.completedStage(
          new Answer(status, text, Bench.T0.plus(Duration.ofDays(1))));
    }

    @Override
    public CertificateHash hash(X509Certificate certificate, X509Certificate issuer, String name) {
      throw new AssertionError();
    }
  }

  @Test
  void passesOnWhatTheResponderSaysAndSaysSoWhenNobodyAnswers() {
    FakeMailbox mailbox = bench.booted("CS01");
    GetCertificateStatusResponse nobody =
        bench.result(mailbox, stateOf("1"), GetCertificateStatusResponse.class);
    assertThat(nobody.status()).isEqualTo(RetrievalStatus.FAILED);
    bench.dialect.bind(new PaperResponder());
    GetCertificateStatusResponse good =
        bench.result(mailbox, stateOf("1"), GetCertificateStatusResponse.class);
    assertThat(good.status()).isEqualTo(RetrievalStatus.ACCEPTED);
    assertThat(good.ocspResult()).contains("Z29vZA==");
    assertThat(
            bench
                .result(mailbox, stateOf("3"), GetCertificateStatusResponse.class)
                .statusInfo()
                .map(StatusInfo::reasonCode))
        .contains("TooLong");
    assertThat(
            bench
                .result(mailbox, stateOf("9"), GetCertificateStatusResponse.class)
                .statusInfo()
                .map(StatusInfo::reasonCode))
        .contains("NoOCSPResponse");
  }

  @Test
  void tellsTheStateOfEachCertificateOfAChain() {
    StatusDesk desk =
        new StatusDesk(
            new AtomicReference<>(new PaperResponder()), Version.OCPP_2_1, () -> bench.now);
    Line line = new Line(bench.booted("CS01"));
    var answer =
        desk.chain(
                line,
                new GetCertificateChainStatusRequest(
                    List.of(
                        asked("1", CertificateStatusSource.OCSP, "http://ocsp.example/"),
                        asked(
                            "2",
                            CertificateStatusSource.OCSP,
                            "http://elsewhere.example/",
                            "http://ocsp.example/"),
                        asked("1", CertificateStatusSource.CRL, "http://ocsp.example/"),
                        asked("1", CertificateStatusSource.OCSP, "no url at all"))))
            .toCompletableFuture()
            .join();
    assertThat(((GetCertificateChainStatusResponse) answer.response()).certificateStatus())
        .extracting(CertificateStatus::status)
        .containsExactly(
            CertificateState.GOOD,
            CertificateState.REVOKED,
            CertificateState.FAILED,
            CertificateState.FAILED);
  }

  private static CertificateStatusRequestInfo asked(
      String serial, CertificateStatusSource source, String... urls) {
    return new CertificateStatusRequestInfo(hash(serial), source, List.of(urls));
  }

  @Test
  void saysThatNobodyIssuesContracts() {
    FakeMailbox mailbox = bench.booted("CS01");
    Get15118EVCertificateResponse response =
        bench.result(
            mailbox,
            new Get15118EVCertificateRequest(
                "urn:iso:15118:2:2013:MsgDef",
                CertificateAction.INSTALL,
                "gAA=",
                OptionalInt.empty(),
                List.of()),
            Get15118EVCertificateResponse.class);
    assertThat(response.status()).isEqualTo(RetrievalStatus.FAILED);
    assertThat(response.exiResponse()).isEmpty();
    assertThat(response.statusInfo()).map(StatusInfo::reasonCode).contains("NoUpstream");
  }
}
