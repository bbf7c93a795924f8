package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gateway's TLS against OpenSSL, with an ECDSA key that lies on a PKCS#11 token and signs there
 * (SoftHSM2), and an RSA key in a file (S5.3; A00.FR.313, 315, 318, 421; H12).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsPeersIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PIN = "48151623";
  private static final String DRIVER = "libsofthsm2.so";

  private Home home;
  private Gateway gateway;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    home = Home.in(folder);
    Path tokens = Files.createDirectories(folder.resolve("tokens"));
    Path settings = folder.resolve("softhsm2.conf");
    Files.writeString(
        settings, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
    Map<String, String> environment = Map.of("SOFTHSM2_CONF", settings.toString());
    Peer.ends(
        environment,
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "tidegate",
        "--pin",
        PIN,
        "--so-pin",
        PIN);
    Path provider = folder.resolve("provider.cfg");
    Files.writeString(provider, "name = test\nlibrary = " + driver() + "\nslotListIndex = 0\n");
    // the key is made on the token and cannot be taken from it
    Peer.ends(
        environment,
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-keystore",
        "NONE",
        "-storetype",
        "PKCS11",
        "-storepass",
        PIN,
        "-providerClass",
        "sun.security.pkcs11.SunPKCS11",
        "-providerArg",
        provider.toString(),
        "-alias",
        "gateway",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-sigalg",
        "SHA256withECDSA",
        "-dname",
        "CN=on the token",
        "-validity",
        "60");
    Path keys = Files.createDirectories(home.folder().resolve("config/keys"));
    Peer.ends(
        Map.of(),
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "60",
        "-subj",
        "/CN=in a file",
        "-keyout",
        folder.resolve("k").toString(),
        "-out",
        folder.resolve("c").toString());
    secret(
        keys.resolve("rsa.pem"),
        Files.readString(folder.resolve("k")) + Files.readString(folder.resolve("c")));
    secret(keys.resolve("pin"), PIN + "\n");
    home.copy(TlsPeersIT.class, "site.yaml", "config/site.yaml")
        .environment("SOFTHSM2_CONF", settings.toString())
        .set("io.tidegate.core.clock/source=assumed")
        .unset("io.tidegate.charging.ocpp.transport/port")
        .unset("io.tidegate.charging.ocpp.transport/security.minimum")
        .write(
            "config/io.tidegate.core.keys.cfg",
            "pkcs11.library=" + driver() + "\npkcs11.pin.file=config/keys/pin\n")
        .write(
            "config/io.tidegate.charging.ocpp.transport.cfg",
            "port=" + home.ocppPort() + "\ntls.keystore=pkcs11:gateway,config/keys/rsa.pem\n");
    gateway = Gateway.start(home).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static void secret(Path file, String text) throws Exception {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Path driver() throws Exception {
    for (Path folder : List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"))) {
      try (Stream<Path> files = Files.find(folder, 4, (f, a) -> f.endsWith(DRIVER))) {
        var found = files.findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw new AssertionError(DRIVER + " is missing: apt-get install softhsm2");
  }

  private Peer client(String arguments) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("s_client", "-brief", "-connect", "127.0.0.1:" + home.ocppPort()));
    words.addAll(Arrays.asList(arguments.split(" ", -1)));
    return Peer.program("openssl", words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_3, TLSv1.3, on the token",
    "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256, TLSv1.2, on the token",
    "-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384, TLSv1.2, on the token",
    "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256, TLSv1.2, in a file",
    "-tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384, TLSv1.2, in a file",
  })
  void shakesHands(String arguments, String version, String commonName) throws Exception {
    try (Peer client = client(arguments)) {
      client.await("its version", 0, SOON, l -> l.equals("Protocol version: " + version));
      client.await("its certificate", 0, SOON, l -> l.contains("CN = " + commonName));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_1 -cipher DEFAULT:@SECLEVEL=0, alert protocol version",
    "-tls1 -cipher DEFAULT:@SECLEVEL=0, alert protocol version",
    "-tls1_2 -cipher AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA, alert handshake failure",
    "-tls1_2 -cipher ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA, alert handshake failure",
  })
  void refuses(String arguments, String alert) throws Exception {
    try (Peer client = client(arguments)) {
      client.await("the gateway's own alert", 0, SOON, l -> l.contains(alert));
      assertThat(client.awaitEnd(SOON)).isNotZero();
    }
  }

  @Test
  void saysWhereItsKeysAreAndThatAllIsWell() throws Exception {
    assertThat(gateway.rest().health("keys").path("status").asText()).isEqualTo("ok");
    assertThat(gateway.rest().get("/api/v1/certificates").body().toString())
        .contains("pkcs11:gateway", "CN=on the token");
    assertThat(home.log()).doesNotContain(PIN);
  }
}
