package io.tidegate.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidegate.api.security.CertificateHash;
import io.tidegate.api.security.OcspStatus.Answer;
import io.tidegate.api.security.OcspStatus.Status;
import io.tidegate.core.keys.Certificates.Pair;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a responder on loopback. */
class OcspTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private Pair authority;
  private Pair signer;
  private volatile CertificateStatus status = CertificateStatus.GOOD;
  private volatile Duration validity = Duration.ofHours(2);
  private volatile boolean silent;
  private HttpServer server;
  private X509Certificate certificate;
  private OcspClient client;

  @BeforeEach
  void start() throws Exception {
    authority = Certificates.selfSigned("Authority", "EC", Duration.ofDays(90));
    signer = authority;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            if (silent) {
              end.await(10, TimeUnit.SECONDS);
            }
            byte[] answer = answer(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    server.start();
    certificate = named(uri());
    client = client("hosts=127.0.0.1");
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.deactivate();
    server.stop(0);
  }

  private OcspClient client(String... settings) {
    Map<String, String> all = new HashMap<>();
    for (String each : settings) {
      all.put(each.split("=")[0], each.split("=")[1]);
    }
    return new OcspClient(all, now::get);
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ocsp");
  }

  /** A certificate of the authority that names its responder. */
  private X509Certificate named(URI responder) throws Exception {
    KeyPair keys = Certificates.keys("EC");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=Authority"),
            BigInteger.valueOf(0xABCDEF),
            Date.from(Instant.now().minusSeconds(60)),
            Date.from(Instant.now().plusSeconds(86_400)),
            new X500Name("CN=SN-1"),
            keys.getPublic());
    builder.addExtension(
        Extension.authorityInfoAccess,
        false,
        new AuthorityInformationAccess(
            AccessDescription.id_ad_ocsp,
            new GeneralName(GeneralName.uniformResourceIdentifier, responder.toString())));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(authority.keys().getPrivate())));
  }

  private byte[] answer(byte[] request) throws Exception {
    BasicOCSPRespBuilder builder =
        new BasicOCSPRespBuilder(
            SubjectPublicKeyInfo.getInstance(signer.keys().getPublic().getEncoded()),
            new JcaDigestCalculatorProviderBuilder().build().get(RespID.HASH_SHA1));
    Instant from = now.get().minusSeconds(10);
    for (Req each : new OCSPReq(request).getRequestList()) {
      builder.addResponse(
          each.getCertID(), status, Date.from(from), Date.from(from.plus(validity)));
    }
    BasicOCSPResp basic =
        builder.build(
            new JcaContentSignerBuilder("SHA256withECDSA").build(signer.keys().getPrivate()),
            new X509CertificateHolder[] {
              new X509CertificateHolder(signer.certificate().getEncoded())
            },
            Date.from(now.get()));
    return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
  }

  private static Answer get(CompletionStage<Answer> answer) throws Exception {
    return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private Answer ask() throws Exception {
    return get(client.of(certificate, authority.certificate()));
  }

  private void fails(String why) {
    assertThatThrownBy(this::ask)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(Exception.class)
        .satisfies(e -> assertThat(String.valueOf(e.getCause())).contains(why));
  }

  @Test
  void tellsGoodFromRevokedAndRemembersUntilTheAnswerEnds() throws Exception {
    Answer good = ask();
    assertThat(good.status()).isEqualTo(Status.GOOD);
    assertThat(new OCSPResp(good.der()).getStatus()).isZero();
    status = new RevokedStatus(Date.from(Instant.now()), 1);
    assertThat(ask()).isEqualTo(good);
    assertThat(asked).hasValue(1);
    now.updateAndGet(n -> n.plus(validity));
    assertThat(ask().status()).isEqualTo(Status.REVOKED);
    assertThat(asked).hasValue(2);
  }

  @Test
  void answersByHashesForThoseWhoVerifyThemselves() throws Exception {
    CertificateHash hash = client.hash(certificate, authority.certificate(), "SHA256");
    assertThat(hash.serialNumber()).isEqualTo("abcdef");
    assertThat(hash.issuerNameHash()).hasSize(64);
    assertThat(hash.issuerKeyHash()).hasSize(64);
    assertThat(get(client.of(hash, uri())).status()).isEqualTo(Status.GOOD);
    get(client.of(hash, uri()));
    assertThat(asked).hasValue(1);
    ask();
    assertThat(asked).as("verified is not what unverified was").hasValue(2);
  }

  @Test
  void refusesAnAnswerThatSomebodyElseHasSignedOrThatIsOld() throws Exception {
    signer = Certificates.selfSigned("Authority", "EC", Duration.ofDays(90));
    fails("signed by nobody who may");
    signer = authority;
    validity = Duration.ofSeconds(5);
    fails("not of this time");
  }

  @Test
  void asksOnlyListedResponders() {
    client.modified(Map.of("hosts", "ocsp.example.org"));
    fails("does not list 127.0.0.1");
    assertThat(asked).hasValue(0);
    client.modified(Map.of());
    fails("does not list");
  }

  @Test
  void givesUpAtTheDeadline() {
    client.modified(Map.of("hosts", "127.0.0.1", "deadline.ms", "200"));
    silent = true;
    long begin = System.nanoTime();
    assertThatThrownBy(this::ask).isInstanceOf(ExecutionException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }
}
