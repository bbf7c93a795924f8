package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The TLS of a vehicle's door against OpenSSL as the vehicle, with a PKI of {@code tidegate pki
 * make} and a P-521 key that lies on a PKCS#11 token (SoftHSM2) and signs there (S1.5, S2.5, S4.7).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VehicleTlsPeersIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PIN = "48151623";
  private static final String DRIVER = "libsofthsm2.so";

  private Home home;
  private Gateway gateway;
  private Path pki;
  private int port;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    home = Home.in(folder);
    pki = home.folder().resolve("config/keys/pki");
    assertThat(Gateway.run("pki", "make", pki.toString()).code()).isZero();
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
    List<String> keytool =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    keytool.addAll(
        List.of("-genkeypair", "-keystore", "NONE", "-storetype", "PKCS11", "-storepass", PIN));
    keytool.addAll(List.of("-providerClass", "sun.security.pkcs11.SunPKCS11", "-providerArg"));
    keytool.add(provider.toString());
    keytool.addAll(List.of("-alias", "secc", "-keyalg", "EC", "-groupname", "secp521r1"));
    keytool.addAll(List.of("-sigalg", "SHA512withECDSA", "-dname", "CN=on the token"));
    Peer.ends(environment, keytool.toArray(String[]::new));
    Path pin = home.folder().resolve("config/keys/pin");
    Files.writeString(pin, PIN + "\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    start(settings);
  }

  private void start(Path settings) throws Exception {
    InetAddress loopback = InetAddress.getByName("::1");
    int sdpPort;
    try (ServerSocket probe = new ServerSocket(0, 1, loopback);
        DatagramSocket datagrams = new DatagramSocket(0, loopback)) {
      port = probe.getLocalPort();
      sdpPort = datagrams.getLocalPort();
    }
    home.copy(TlsPeersIT.class, "site.yaml", "config/site.yaml")
        .environment("SOFTHSM2_CONF", settings.toString())
        .set("io.tidegate.core.clock/source=assumed")
        .write(
            "config/io.tidegate.core.keys.cfg",
            "pkcs11.library=" + driver() + "\npkcs11.pin.file=config/keys/pin\n")
        .write(
            "config/io.tidegate.charging.v2gtp.transport.cfg",
            """
            doors=E01@lo:%d/%d
            tls.keystore=pkcs11:secc,PKI/iso20/secc.pem,PKI/iso20-ed448/secc.pem,PKI/iso2/secc.pem
            tls.truststore=PKI/iso20/oem-root.pem,PKI/iso20-ed448/oem-root.pem
            tls.crls=PKI/iso20/crl/vehicle.crl
            tls.ocsp=PKI/iso20/ocsp/secc,PKI/iso2/ocsp/secc
            """
                .formatted(sdpPort, port)
                .replace("PKI", "config/keys/pki"));
    gateway = Gateway.start(home).awaitReady();
    long end = System.nanoTime() + SOON.toNanos();
    while (!listening(loopback)) {
      assertThat(System.nanoTime() - end).as("the door is open in time").isNegative();
      Thread.onSpinWait();
    }
  }

  private boolean listening(InetAddress loopback) {
    try (Socket probe = new Socket(loopback, port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
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

  /**
   * OpenSSL as the vehicle; PKI is the folder of the certificates, CERT=x names one with its key.
   */
  private Peer vehicle(String arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("s_client", "-connect", "[::1]:" + port));
    for (String word : arguments.split(" ", -1)) {
      if (word.startsWith("CERT=")) {
        String file = pki.resolve(word.substring(5) + ".pem").toString();
        words.addAll(List.of("-cert", file, "-key", file, "-cert_chain", file));
      } else {
        words.add(word.replace("PKI", pki.toString()));
      }
    }
    return Peer.program("openssl", words.toArray(String[]::new));
  }

  private static final String MODERN = "-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384 ";

  @ParameterizedTest
  @CsvSource({
    // the token's key comes first; a vehicle that names its roots gets the chain below them
    "-groups P-521 CERT=iso20/vehicle, CN = on the token",
    "-groups X448 CERT=iso20/vehicle, CN = on the token",
    "-groups P-521 CERT=iso20/vehicle -requestCAfile PKI/iso20/v2g-root.pem"
        + " -CAfile PKI/iso20/v2g-root.pem -status, Verify return code: 0 (ok)",
    "-groups X448 CERT=iso20-ed448/vehicle -requestCAfile PKI/iso20-ed448/v2g-root.pem"
        + " -CAfile PKI/iso20-ed448/v2g-root.pem, Verify return code: 0 (ok)",
    "-groups P-521 -sigalgs ed448 CERT=iso20-ed448/vehicle"
        + " -CAfile PKI/iso20-ed448/v2g-root.pem, Verify return code: 0 (ok)",
  })
  void shakesHandsWithBothCertificates(String arguments, String said) throws Exception {
    long before = handshakes();
    try (Peer vehicle = vehicle(MODERN + arguments)) {
      vehicle.await("its version", 0, SOON, l -> l.contains("TLSv1.3, Cipher is TLS_AES_256"));
      vehicle.await("what it sees", 0, SOON, l -> l.contains(said));
      // the vehicle is done before the gateway has seen its certificate
      long end = System.nanoTime() + SOON.toNanos();
      while (handshakes() == before) {
        assertThat(System.nanoTime() - end).as("a handshake in time").isNegative();
        Thread.onSpinWait();
      }
    }
  }

  private long handshakes() throws Exception {
    return home.log().lines().filter(l -> l.contains(": TLSv1.3 TLS_AES_256_GCM_SHA384")).count();
  }

  @ParameterizedTest
  @CsvSource({"OCSP Response Status: successful", "Verify return code: 0 (ok)"})
  void shakesHandsWithItsOwnCertificateForIso2(String said) throws Exception {
    try (Peer vehicle =
        vehicle(
            "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256 -groups P-256 -status"
                + " -CAfile PKI/iso2/v2g-root.pem")) {
      vehicle.await("what it sees", 0, SOON, l -> l.contains(said));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CERT=iso20/vehicle-expired, alert certificate expired, has expired at",
    "CERT=iso20/vehicle-revoked, alert certificate revoked, was revoked at",
    "CERT=iso20/contract, alert unknown ca, which is none of the trusted OEM and V2G roots",
    "CERT=iso20/secc, alert unsupported certificate, is not for TLS clients",
    "-quiet, alert certificate required, the vehicle presents no certificate",
  })
  void refuses(String arguments, String alert, String reason) throws Exception {
    try (Peer vehicle = vehicle(MODERN + "-groups P-521 " + arguments)) {
      vehicle.await("the gateway's own alert", 0, SOON, l -> l.contains(alert));
    }
    Await.until(
        "the reason is told: " + reason,
        SOON,
        () -> home.log().contains("TLS_ERR_HANDSHAKE") && home.log().contains(reason));
  }

  @ParameterizedTest
  @CsvSource({"-tls1_1 -cipher DEFAULT:@SECLEVEL=0", "-tls1_3 -groups P-256 CERT=iso20/vehicle"})
  void refusesWhatTheStandardDoesNotKnow(String arguments) throws Exception {
    try (Peer vehicle = vehicle(arguments)) {
      vehicle.await("an alert", 0, SOON, l -> l.contains("alert"));
      assertThat(vehicle.awaitEnd(SOON)).isNotZero();
    }
  }
}
