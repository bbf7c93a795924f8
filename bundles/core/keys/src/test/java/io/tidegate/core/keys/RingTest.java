package io.tidegate.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.core.keys.Certificates.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingTest {
  private static final Duration YEAR = Duration.ofDays(364);
  private static final TlsFiles SERVER =
      new TlsFiles(List.of("config/keys/server.pem"), "", List.of());
  @TempDir Path home;
  private KeysComponent keys;
  private Path server;

  @BeforeEach
  void start() {
    keys = component(Instant.now());
    server = home.resolve("config/keys/server.pem");
  }

  private KeysComponent component(Instant now) {
    return new KeysComponent(home, Map.of(), InstantSource.fixed(now));
  }

  private String health() {
    Result result = keys.execute();
    return result.getStatus() + " " + result.iterator().next().getMessage();
  }

  @Test
  void readsAnEcdsaAndAnRsaKeyFromPemAndPkcs12() throws Exception {
    Pair ec = Certificates.selfSigned("ec", "EC", YEAR);
    Pair rsa = Certificates.selfSigned("rsa", "RSA", YEAR);
    Certificates.secret(server, ec.pem());
    Certificates.store(home.resolve("config/keys/rsa.p12"), "changeit".toCharArray(), rsa);
    Certificates.secret(home.resolve("config/keys/password"), "changeit\n");
    TlsMaterial material =
        keys.read(
            new TlsFiles(
                List.of("config/keys/server.pem", "config/keys/rsa.p12"),
                "config/keys/password",
                List.of("config/keys/server.pem")));
    assertThat(material.certificates()).containsExactly(ec.certificate(), rsa.certificate());
    assertThat(material.trusted()).containsExactly(ec.certificate());
    String alias = material.keys().chooseEngineServerAlias("RSA", null, null);
    assertThat(material.keys().getCertificateChain(alias)).containsExactly(rsa.certificate());
    assertThat(material.keys().getPrivateKey(alias)).isEqualTo(rsa.keys().getPrivate());
    alias = material.keys().chooseEngineServerAlias("EC", null, null);
    assertThat(material.keys().getCertificateChain(alias)).containsExactly(ec.certificate());
    assertThat(material.keys().chooseEngineServerAlias("EdDSA", null, null)).isNull();
    assertThat(health()).startsWith("OK 3 certificates");
  }

  /** ISO 15118-20 asks for it. */
  @Test
  void readsAnEd448KeyAndAuthoritiesAlone() throws Exception {
    Pair edwards = Certificates.selfSigned("secc", "Ed448", YEAR);
    Certificates.secret(server, edwards.pem());
    TlsMaterial material = keys.read(SERVER);
    assertThat(material.certificates()).containsExactly(edwards.certificate());
    String alias = material.keys().getServerAliases("EdDSA", null)[0];
    assertThat(material.keys().getPrivateKey(alias).getEncoded())
        .isEqualTo(edwards.keys().getPrivate().getEncoded());
    TlsMaterial trusted = keys.read(new TlsFiles(List.of(), "", List.of("config/keys/server.pem")));
    assertThat(trusted.trusted()).containsExactly(edwards.certificate());
    assertThat(trusted.certificates()).isEmpty();
  }

  @Test
  void readsOlderFormsOfPemKeys() throws Exception {
    for (String algorithm : List.of("EC", "RSA")) {
      Pair pair = Certificates.selfSigned("old", algorithm, YEAR);
      String text = Pem.text(algorithm + " PRIVATE KEY", old(pair.keys().getPrivate()));
      Certificates.secret(server, text + pair.certificatePem());
      keys.reload();
      assertThat(keys.read(SERVER).certificates()).containsExactly(pair.certificate());
    }
  }

  /** As {@code openssl genrsa -traditional} and {@code openssl ecparam -genkey} write it. */
  private static byte[] old(PrivateKey key) throws Exception {
    if (key instanceof ECPrivateKey ec) {
      X962Parameters curve = new X962Parameters(SECObjectIdentifiers.secp256r1);
      return new org.bouncycastle.asn1.sec.ECPrivateKey(256, ec.getS(), curve).getEncoded();
    }
    return PrivateKeyInfo.getInstance(key.getEncoded())
        .parsePrivateKey()
        .toASN1Primitive()
        .getEncoded();
  }

  @Test
  void takesAReplacementAndSaysSoByTheVersion() throws Exception {
    Certificates.secret(server, Certificates.selfSigned("one", "EC", YEAR).pem());
    TlsMaterial before = keys.read(SERVER);
    assertThat(keys.read(SERVER)).isSameAs(before);
    Pair next = Certificates.selfSigned("two with a longer name", "EC", YEAR);
    Certificates.secret(server, next.pem());
    TlsMaterial after = keys.read(SERVER);
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(after.certificates()).containsExactly(next.certificate());
    keys.reload();
    assertThat(keys.read(SERVER).version()).isGreaterThan(after.version());
  }

  @Test
  void keepsTheLastGoodKeysWhenAReplacementIsBroken() throws Exception {
    Pair good = Certificates.selfSigned("good", "EC", YEAR);
    Pair other = Certificates.selfSigned("other", "EC", YEAR);
    Certificates.secret(server, good.pem());
    TlsMaterial before = keys.read(SERVER);
    Map<String, String> broken =
        Map.of(
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "cannot be read",
            "",
            "is empty",
            good.keyPem(),
            "no private key with a certificate",
            other.keyPem() + good.certificatePem() + "#",
            "does not belong to its certificate");
    broken.forEach(
        (text, why) -> {
          try {
            Certificates.secret(server, text);
            assertThat(keys.read(SERVER)).isSameAs(before);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          assertThat(health())
              .startsWith("CRITICAL config/keys/server.pem")
              .contains(why)
              .endsWith("the last good ones stay in force");
        });
    Files.delete(server);
    assertThat(keys.read(SERVER)).isSameAs(before);
    assertThat(health()).contains("config/keys/server.pem is missing");
    Certificates.secret(server, good.pem());
    keys.read(SERVER);
    assertThat(health()).startsWith("OK");
  }

  @Test
  void saysWhatIsMissingWhenThereNeverWasAKey() {
    assertThatThrownBy(() -> keys.read(SERVER))
        .isInstanceOf(KeyRingException.class)
        .hasMessage("config/keys/server.pem is missing");
    assertThat(health()).startsWith("CRITICAL config/keys/server.pem is missing");
    keys.forget(SERVER);
    assertThat(health()).isEqualTo("OK No key is in use");
  }

  @Test
  void warnsThirtyDaysBeforeACertificateExpiresAndIsRedAfterwards() throws Exception {
    Instant now = Instant.now();
    Certificates.secret(server, Certificates.selfSigned("gateway", "EC", YEAR).pem());
    for (long days : List.of(300L, 340L, 365L)) {
      keys = component(now.plus(Duration.ofDays(days)));
      keys.read(SERVER);
      assertThat(health())
          .startsWith(days == 300 ? "OK" : days == 340 ? "WARN" : "CRITICAL")
          .contains(days == 300 ? "in use" : "CN=gateway in config/keys/server.pem");
    }
  }

  @Test
  void warnsOfAKeyThatOthersMayRead() throws Exception {
    Certificates.secret(server, Certificates.selfSigned("gateway", "EC", YEAR).pem());
    Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rw-r-----"));
    keys.read(SERVER);
    assertThat(health()).startsWith("WARN config/keys/server.pem").contains("chmod 600");
  }

  @Test
  void putsTheEndEntityFirstWhateverTheOrderInTheFile() throws Exception {
    Pair leaf = Certificates.selfSigned("leaf", "EC", YEAR);
    Certificates.secret(server, leaf.certificatePem() + leaf.keyPem() + leaf.certificatePem());
    assertThat(keys.read(SERVER).certificates()).containsExactly(leaf.certificate());
  }

  @Test
  void refusesATokenThatIsNotThere() {
    keys.modified(Map.of("pkcs11.library", "/nowhere.so", "pkcs11.pin.file", "pin"));
    TlsFiles onToken = new TlsFiles(List.of("pkcs11:server"), "", List.of());
    assertThatThrownBy(() -> keys.read(onToken)).hasMessageContaining("pkcs11.library");
    keys.modified(Map.of("pkcs11.library", "/nowhere.so"));
    assertThat(health()).contains("field pkcs11.pin.file: is missing");
  }
}
