package io.tidegate.admin.updates.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.updates.fetch.FetchSettings.Trust;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.api.update.ReleaseSource.OfUri;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** https: whom is trusted, and that nobody leads away from it. */
@Timeout(120)
class SecureFetchTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] FILE = new byte[100_000];
  static final TlsFiles NO_KEY = new TlsFiles(List.of(), "", List.of());
  private static final TlsFiles OWN = new TlsFiles(List.of("k.pem"), "", List.of());

  @TempDir static Path folder;
  private static FaultyServer server;
  private static TlsMaterial material;

  private static SSLContext tls;

  @BeforeAll
  static void serve() throws Exception {
    KeyStore keys = pair("server");
    KeyStore visitors = pair("gateway");
    Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    Files.writeString(folder.resolve("password"), new String(PASSWORD) + "\n");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore welcome = KeyStore.getInstance("PKCS12");
    welcome.load(null, null);
    welcome.setCertificateEntry("gateway", visitors.getCertificate("gateway"));
    trust.init(welcome);
    tls = SSLContext.getInstance("TLS");
    tls.init(managers(keys).getKeyManagers(), trust.getTrustManagers(), null);
    server = new FaultyServer(FILE, tls);
    material =
        new TlsMaterial(
            1,
            (X509ExtendedKeyManager) managers(visitors).getKeyManagers()[0],
            List.of(),
            List.of());
  }

  private static KeyManagerFactory managers(KeyStore keys) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    return factory;
  }

  /** A key with a certificate that it has signed itself, also as a file. */
  private static KeyStore pair(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static boolean fetch(Optional<Trust> trust, Path target)
      throws UpdateRefusedException, InterruptedException {
    FetchSettings usual = FetchTest.settings(2, Duration.ofSeconds(60), 0);
    FetchSettings settings =
        new FetchSettings(0, 1 << 20, 1 << 20, 2, usual.deadlines(), trust, NO_KEY, false);
    return new Fetch(settings, new OfUri(server.uri(), Map.of(), -1, ""), target, Optional::empty)
        .run();
  }

  @Test
  void trustsTheAuthoritiesOfItsOwnFileBesideJavas() throws Exception {
    Path target = folder.resolve("a.dp");
    assertThat(fetch(Optional.of(new Trust(folder.resolve("ca.pem"), Optional.empty())), target))
        .isTrue();
    assertThat(target).hasBinaryContent(FILE);

    Trust store = new Trust(folder.resolve("server.p12"), Optional.of(folder.resolve("password")));
    assertThat(fetch(Optional.of(store), folder.resolve("b.dp"))).isTrue();
  }

  @Test
  void trustsNobodyElse() {
    assertThatThrownBy(() -> fetch(Optional.empty(), folder.resolve("c.dp")))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("certification path");
  }

  @Test
  void namesATrustStoreThatCannotBeUsed() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertThatThrownBy(
            () -> fetch(Optional.of(new Trust(empty, Optional.empty())), folder.resolve("d.dp")))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("empty.pem");
  }

  @Test
  void followsNoRedirectAwayFromTls() throws Exception {
    try (FaultyServer plain = new FaultyServer(FILE)) {
      server.first(FaultyServer.status(302, "Location", plain.uri().toString()));
      Trust trust = new Trust(folder.resolve("ca.pem"), Optional.empty());

      assertThatThrownBy(() -> fetch(Optional.of(trust), folder.resolve("e.dp")))
          .isInstanceOf(UpdateRefusedException.class)
          .hasMessageContaining("from https to http");
      assertThat(plain.requests).isEmpty();
    }
  }

  @Test
  void sendsNoHeaderOverHttpToAnotherMachineUnlessToldTo() {
    FetchSettings usual = FetchTest.settings(2, Duration.ofSeconds(60), 0);
    for (String host : List.of("192.0.2.2:1", "localhost.example", "127.0.0.1.example", "[::2]")) {
      OfUri source =
          new OfUri(
              URI.create("http://" + host + "/r.dp"), Map.of("Authorization", "secret"), -1, "");
      assertThatThrownBy(
              () -> new Fetch(usual, source, folder.resolve("h.dp"), Optional::empty).run())
          .isInstanceOf(UpdateRefusedException.class)
          .hasMessageContaining("https://")
          .hasMessageContaining("fetch.insecure.http")
          .hasMessageNotContaining("secret");
    }
  }

  private static boolean fetchWithKey(FaultyServer from, Optional<KeyRing> ring, Path target)
      throws UpdateRefusedException, InterruptedException {
    FetchSettings usual = FetchTest.settings(2, Duration.ofSeconds(60), 0);
    FetchSettings settings =
        new FetchSettings(
            0,
            1 << 20,
            1 << 20,
            2,
            usual.deadlines(),
            Optional.of(new Trust(folder.resolve("ca.pem"), Optional.empty())),
            OWN,
            false);
    return new Fetch(settings, new OfUri(from.uri(), Map.of(), -1, ""), target, () -> ring).run();
  }

  /** Has one key, or a reason why there is none. */
  private record Ring(String problem) implements KeyRing {
    @Override
    public TlsMaterial read(TlsFiles files) throws KeyRingException {
      assertThat(files).isEqualTo(OWN);
      if (!problem.isEmpty()) {
        throw new KeyRingException(problem);
      }
      return material;
    }

    @Override
    public void forget(TlsFiles files) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reload() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Entry> certificates() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void showsItsCertificateToAServerThatWantsOne() throws Exception {
    SSLParameters needs = tls.getDefaultSSLParameters();
    needs.setNeedClientAuth(true);
    try (FaultyServer strict = new FaultyServer(FILE, tls, needs)) {
      strict.first(FaultyServer.cutAfter(50_000));
      Path target = folder.resolve("f.dp");

      assertThat(fetchWithKey(strict, Optional.of(new Ring("")), target)).isTrue();

      assertThat(target).hasBinaryContent(FILE);
      assertThat(strict.peers).containsExactly("CN=gateway", "CN=gateway");
    }
  }

  @Test
  void comesNotInWithoutTheCertificateThatIsWanted() throws Exception {
    SSLParameters needs = tls.getDefaultSSLParameters();
    needs.setNeedClientAuth(true);
    try (FaultyServer strict = new FaultyServer(FILE, tls, needs)) {
      Trust trust = new Trust(folder.resolve("ca.pem"), Optional.empty());
      FetchSettings usual = FetchTest.settings(2, Duration.ofSeconds(60), 0);
      FetchSettings settings =
          new FetchSettings(
              0, 1 << 20, 1 << 20, 2, usual.deadlines(), Optional.of(trust), NO_KEY, false);
      OfUri source = new OfUri(strict.uri(), Map.of(), -1, "");

      assertThatThrownBy(
              () -> new Fetch(settings, source, folder.resolve("g.dp"), Optional::empty).run())
          .isInstanceOf(UpdateRefusedException.class);
      assertThat(strict.requests).isEmpty();
    }
  }

  @Test
  void showsNoCertificateToAServerThatItIsRedirectedTo() throws Exception {
    SSLParameters wants = tls.getDefaultSSLParameters();
    wants.setWantClientAuth(true);
    try (FaultyServer first = new FaultyServer(FILE, tls, wants);
        FaultyServer next = new FaultyServer(FILE, tls, wants)) {
      first.first(FaultyServer.status(302, "Location", next.uri().toString()));

      assertThat(fetchWithKey(first, Optional.of(new Ring("")), folder.resolve("h.dp"))).isTrue();

      assertThat(first.peers).containsExactly("CN=gateway");
      assertThat(next.peers).containsExactly("nobody");
    }
  }

  @Test
  void namesTheFieldWhoseKeyCannotBeRead() {
    KeyRing broken = new Ring("k.pem is not there");
    assertThatThrownBy(() -> fetchWithKey(server, Optional.of(broken), folder.resolve("i.dp")))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("fetch.keystore")
        .hasMessageContaining("k.pem is not there");
    assertThatThrownBy(() -> fetchWithKey(server, Optional.empty(), folder.resolve("j.dp")))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("The key store is not there yet.");
  }
}
