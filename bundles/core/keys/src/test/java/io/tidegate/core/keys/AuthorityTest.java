package io.tidegate.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.CertificateRefusedException;
import io.tidegate.api.security.StationCertificates.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.Result;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
  private static final StationId STATION = new StationId("CS01");
  @TempDir Path home;
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final StateStore store =
      new StateStore() {
        @Override
        public CompletionStage<Void> put(String space, String key, byte[] value) {
          stored.put(key, value);
          return CompletableFuture.completedStage(null);
        }

        @Override
        public Map<String, byte[]> all(String space) {
          return Map.copyOf(stored);
        }
      };

  private AuthorityComponent authority(String... more) {
    Map<String, Object> settings = new HashMap<>(Map.of("create", "true"));
    for (String each : more) {
      settings.put(each.split("=")[0], each.split("=")[1]);
    }
    return new AuthorityComponent(home, store, settings, InstantSource.system());
  }

  private static String csr(String subject, KeyPair keys, KeyPair signer) throws Exception {
    String algorithm =
        signer.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    return Pem.text(
        "CERTIFICATE REQUEST",
        new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
            .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
            .getEncoded());
  }

  private static String csr(String subject, KeyPair keys) throws Exception {
    return csr(subject, keys, keys);
  }

  @Test
  void issuesACertificateThatLeadsToTheRootItMade() throws Exception {
    for (String algorithm : List.of("EC", "RSA")) {
      KeyPair keys = Certificates.keys(algorithm);
      Issued issued =
          authority("validity.days=90").sign(STATION, "SN-1", csr("CN=SN-1,O=Harbour", keys));
      List<X509Certificate> chain = Pem.certificates(issued.chainPem());
      assertThat(chain).hasSize(2);
      X509Certificate own = chain.get(0);
      assertThat(own.getSubjectX500Principal().getName()).contains("CN=SN-1", "O=Harbour");
      assertThat(own.getPublicKey()).isEqualTo(keys.getPublic());
      assertThat(own.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
      assertThat(own.getKeyUsage()[0]).as("digitalSignature").isTrue();
      assertThat(own.getKeyUsage()[5]).as("keyCertSign").isFalse();
      assertThat(own.getBasicConstraints()).isEqualTo(-1);
      assertThat(own.getSerialNumber().bitLength()).isBetween(64, 128);
      assertThat(Duration.between(Instant.now(), issued.notAfter()).toDays()).isBetween(89L, 90L);
      X509Certificate root =
          Pem.certificates(Files.readString(home.resolve("data/keys/station-root.pem"))).get(0);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    }
    for (String file : List.of("station-root.pem", "station-ca.pem")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.resolve("data/keys").resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void remembersTheNewestOfEachStationOverARestart() throws Exception {
    KeyPair keys = Certificates.keys("EC");
    AuthorityComponent first = authority();
    Issued one = first.sign(STATION, "SN-1", csr("CN=SN-1", keys));
    Issued two = first.sign(STATION, "SN-1", csr("CN=SN-1", keys));
    assertThat(two.serialNumber()).isNotEqualTo(one.serialNumber());
    assertThat(first.issued()).containsExactly(two);
    AuthorityComponent again = authority("validity.days=10");
    assertThat(again.issued()).containsExactly(two);
    Issued other = again.sign(new StationId("CS02"), "SN-2", csr("CN=SN-2", keys));
    assertThat(again.issued()).as("soonest expiry first").containsExactly(other, two);
  }

  @Test
  void refusesWhatIsNotTheStationsOwnOrNotSound() throws Exception {
    KeyPair keys = Certificates.keys("EC");
    refused("another station", csr("CN=SN-2,O=Harbour", keys));
    refused("another station", csr("CN=SN-1,CN=SN-2,O=Harbour", keys));
    refused("another station", csr("O=Harbour", keys));
    refused("another operator", csr("CN=SN-1", keys));
    refused("its own key", csr("CN=SN-1,O=Harbour", keys, Certificates.keys("EC")));
    refused("no PKCS#10", "hello");
    refused("cannot be read", Pem.text("CERTIFICATE REQUEST", new byte[] {1, 2, 3}));
    refused("longer", "x".repeat(10_001));
    KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
    weak.initialize(1024);
    refused("neither ECDSA", csr("CN=SN-1,O=Harbour", weak.generateKeyPair()));
  }

  private void refused(String why, String csr) {
    assertThatThrownBy(() -> authority("organization=Harbour").sign(STATION, "SN-1", csr))
        .isInstanceOf(CertificateRefusedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void saysThatThereIsNoAuthority() throws Exception {
    AuthorityComponent none = new AuthorityComponent(home, store, Map.of(), InstantSource.system());
    assertThat(none.execute().getStatus()).isEqualTo(Result.Status.OK);
    String csr = csr("CN=SN-1", Certificates.keys("EC"));
    assertThatThrownBy(() -> none.sign(STATION, "SN-1", csr))
        .isInstanceOf(CertificateRefusedException.class);
    assertThat(none.execute().toString()).contains("data/keys/station-ca.pem is missing");
  }

  @Test
  void takesAnAuthorityThatIsGivenOnlyWhenItIsOne() throws Exception {
    Path file = home.resolve("data/keys/station-ca.pem");
    Certificates.secret(
        file, Certificates.selfSigned("no authority", "EC", Duration.ofDays(9)).pem());
    AuthorityComponent given = authority();
    String csr = csr("CN=SN-1", Certificates.keys("EC"));
    assertThatThrownBy(() -> given.sign(STATION, "SN-1", csr))
        .isInstanceOf(CertificateRefusedException.class);
    assertThat(given.execute().toString()).contains("no authority's");
  }
}
