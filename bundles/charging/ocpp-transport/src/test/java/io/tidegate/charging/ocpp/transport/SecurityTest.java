package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.SecurityEvent.Type;
import io.tidegate.charging.ocpp.transport.Authority.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Security profiles and TLS, rows H10 to H16, with certificates made here. */
@Execution(ExecutionMode.CONCURRENT)
class SecurityTest {
  private static final String OFFER = "Sec-WebSocket-Protocol: " + Rig.OCPP;
  private static final String PROFILE_3 = "tls.client.auth=required";
  private static Authority serverCa;
  private static Authority stationCa;
  private static Holder server;
  private static Holder rsaServer;
  @TempDir Path home;
  private Rig rig;

  @BeforeAll
  static void makeAuthorities() throws Exception {
    serverCa = new Authority("Server CA");
    stationCa = new Authority("Station CA");
    Instant until = Instant.now().plus(Duration.ofDays(10));
    server = serverCa.issue("CN=gateway");
    rsaServer = serverCa.issue("CN=gateway-rsa", "RSA", until);
  }

  private void start(String... more) throws Exception {
    List<String> settings = new ArrayList<>();
    settings.add("tls.keystore=given.pem");
    settings.add("tls.truststore=given.pem");
    settings.add("security.minimum=2");
    settings.addAll(List.of(more));
    rig =
        new Rig(
            home,
            ring ->
                ring.material.set(
                    Authority.material(1, List.of(stationCa.certificate), server, rsaServer)),
            settings.toArray(new String[0]));
  }

  @AfterEach
  void stop() throws Exception {
    if (rig != null) {
      rig.close();
    }
  }

  private static SSLContext client(Holder... certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", serverCa.certificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(Authority.store(certificate), Authority.PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private SSLSocket socket(SSLContext context) throws IOException {
    return (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), rig.port());
  }

  private int status(SSLContext context, String station, String... headers) throws Exception {
    try (RawClient client = new RawClient(socket(context))) {
      String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = OFFER;
      return client.status(RawClient.request("/" + station, all));
    } catch (IOException e) {
      return 0;
    }
  }

  private static String login(String user, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes());
  }

  private static Holder station(String subject) throws Exception {
    return stationCa.issue(subject);
  }

  @Test
  void servesTheEcdsaAndTheRsaCertificateAsTheStationCan() throws Exception {
    start();
    assertThat(shown("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")).isEqualTo(server.certificate());
    assertThat(shown("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")).isEqualTo(server.certificate());
    assertThat(shown("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")).isEqualTo(rsaServer.certificate());
    assertThat(shown("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")).isEqualTo(rsaServer.certificate());
  }

  private X509Certificate shown(String suite, Holder... certificate) throws Exception {
    try (SSLSocket socket = socket(client(certificate))) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void offersSuitesWithoutForwardSecrecyOnlyWhenSwitchedOn() throws Exception {
    String suite = "TLS_RSA_WITH_AES_128_GCM_SHA256";
    start();
    assertThat(refuses(suite)).isTrue();
    Rig.await(() -> rig.events.has(Type.INVALID_TLS_CIPHER_SUITE));
    rig.set("tls.rsa.suites=true");
    rig.transport.reconfigure();
    TransportConfig.TlsPlan plan = rig.config.get().tls().orElseThrow();
    if (Tls.missingSuites(plan).isEmpty()) {
      Rig.await(() -> !refuses(suite));
    } else {
      assertThat(refuses(suite)).as("this Java has none").isTrue();
    }
  }

  private boolean refuses(String suite) {
    try {
      shown(suite);
      return false;
    } catch (Exception e) {
      return true;
    }
  }

  /** A ClientHello without extensions. */
  private static byte[] hello(int minor, int suite) {
    ByteBuffer hello = ByteBuffer.allocate(5 + 4 + 41);
    hello.put((byte) 22).put((byte) 3).put((byte) 1).putShort((short) 45);
    hello.put((byte) 1).put((byte) 0).putShort((short) 41);
    hello.put((byte) 3).put((byte) minor);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    hello.put(random).put((byte) 0).putShort((short) 2).putShort((short) suite);
    hello.put((byte) 1).put((byte) 0);
    return hello.array();
  }

  @Test
  void h12RefusesTlsBelow12AndNotesIt() throws Exception {
    start();
    try (RawClient client = new RawClient(rig.port())) {
      client.write(hello(2, 0xC02B));
      client.awaitEnd();
    }
    Rig.await(() -> rig.events.has(Type.INVALID_TLS_VERSION));
  }

  @Test
  void h12RefusesAHelloWithoutACommonSuiteAndNotesIt() throws Exception {
    start();
    try (RawClient client = new RawClient(rig.port())) {
      client.write(hello(3, 0x002F));
      client.awaitEnd();
    }
    Rig.await(() -> rig.events.has(Type.INVALID_TLS_CIPHER_SUITE));
  }

  @Test
  void h13RefusesAStationWithoutACertificate() throws Exception {
    start(PROFILE_3, "security.minimum=3");
    assertThat(status(client(), "CS01")).isZero();
    Rig.await(() -> rig.events.has(Type.INVALID_CHARGING_STATION_CERTIFICATE));
  }

  @Test
  void h13RefusesACertificateOfAnotherIssuerOrOperator() throws Exception {
    start(PROFILE_3, "tls.client.organization=Harbour Power");
    Holder foreign = new Authority("Station CA").issue("CN=CS01,O=Harbour Power");
    assertThat(status(client(foreign), "CS01")).as("same name, other key").isZero();
    assertThat(status(client(station("CN=CS01,O=Somebody Else")), "CS01")).isZero();
    assertThat(status(client(station("CN=CS01")), "CS01")).as("no O").isZero();
    assertThat(status(client(station("O=Harbour Power")), "CS01")).as("no CN").isZero();
    Rig.await(() -> rig.events.latest(9).size() >= 4);
    assertThat(rig.events.latest(9))
        .allMatch(e -> e.type().equals(Type.INVALID_CHARGING_STATION_CERTIFICATE.text()));
    assertThat(status(client(station("CN=CS01,O=Harbour Power")), "CS01")).isEqualTo(101);
  }

  @Test
  void h13RefusesAnExpiredCertificateUnlessTheStationIsListedForRenewal() throws Exception {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/stations.certificates"), "CS02:SN-2:renew\n");
    start(PROFILE_3, "security.minimum=3");
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    assertThat(status(client(stationCa.issue("CN=CS01", "EC", yesterday)), "CS01")).isZero();
    Holder listed = stationCa.issue("CN=SN-2", "EC", yesterday);
    try (RawClient client = new RawClient(socket(client(listed)))) {
      client.upgrade("/CS02", Rig.OCPP);
      assertThat(rig.mailbox("CS02").peer().certificateExpired()).isTrue();
    }
    assertThat(status(client(listed), "CS01")).as("another's").isEqualTo(401);
    Holder forged = new Authority("Station CA").issue("CN=SN-2", "EC", yesterday);
    assertThat(status(client(forged), "CS02")).as("expired and of another issuer").isZero();
  }

  @Test
  void h14TellsTheDialectTheSerialNumberOfTheCertificate() throws Exception {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/stations.certificates"), "CS01:SN-1\n");
    start(PROFILE_3, "security.minimum=3");
    assertThat(status(client(station("CN=CS01")), "CS01")).as("not its serial").isEqualTo(401);
    assertThat(rig.events.has(Type.FAILED_TO_AUTHENTICATE_AT_CSMS, "CS01")).isTrue();
    try (RawClient client = new RawClient(socket(client(station("CN=SN-1"))))) {
      client.upgrade("/CS01", Rig.OCPP);
      assertThat(rig.mailbox("CS01").peer().certificateCommonName()).contains("SN-1");
      assertThat(rig.mailbox("CS01").peer().certificateExpired()).isFalse();
    }
  }

  @Test
  void resumesSessionsAndKnowsTheStationAgain() throws Exception {
    start(PROFILE_3, "security.minimum=3");
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      SSLContext context = client(station("CN=CS01"));
      long first = session(context, version).getCreationTime();
      long until = System.currentTimeMillis() + 2;
      Rig.await(() -> System.currentTimeMillis() > until);
      assertThat(session(context, version).getCreationTime()).as(version).isEqualTo(first);
    }
  }

  private SSLSession session(SSLContext context, String version) throws Exception {
    SSLSocket socket = socket(context);
    socket.setEnabledProtocols(new String[] {version});
    try (RawClient client = new RawClient(socket)) {
      client.upgrade("/CS01", Rig.OCPP);
      return socket.getSession();
    }
  }

  @Test
  void refusesALowerSecurityProfileThanBeforeUntilAnOperatorAllowsIt() throws Exception {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(
        home.resolve("config/stations.passwd"),
        "CS01:" + PasswordHash.of("a-password-of-20-chars", new SecureRandom()) + "\n");
    start("tls.client.auth=optional");
    String login = login("CS01", "a-password-of-20-chars");
    assertThat(status(client(), "CS01", login)).isEqualTo(101);
    assertThat(status(client(station("CN=CS01")), "CS01")).isEqualTo(101);
    assertThat(status(client(), "CS01", login)).isEqualTo(403);
    assertThat(rig.events.has(Type.SECURITY_PROFILE_DOWNGRADE, "CS01")).isTrue();
    assertThat(rig.transport.profiles().highest()).containsEntry(new StationId("CS01"), 3);
    assertThat(rig.transport.profiles().reset(new StationId("CS01")).toCompletableFuture().join())
        .isTrue();
    assertThat(status(client(), "CS01", login)).isEqualTo(101);
  }

  @Test
  void h16ServesAllWhenOnlyOneHandshakeIsWorkedOnAtATime() throws Exception {
    start(PROFILE_3, "security.minimum=3", "tls.handshakes.max=1", "reconnect.free=1000");
    SSLContext context = client(station("CN=CS01"));
    try (RawClient stalled = new RawClient(rig.port())) {
      stalled.write(hello(3, 0xC02B));
      List<Thread> herd = new ArrayList<>();
      List<Integer> answers = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 40; i++) {
        Thread one =
            new Thread(
                () -> {
                  try {
                    answers.add(status(context, "CS01"));
                  } catch (Exception e) {
                    answers.add(-1);
                  }
                });
        one.start();
        herd.add(one);
      }
      for (Thread one : herd) {
        one.join(10_000);
      }
      assertThat(answers).hasSize(40).allMatch(a -> a == 101);
    }
  }

  @Test
  void h10ReapsHalfOpenHandshakesWhileAGoodStationIsServedAtOnce() throws Exception {
    start(PROFILE_3, "security.minimum=3", "handshake.timeout.ms=2000");
    List<RawClient> halfOpen = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      RawClient client = new RawClient(rig.port());
      client.write((byte) 22, (byte) 3, (byte) 1);
      halfOpen.add(client);
    }
    assertThat(status(client(station("CN=CS01")), "CS01")).isEqualTo(101);
    for (RawClient client : halfOpen) {
      client.awaitEnd();
    }
  }

  @Test
  void takesANewCertificateForNewHandshakesAndKeepsEveryConnection() throws Exception {
    start(PROFILE_3, "security.minimum=3");
    List<RawClient> live = new ArrayList<>();
    for (String name : List.of("CS01", "CS02", "CS03")) {
      RawClient client = new RawClient(socket(client(station("CN=" + name))));
      client.upgrade("/" + name, Rig.OCPP);
      live.add(client);
    }
    Holder next = serverCa.issue("CN=gateway-next");
    rig.ring.material.set(Authority.material(2, List.of(stationCa.certificate), next));
    rig.transport.reconfigure();
    Holder fourth = station("CN=CS04");
    Rig.await(
        () -> {
          try {
            return shown("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", fourth)
                .equals(next.certificate());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    for (RawClient client : live) {
      client.text("still here");
      assertThat(client.message()).contains("still here");
      client.close();
    }
  }
}
