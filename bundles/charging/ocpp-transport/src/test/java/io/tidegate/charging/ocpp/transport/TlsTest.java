package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Security profiles 2 and 3 with keys made by the JDK's keytool. */
@Execution(ExecutionMode.CONCURRENT)
class TlsTest {
  private static final String OFFER = "Sec-WebSocket-Protocol: " + Rig.OCPP;
  @TempDir static Path keys;
  @TempDir Path home;
  private Rig rig;

  @BeforeAll
  static void makeKeys() throws Exception {
    Files.writeString(keys.resolve("password"), "changeit\n");
    Map<String, Process> runs = new LinkedHashMap<>();
    runs.put("server", keytool("server", "gateway"));
    runs.put("CS01", keytool("CS01", "CS01"));
    runs.put("stranger", keytool("stranger", "CS01"));
    for (Process run : runs.values()) {
      String output = new String(run.getInputStream().readAllBytes());
      assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).as(output).isZero();
    }
    trust("server", "stationtrust.p12");
    trust("CS01", "servertrust.p12");
  }

  private static Process keytool(String file, String cn) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=" + cn + ",O=Tidegate",
            "-validity",
            "30",
            "-storetype",
            "PKCS12",
            "-keystore",
            keys.resolve(file + ".p12").toString(),
            "-storepass",
            "changeit")
        .redirectErrorStream(true)
        .start();
  }

  private static void trust(String whom, String file) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(whom, store(whom + ".p12").getCertificate("key"));
    try (OutputStream out = Files.newOutputStream(keys.resolve(file))) {
      trust.store(out, "changeit".toCharArray());
    }
  }

  private void start(String... more) throws Exception {
    List<String> settings = new ArrayList<>();
    settings.add("tls.keystore=" + keys.resolve("server.p12"));
    settings.add("tls.password.file=" + keys.resolve("password"));
    settings.addAll(List.of(more));
    rig = new Rig(home, settings.toArray(new String[0]));
  }

  @AfterEach
  void stop() throws Exception {
    if (rig != null) {
      rig.close();
    }
  }

  private RawClient connect(String certificate, String... protocols) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store("stationtrust.p12"));
    KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
    key.init(certificate.isEmpty() ? null : store(certificate + ".p12"), "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    X509ExtendedKeyManager manager = (X509ExtendedKeyManager) key.getKeyManagers()[0];
    context.init(
        new KeyManager[] {new Insistent(manager, certificate)}, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(java.net.InetAddress.getLoopbackAddress(), rig.port());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return new RawClient(socket);
  }

  /** Presents its certificate whether or not the server names its issuer. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private final String certificate;

    Insistent(X509ExtendedKeyManager keys, String certificate) {
      this.keys = keys;
      this.certificate = certificate;
    }

    private String alias() {
      return certificate.isEmpty() ? null : keys.getClientAliases("EC", null)[0];
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, java.net.Socket socket) {
      return alias();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return keys.getClientAliases(type, issuers);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, java.net.Socket socket) {
      return null;
    }
  }

  private static KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys.resolve(name))) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }

  @Test
  void servesOverTls12And13() throws Exception {
    start();
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      try (RawClient client = connect("", version)) {
        assertThat(((SSLSocket) client.socket).getSession().getProtocol()).isEqualTo(version);
        client.upgrade("/CS01", Rig.OCPP);
        client.text("x".repeat(100_000));
        assertThat(client.message()).hasSize(100_009);
        client.frame(0x82);
        assertThat(client.closeCode()).isEqualTo(1003);
      }
    }
    assertThat(rig.transport.listening()).startsWith("wss://");
  }

  @Test
  void profile2AsksForAPassword() throws Exception {
    start("security.minimum=2");
    try (RawClient client = connect("")) {
      assertThat(client.status(RawClient.request("/CS01", OFFER))).isEqualTo(401);
    }
  }

  private void startWithCertificates() throws Exception {
    start(
        "security.minimum=3",
        "tls.client.auth=optional",
        "tls.truststore=" + keys.resolve("servertrust.p12"));
  }

  @Test
  void profile3LetsTheStationOfTheCertificateInAndNoOther() throws Exception {
    startWithCertificates();
    try (RawClient client = connect("CS01")) {
      client.upgrade("/CS01", Rig.OCPP);
      Rig.await(() -> rig.dialect.mailboxes.containsKey("CS01"));
      assertThat(rig.mailbox("CS01").peer().securityProfile()).isEqualTo(3);
    }
    try (RawClient client = connect("CS01")) {
      assertThat(client.status(RawClient.request("/CS02", OFFER))).isEqualTo(401);
    }
    try (RawClient client = connect("")) {
      assertThat(client.status(RawClient.request("/CS01", OFFER)))
          .as("no certificate")
          .isEqualTo(403);
    }
  }

  @Test
  void h13RefusesACertificateOfAnUnknownIssuer() throws Exception {
    startWithCertificates();
    assertThat(refused("stranger")).isTrue();
  }

  private boolean refused(String certificate) throws Exception {
    try (RawClient client = connect(certificate)) {
      return client.status(RawClient.request("/CS01", OFFER)) == 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void h15ClosesPlainHttpOnTheTlsPort() throws Exception {
    start();
    try (RawClient client = new RawClient(rig.port())) {
      client.write(RawClient.request("/CS01", OFFER).getBytes());
      client.awaitEnd();
    }
    assertThat(rig.dialect.events).isEmpty();
    servedByTls();
  }

  @Test
  void h10ReapsTlsHandshakesThatNeverBegin() throws Exception {
    start("handshake.timeout.ms=300");
    try (RawClient client = new RawClient(rig.port())) {
      client.write((byte) 0x16, (byte) 3, (byte) 1);
      client.awaitEnd();
    }
    servedByTls();
  }

  private void servedByTls() throws Exception {
    try (RawClient client = connect("")) {
      client.upgrade("/CS01", Rig.OCPP);
    }
  }

  @Test
  void takesANewKeyWhileStationsStayConnected() throws Exception {
    Files.copy(keys.resolve("stranger.p12"), home.resolve("key.p12"));
    rig = new Rig(home, "tls.keystore=key.p12", "tls.password.file=" + keys.resolve("password"));
    assertThat(refused("")).as("the station does not trust this key").isTrue();
    Files.copy(
        keys.resolve("server.p12"), home.resolve("key.p12"), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(
        home.resolve("key.p12"), java.nio.file.attribute.FileTime.fromMillis(1));
    rig.transport.reconfigure();
    Rig.await(
        () -> {
          try {
            return !refused("");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }
}
