package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.pki.tool.Authority.Validity;
import io.tidegate.admin.pki.tool.Curve;
import io.tidegate.admin.pki.tool.Identity;
import io.tidegate.admin.pki.tool.TestPki;
import io.tidegate.admin.pki.tool.Use;
import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS at a door, with vehicles of the JDK's TLS and of another that lets every choice be made. */
class TlsTest {
  private static final String[] DOOR = {
    "tls=required",
    "tls.keystore=p521,ed448,p256",
    "tls.truststore=oem-p521,oem-ed448,v2g-p521",
    "tls.profile=strict"
  };
  private static TestPki p521;
  private static TestPki ed448;
  private static TestPki p256;

  @TempDir Path home;

  @BeforeAll
  static void make() throws Exception {
    p521 = TestPki.make(Curve.P521);
    ed448 = TestPki.make(Curve.ED448);
    p256 = TestPki.make(Curve.P256);
  }

  private static FakeRing ring() {
    FakeRing ring = new FakeRing();
    ring.key("p521", p521.secc());
    ring.key("ed448", ed448.secc());
    ring.key("p256", p256.secc());
    ring.trust("oem-p521", p521.oemRoot().certificate());
    ring.trust("oem-ed448", ed448.oemRoot().certificate());
    ring.trust("v2g-p521", p521.v2gRoot().certificate());
    ring.trust("oem-p256", p256.oemRoot().certificate());
    return ring;
  }

  private Rig rig(String... more) throws Exception {
    String[] all = new String[DOOR.length + more.length];
    System.arraycopy(DOOR, 0, all, 0, DOOR.length);
    System.arraycopy(more, 0, all, DOOR.length, more.length);
    return new Rig(home, ring(), all);
  }

  private static TestPki pki(String name) {
    return name.equals("ed448") ? ed448 : name.equals("p521") ? p521 : p256;
  }

  @Test
  void speaksTls13WithTheVehiclesCertificateToTheJdksTls() throws Exception {
    try (Rig rig = rig();
        Vehicle vehicle = JdkVehicle.connect(rig, p521.vehicle(), p521, "TLSv1.3")) {
      assertThat(vehicle.agree(Rig.DC20)).isEqualTo("OK_SuccessfulNegotiation 7");
      assertThat(vehicle.ask(0x8004, 1, 2)).containsExactly(1, 1, 1, 2);
      TlsSession session = rig.dialect.line.peer().tls().orElseThrow();
      assertThat(session.version()).isEqualTo("TLSv1.3");
      assertThat(session.suite()).isEqualTo("TLS_AES_256_GCM_SHA384");
      assertThat(session.vehicle()).isEqualTo(p521.vehicle().chain());
    }
  }

  @Test
  void speaksTls12WithoutACertificateOfTheVehicleForIso2() throws Exception {
    try (Rig rig = rig();
        Vehicle vehicle = JdkVehicle.connect(rig, null, p256, "TLSv1.2")) {
      assertThat(
              vehicle.agree(List.of(Vehicle.offer(Rig.DC20, 1, 1), Vehicle.offer(Rig.ISO2, 2, 2))))
          .isEqualTo("OK_SuccessfulNegotiation 2");
      assertThat(vehicle.ask(0x8001, 3)).containsExactly(1, 1, 3);
      TlsSession session = rig.dialect.line.peer().tls().orElseThrow();
      assertThat(session.version()).isEqualTo("TLSv1.2");
      assertThat(session.suite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
      assertThat(session.vehicle()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "p521,  secp521r1, TLS_AES_256_GCM_SHA384",
    "p521,  x448,      TLS_AES_256_GCM_SHA384",
    "p521,  secp521r1, TLS_CHACHA20_POLY1305_SHA256",
    "ed448, secp521r1, TLS_AES_256_GCM_SHA384",
    "ed448, x448,      TLS_CHACHA20_POLY1305_SHA256"
  })
  void speaksEveryCombinationOfTheStandard(String keys, String group, String suite)
      throws Exception {
    TlsVehicle tls = vehicle(pki(keys));
    tls.groups = new int[] {group.equals("x448") ? NamedGroup.x448 : NamedGroup.secp521r1};
    tls.suites =
        new int[] {
          suite.equals("TLS_AES_256_GCM_SHA384")
              ? CipherSuite.TLS_AES_256_GCM_SHA384
              : CipherSuite.TLS_CHACHA20_POLY1305_SHA256
        };
    try (Rig rig = rig();
        Vehicle vehicle = tls.connect(rig.port())) {
      assertThat(vehicle.agree(Rig.DC20)).startsWith("OK_SuccessfulNegotiation");
      assertThat(vehicle.ask(0x8004, 9)).containsExactly(1, 1, 9);
      TlsSession session = rig.dialect.line.peer().tls().orElseThrow();
      assertThat(session.suite()).isEqualTo(suite);
      assertThat(session.vehicle()).isEqualTo(pki(keys).vehicle().chain());
      assertThat(tls.presented).isEqualTo(pki(keys).secc().chain());
      assertThat(tls.asked).hasSize(3); // the roots that vehicles may lead to
    }
  }

  private static TlsVehicle vehicle(TestPki pki) {
    TlsVehicle tls = new TlsVehicle();
    tls.identity = pki.vehicle();
    boolean edwards = pki.curve() == Curve.ED448;
    tls.scheme = edwards ? SignatureScheme.ed448 : SignatureScheme.ecdsa_secp521r1_sha512;
    tls.schemes = new int[] {tls.scheme};
    return tls;
  }

  @Test
  void choosesItsChainByTheAuthoritiesThatTheVehicleKnows() throws Exception {
    TlsVehicle tls = vehicle(p521);
    tls.schemes = new int[] {SignatureScheme.ecdsa_secp521r1_sha512, SignatureScheme.ed448};
    tls.authorities.add(ed448.v2gRoot().certificate());
    try (Rig rig = rig();
        Vehicle vehicle = tls.connect(rig.port())) {
      assertThat(vehicle.agree(Rig.DC20)).startsWith("OK_");
      assertThat(tls.presented).isEqualTo(ed448.secc().chain());
    }
  }

  @Test
  void choosesAmongChainsOfIso2ByTrustedCaKeys() throws Exception {
    TestPki other = TestPki.make(Curve.P256);
    Identity secc =
        io.tidegate.admin.pki.tool.Authority.root(
                Curve.P256, "CN=Another V2G root", Validity.days(Instant.now(), 10))
            .issue(Use.SECC, "CN=SECC,DC=CPO", Validity.days(Instant.now(), 10));
    FakeRing ring = ring();
    ring.key("other", secc);
    TlsVehicle tls = new TlsVehicle();
    tls.version = ProtocolVersion.TLSv12;
    tls.groups = new int[] {NamedGroup.secp256r1};
    tls.suites = new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256};
    tls.schemes = new int[] {SignatureScheme.ecdsa_secp256r1_sha256};
    tls.authorities.add(p256.v2gRoot().certificate());
    tls.authorities.add(other.v2gRoot().certificate());
    String[] settings = DOOR.clone();
    settings[1] = "tls.keystore=other,p256";
    try (Rig rig = new Rig(home, ring, settings)) {
      // trusted_ca_keys names roots, which stand above the chain's last certificate
      try (Vehicle vehicle = tls.connect(rig.port())) {
        assertThat(vehicle.agree(Rig.ISO2)).startsWith("OK_");
        assertThat(tls.presented).isEqualTo(p256.secc().chain());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void staplesAnOcspResponseForEachCertificate(boolean modern) throws Exception {
    TestPki pki = modern ? p521 : p256;
    Path folder = Files.createDirectories(home.resolve("ocsp"));
    Instant now = Instant.now();
    List<X509Certificate> chain = pki.secc().chain();
    Files.write(folder.resolve("0.der"), pki.cpoSub2().ocsp(now, chain.get(0), false));
    Files.write(folder.resolve("1.der"), pki.cpoSub1().ocsp(now, chain.get(1), false));
    Files.write(folder.resolve("2.der"), pki.v2gRoot().ocsp(now, chain.get(2), false));
    TlsVehicle tls = vehicle(p521);
    tls.staples = true;
    if (!modern) {
      tls.version = ProtocolVersion.TLSv12;
      tls.groups = new int[] {NamedGroup.secp256r1};
      tls.suites = new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256};
      tls.schemes = new int[] {SignatureScheme.ecdsa_secp256r1_sha256};
    }
    try (Rig rig = rig("tls.ocsp=ocsp");
        Vehicle vehicle = tls.connect(rig.port())) {
      assertThat(vehicle.agree(Rig.ISO2)).startsWith("OK_");
      assertThat(tls.stapled).hasSize(modern ? 3 : 1);
      assertThat(tls.stapled.get(0).getEncoded())
          .isEqualTo(Files.readAllBytes(folder.resolve("0.der")));
      assertThat(rig.transport.secrets().warning()).isEmpty();
    }
  }

  @Test
  void doesNotStapleAResponseThatHasEnded() throws Exception {
    Instant past = Instant.now().minus(Duration.ofDays(8));
    Files.write(
        home.resolve("old.der"), p521.cpoSub2().ocsp(past, p521.secc().certificate(), false));
    TlsVehicle tls = vehicle(p521);
    tls.staples = true;
    try (Rig rig = rig("tls.ocsp=old.der");
        Vehicle vehicle = tls.connect(rig.port())) {
      assertThat(vehicle.agree(Rig.DC20)).startsWith("OK_");
      assertThat(tls.stapled).isEmpty();
      assertThat(rig.transport.secrets().warning()).contains("tls.ocsp", "old.der has ended");
    }
  }

  @Test
  void sortsWhatAVehiclePresentsInDisorder() throws Exception {
    List<X509Certificate> chain = p521.vehicle().chain();
    TlsVehicle tls = vehicle(p521);
    tls.identity =
        new Identity(
            p521.vehicle().key(),
            List.of(
                chain.get(0),
                chain.get(0),
                chain.get(2),
                p521.oemRoot().certificate(),
                chain.get(1)));
    try (Rig rig = rig();
        Vehicle vehicle = tls.connect(rig.port())) {
      assertThat(vehicle.agree(Rig.DC20)).startsWith("OK_");
      Rig.await(() -> rig.dialect.line != null);
      assertThat(rig.dialect.line.peer().tls().orElseThrow().vehicle()).isEqualTo(chain);
    }
  }

  @Test
  void refusesAVehicleWithoutItsCertificate() throws Exception {
    assertRefused(null, "certificate_required: the vehicle presents no certificate");
  }

  @Test
  void refusesAContractInPlaceOfAVehiclesCertificate() throws Exception {
    assertRefused(
        p521.contract(),
        "CERT_VALIDATION_ERROR",
        "CN=MO sub 1",
        "is issued by",
        "CN=MO root",
        "none of the trusted OEM and V2G roots");
  }

  @Test
  void refusesAVehicleOfAnotherRoot() throws Exception {
    TestPki stranger = TestPki.make(Curve.P521);
    // of the same name, with other keys
    assertRefused(stranger.vehicle(), "CERT_VALIDATION_ERROR", "CN=OEM sub 1", "does not pass");
  }

  @Test
  void refusesAnExpiredCertificate() throws Exception {
    Instant past = Instant.now().minus(Duration.ofDays(20));
    Identity expired = p521.oemSub2().issue(Use.VEHICLE, "CN=OLD,DC=OEM", Validity.days(past, 10));
    assertRefused(expired, "CERT_VALIDATION_ERROR", Pseudonym.of("OLD"), "has expired at");
  }

  @Test
  void refusesACertificateThatIsNotForClients() throws Exception {
    Identity wrong =
        p521.oemSub2().issue(Use.SECC, "CN=WRONG,DC=OEM", Validity.days(Instant.now(), 10));
    assertRefused(wrong, "CERT_VALIDATION_ERROR", Pseudonym.of("WRONG"), "is not for TLS clients");
  }

  @Test
  void refusesARevokedCertificate() throws Exception {
    Files.write(
        home.resolve("oem.crl"),
        p521.oemSub2().crl(Instant.now(), List.of(p521.vehicle().certificate())));
    assertRefused(
        p521.vehicle(),
        "tls.crls=oem.crl",
        "CERT_VALIDATION_ERROR",
        Pseudonym.of(TestPki.EVCCID),
        "was revoked at");
  }

  @Test
  void doesNotBelieveAForgedRevocationList() throws Exception {
    TestPki stranger = TestPki.make(Curve.P521);
    Files.write(
        home.resolve("oem.crl"),
        stranger.oemSub2().crl(Instant.now(), List.of(p521.vehicle().certificate())));
    try (Rig rig = rig("tls.crls=oem.crl");
        Vehicle vehicle = vehicle(p521).connect(rig.port())) {
      assertThat(vehicle.agree(Rig.DC20)).startsWith("OK_");
    }
  }

  private void assertRefused(Identity identity, String... words) throws Exception {
    boolean configured = words[0].startsWith("tls.");
    TlsVehicle tls = vehicle(p521);
    tls.identity = identity;
    try (Log log = new Log();
        Rig rig = configured ? rig(words[0]) : rig()) {
      // in TLS 1.3 the vehicle is done before we have seen its certificate
      assertThatThrownBy(
              () -> {
                try (Vehicle vehicle = tls.connect(rig.port())) {
                  vehicle.agree(Rig.DC20);
                }
              })
          .isInstanceOf(IOException.class);
      Rig.await(() -> log.text().contains("TLS_ERR_HANDSHAKE"));
      for (int i = configured ? 1 : 0; i < words.length; i++) {
        assertThat(log.text()).contains(words[i]);
      }
      assertThat(rig.transport.lines()).isEmpty();
      // and the door is still open
      try (Vehicle good = vehicle(ed448).connect(rig.port())) {
        assertThat(good.agree(Rig.DC20)).startsWith("OK_");
      }
    }
  }

  @Test
  void meetsVehiclesOfTheFieldWhenToldTo() throws Exception {
    TlsVehicle tls = vehicle(p521);
    tls.groups = new int[] {NamedGroup.secp256r1};
    try (Rig strict = rig()) {
      assertThatThrownBy(() -> tls.connect(strict.port())).isInstanceOf(IOException.class);
    }
    TlsVehicle again = vehicle(p521);
    again.groups = new int[] {NamedGroup.secp256r1};
    try (Rig field = rig("tls.profile=field");
        Vehicle vehicle = again.connect(field.port())) {
      assertThat(vehicle.agree(Rig.DC20)).startsWith("OK_");
    }
    TlsVehicle anonymous = vehicle(p521);
    anonymous.identity = null;
    try (Rig field = rig("tls.profile=field");
        Vehicle vehicle = anonymous.connect(field.port())) {
      assertThat(
              vehicle.agree(List.of(Vehicle.offer(Rig.DC20, 1, 1), Vehicle.offer(Rig.ISO2, 2, 2))))
          .isEqualTo("OK_SuccessfulNegotiation 2");
    }
  }

  @Test
  void takesNewKeysForNewHandshakesAndKeepsTheLinesThatAreThere() throws Exception {
    FakeRing ring = ring();
    try (Rig rig = new Rig(home, ring, DOOR)) {
      TlsVehicle before = vehicle(p521);
      try (Vehicle vehicle = before.connect(rig.port())) {
        vehicle.agree(Rig.DC20);
        assertThat(vehicle.ask(0x8004, 1)).hasSize(3);
        Identity renewed =
            p521.cpoSub2().issue(Use.SECC, "CN=RENEWED", Validity.days(Instant.now(), 10));
        ring.key("p521", renewed);
        TlsKeys old = rig.transport.secrets().keys().orElseThrow();
        Rig.await(() -> rig.transport.secrets().keys().orElseThrow() != old);
        assertThat(vehicle.ask(0x8004, 2)).containsExactly(1, 2, 2);
        TlsVehicle after = vehicle(p521);
        try (Vehicle next = after.connect(rig.port())) {
          assertThat(after.presented.get(0)).isEqualTo(renewed.certificate());
        }
      }
    }
  }

  @Test
  void trustsANewRootForNewHandshakesAndKeepsTheLinesThatAreThere() throws Exception {
    FakeRing ring = ring();
    TestPki next = TestPki.make(Curve.P521);
    TlsVehicle stranger = vehicle(p521);
    stranger.identity =
        next.oemSub2().issue(Use.VEHICLE, "CN=NEXT,DC=OEM", Validity.days(Instant.now(), 10));
    try (Rig rig = new Rig(home, ring, DOOR);
        Vehicle live = vehicle(p521).connect(rig.port())) {
      live.agree(Rig.DC20);
      TlsKeys old = rig.transport.secrets().keys().orElseThrow();
      ring.trust("oem-p521", next.oemRoot().certificate());
      Rig.await(() -> rig.transport.secrets().keys().orElseThrow() != old);
      // it is let in and answered; the EVSE is taken
      try (Vehicle vehicle = stranger.connect(rig.port())) {
        assertThat(vehicle.agree(Rig.DC20)).isEqualTo("Failed_NoNegotiation");
      }
      assertThatThrownBy(() -> vehicle(p521).connect(rig.port()).agree(Rig.DC20))
          .isInstanceOf(IOException.class);
      assertThat(live.ask(0x8004, 1)).hasSize(3);
    }
  }

  @Test
  void letsNobodyTakeTheLineOfAVehicleButWithItsCertificate() throws Exception {
    Identity other =
        p521.oemSub2().issue(Use.VEHICLE, "CN=OTHER,DC=OEM", Validity.days(Instant.now(), 10));
    try (Rig rig = rig("tls=optional");
        Vehicle vehicle = vehicle(p521).connect(rig.port())) {
      vehicle.agree(Rig.DC20);
      assertThat(vehicle.ask(0x8004, 1)).hasSize(3);
      TlsVehicle thief = vehicle(p521);
      thief.identity = other;
      try (Vehicle stolen = thief.connect(rig.port());
          Vehicle plain = rig.vehicle()) {
        assertThat(stolen.agree(Rig.DC20)).startsWith("Failed_NoNegotiation");
        assertThat(plain.agree(Rig.ISO2)).startsWith("Failed_NoNegotiation");
      }
      assertThat(vehicle.ask(0x8004, 2)).containsExactly(1, 2, 2);
      try (Vehicle again = vehicle(p521).connect(rig.port())) {
        assertThat(again.agree(Rig.DC20)).startsWith("OK_");
        assertThat(vehicle.closed()).isTrue();
      }
    }
  }

  @Test
  void callsWhatComesAfterItsGoodbyeNoFailureOfTls() throws Exception {
    try (Log log = new Log();
        Rig rig = rig();
        Vehicle vehicle = vehicle(p521).connect(rig.port())) {
      vehicle.agree(Rig.DC20);
      vehicle.send(0x8004, FakeDialect.CLOSE);
      assertThat(vehicle.closed()).isTrue();
      assertThatThrownBy(
              () -> {
                while (true) { // until the connection is gone, a second later
                  vehicle.underneath(new byte[] {23, 3, 3, 0, 4, 1, 2, 3, 4});
                  java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(log.text()).contains("ERR_TEST").doesNotContain("TLS_ERR_HANDSHAKE");
    }
  }

  @Test
  void isRedWhileAKeyIsMissing() throws Exception {
    FakeRing ring = new FakeRing();
    try (Rig rig = new Rig(home, ring, DOOR)) {
      Rig.await(() -> rig.transport.secrets().problem().contains("p521 is missing"));
      assertThat(rig.transport.secrets().problem()).contains("field tls.keystore");
      assertThat(rig.door().port()).isZero();
    }
  }

  @Test
  void letsNobodyInWithoutTlsUnlessToldTo() throws Exception {
    try (Rig rig = rig();
        Vehicle plain = rig.vehicle()) {
      plain.raw((byte) 1);
      assertThat(plain.closed()).isTrue();
    }
    try (Rig rig = rig("tls=optional");
        Vehicle plain = rig.vehicle()) {
      assertThat(plain.agree(List.of(Vehicle.offer(Rig.DC20, 1, 1), Vehicle.offer(Rig.DIN, 2, 2))))
          .isEqualTo("OK_SuccessfulNegotiation 2");
      try (Vehicle secured = vehicle(p521).connect(rig.port())) {
        assertThat(secured.agree(Rig.DC20)).startsWith("OK_");
      }
    }
    try (Rig rig = rig("tls=off", "lab.plain=true");
        Vehicle plain = rig.vehicle()) {
      assertThat(plain.agree(Rig.DC20)).startsWith("OK_");
    }
  }

  @Test
  void survivesHandshakesThatAreNone() throws Exception {
    try (Rig rig = rig("connections.max=64")) {
      byte[][] hostile = {
        {0x16},
        {0x16, 3, 1, 0, 0},
        {0x16, 3, 3, 0, 5, 1, 0, 0, 1, 0},
        {0x16, 3, 3, (byte) 0xff, (byte) 0xff},
        {0x16, 3, 3, 0, 4, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff},
        {0x15, 3, 3, 0, 2, 2, 40},
        {(byte) 0x80, 0x2e, 1, 3, 1}
      };
      for (byte[] bytes : hostile) {
        try (Vehicle stranger = rig.vehicle()) {
          stranger.raw(bytes);
        }
      }
      try (Vehicle good = vehicle(p521).connect(rig.port())) {
        assertThat(good.agree(Rig.DC20)).startsWith("OK_");
      }
    }
  }
}
