package io.tidegate.admin.updates.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.updates.fetch.FetchSettings.Trust;
import io.tidegate.api.update.ReleaseSource.OfUri;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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

  @TempDir static Path folder;
  private static FaultyServer server;

  @BeforeAll
  static void serve() throws Exception {
    Path store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=test",
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
    Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    Files.writeString(folder.resolve("password"), new String(PASSWORD) + "\n");
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    server = new FaultyServer(FILE, tls);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static boolean fetch(Optional<Trust> trust, Path target)
      throws UpdateRefusedException, InterruptedException {
    FetchSettings usual = FetchTest.settings(2, Duration.ofSeconds(60), 0);
    FetchSettings settings = new FetchSettings(0, 1 << 20, 1 << 20, 2, usual.deadlines(), trust);
    return new Fetch(settings, new OfUri(server.uri(), Map.of(), -1, ""), target).run();
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
}
