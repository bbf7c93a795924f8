package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile handshakes; after each a good station is served at once. */
@Execution(ExecutionMode.CONCURRENT)
class HandshakeTest {
  private static final String OFFER = "Sec-WebSocket-Protocol: " + Rig.OCPP;
  private static final String PASSWORD = "correct-horse-battery";

  @TempDir Path home;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig(home);
  }

  @AfterEach
  void aGoodStationIsServedAndTheServerStops() throws Exception {
    rig.set("security.minimum=0", "onboarding=closed");
    try (RawClient good = rig.open("CS03")) {
      good.text("hello");
      assertThat(good.message()).isEqualTo("[3,\"hello\",{}]");
    }
    rig.close();
  }

  private int status(String request) throws Exception {
    try (RawClient client = new RawClient(rig.port())) {
      return client.status(request);
    }
  }

  @Test
  void h1CompletesTheHandshakeWithoutSubprotocolAndClosesWhenNoneIsKnown() throws Exception {
    try (RawClient client = new RawClient(rig.port())) {
      String head =
          client.exchange(RawClient.request("/CS01", "Sec-WebSocket-Protocol: ocpp9.9, foo"));
      assertThat(head)
          .startsWith("HTTP/1.1 101 ")
          .doesNotContainIgnoringCase("Sec-WebSocket-Protocol");
      assertThat(client.closeCode()).isEqualTo(1002);
    }
    assertThat(rig.dialect.events).isEmpty();
  }

  @Test
  void h2ClosesWithoutASubprotocolHeader() throws Exception {
    try (RawClient client = new RawClient(rig.port())) {
      assertThat(client.exchange(RawClient.request("/CS01"))).startsWith("HTTP/1.1 101 ");
      assertThat(client.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void h1ChoosesTheVersionThatTheSiteFilePins() throws Exception {
    rig.bind(new FakeDialect("new", "ocpp2.1", 2), 0, "1.0.0");
    rig.site.set(Sites.pinned(Optional.of(Rig.OCPP), "CS01", "CS03"));
    try (RawClient client = new RawClient(rig.port())) {
      String head =
          client.exchange(
              RawClient.request("/CS01", "Sec-WebSocket-Protocol: ocpp2.1, " + Rig.OCPP));
      assertThat(head).containsIgnoringCase("Sec-WebSocket-Protocol: " + Rig.OCPP);
    }
    try (RawClient client = new RawClient(rig.port())) {
      client.exchange(RawClient.request("/CS01", "Sec-WebSocket-Protocol: ocpp2.1"));
      assertThat(client.closeCode()).as("it offers another only").isEqualTo(1002);
    }
  }

  @Test
  void h1ChoosesThePreferredOfTheOfferedSubprotocols() throws Exception {
    FakeDialect newer = new FakeDialect("new", "ocpp2.1", 2);
    rig.bind(newer, 0, "1.0.0");
    try (RawClient client = new RawClient(rig.port())) {
      String head =
          client.exchange(
              RawClient.request(
                  "/CS01",
                  "Sec-WebSocket-Protocol: ocpp1.6, ocpp2.0.1",
                  "Sec-WebSocket-Protocol: ocpp2.1"));
      assertThat(head).containsIgnoringCase("Sec-WebSocket-Protocol: ocpp2.1\r\n");
    }
    Rig.await(() -> newer.count("new attached CS01") == 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?x=1",
        "//CS01",
        "/a/CS01",
        "/../../etc/passwd",
        "/..",
        "/.",
        "/%2fetc",
        "/CS%00",
        "/CS%2501",
        "/CS01%",
        "/CS01%4",
        "/CS01%zz",
        "/%C0%AF",
        "/CS:01",
        "/nobody"
      })
  void h3ToH5AnswersNotFoundToWhatIsNoIdentity(String target) throws Exception {
    assertThat(status(RawClient.request(target, OFFER))).isEqualTo(404);
  }

  @Test
  void h6AnswersNotFoundToAnEndlessIdentity() throws Exception {
    assertThat(status(RawClient.request("/" + "x".repeat(49), OFFER))).isEqualTo(404);
    assertThat(status(RawClient.request("/" + "x".repeat(2000), OFFER))).isEqualTo(404);
    assertThat(status(RawClient.request("/" + "x".repeat(5000), OFFER))).isEqualTo(414);
  }

  @Test
  void decodesTheIdentityOnce() throws Exception {
    rig.site.set(Sites.of("RDAM|123", "CS03"));
    try (RawClient client = rig.open("RDAM%7C123")) {
      Rig.await(() -> rig.dialect.count("one attached RDAM|123") == 1);
    }
  }

  @Test
  void h7AnswersHeaderTooLarge() throws Exception {
    assertThat(status(RawClient.request("/CS01", OFFER, "X: " + "y".repeat(100_000))))
        .isEqualTo(431);
  }

  @Test
  void h7AnswersHeaderTooLargeToAThousandHeaders() throws Exception {
    String[] headers = new String[1000];
    java.util.Arrays.fill(headers, "a: b");
    assertThat(status(RawClient.request("/CS01", headers))).isEqualTo(431);
  }

  @Test
  void h8NamesTheVersionItSpeaks() throws Exception {
    try (RawClient client = new RawClient(rig.port())) {
      String request = RawClient.request("/CS01", OFFER).replace("Version: 13", "Version: 12");
      assertThat(client.exchange(request))
          .startsWith("HTTP/1.1 426 ")
          .containsIgnoringCase("Sec-WebSocket-Version: 13");
    }
  }

  @Test
  void h9AnswersBadRequestOrClosesOnRandomBytes() throws Exception {
    Random random = new Random(9);
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[600];
      random.nextBytes(bytes);
      String noise = new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n\r\n";
      assertThat(status(noise)).isIn(0, 400, 414, 431);
    }
  }

  @Test
  void h10ReapsHalfOpenHandshakesWhileAGoodStationIsServed() throws Exception {
    rig.set("handshake.timeout.ms=1500");
    List<RawClient> half = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      RawClient client = new RawClient(rig.port());
      client.write("GET /CS01 HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
      half.add(client);
    }
    long start = System.nanoTime();
    try (RawClient good = rig.open("CS02")) {
      good.text("boot");
      assertThat(good.message()).isEqualTo("[3,\"boot\",{}]");
    }
    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    for (RawClient client : half) {
      client.awaitEnd();
      client.close();
    }
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void refusesSocketsBeyondTheMost() throws Exception {
    rig.set("connections.max=1");
    try (RawClient first = rig.open("CS01")) {
      assertThat(status(RawClient.request("/CS02", OFFER))).isZero();
    }
    rig.set("connections.max=100");
    Rig.await(() -> rig.transport.connections().isEmpty());
  }

  private void passwords(String... identities) throws Exception {
    StringBuilder lines = new StringBuilder("# stations\n");
    for (String identity : identities) {
      lines
          .append(identity)
          .append(':')
          .append(PasswordHash.of(PASSWORD, new SecureRandom()))
          .append('\n');
    }
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/stations.passwd"), lines);
    rig.transport.reconfigure();
    Rig.await(() -> rig.transport.credentials().lines().size() == identities.length);
  }

  private int basicStatus(String identity, String password) {
    return statusAs(identity, identity, password);
  }

  private int statusAs(String identity, String user, String password) {
    try {
      return status(RawClient.request("/" + identity, OFFER, basic(user, password)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String basic(String user, String password) {
    return basic((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String basic(byte[] bytes) {
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** 1.6J §6.2: the AuthorizationKey is hexadecimal, what is sent are the bytes it stands for. */
  @Test
  void takesAKeyThatIsNoTextByItsHexadecimal() throws Exception {
    rig.set("security.minimum=1");
    String key = "000102030405060708090a3a0c0d0e0ffffefdfc";
    Files.createDirectories(home.resolve("config"));
    Files.writeString(
        home.resolve("config/stations.passwd"),
        "CS01:" + PasswordHash.of(key, new SecureRandom()) + '\n');
    rig.transport.reconfigure();
    Rig.await(() -> rig.transport.credentials().lines().size() == 1);
    byte[] bytes = java.util.HexFormat.of().parseHex("435330313a" + key);
    assertThat(status(RawClient.request("/CS01", OFFER, basic(bytes)))).isEqualTo(101);
    bytes[bytes.length - 1]++;
    assertThat(status(RawClient.request("/CS01", OFFER, basic(bytes)))).isEqualTo(401);
    assertThat(basicStatus("CS01", key)).as("as text").isEqualTo(101);
  }

  @Test
  void h11LetsOnlyTheRightPasswordIn() throws Exception {
    rig.set("security.minimum=1");
    passwords("CS01", "CS02");
    assertThat(basicStatus("CS01", PASSWORD)).isEqualTo(101);
    assertThat(basicStatus("CS01", "wrong")).isEqualTo(401);
    assertThat(statusAs("CS01", "CS02", PASSWORD)).as("another station's").isEqualTo(401);
    assertThat(status(RawClient.request("/CS01", OFFER))).as("missing").isEqualTo(401);
    assertThat(status(RawClient.request("/CS01", OFFER, "Authorization: Basic ???")))
        .isEqualTo(401);
  }

  @Test
  void h4AnswersAnUnknownIdentityAsAWrongPasswordUntilItIsAuthenticated() throws Exception {
    rig.set("security.minimum=1");
    passwords("CS01", "ghost");
    assertThat(basicStatus("nobody", PASSWORD)).isEqualTo(401);
    assertThat(basicStatus("ghost", PASSWORD)).isEqualTo(404);
  }

  @Test
  void aStationWithAPasswordCannotComeWithoutItEvenInProfile0() throws Exception {
    passwords("CS01");
    assertThat(status(RawClient.request("/CS01", OFFER))).isEqualTo(401);
  }

  @Test
  void h11StopsListeningToAnAddressThatGuesses() throws Exception {
    rig.set("security.minimum=1", "auth.failures.per.minute=3");
    passwords("CS01", "CS02");
    assertThat(basicStatus("CS01", PASSWORD)).isEqualTo(101);
    assertThat(basicStatus("CS01", "guess1")).isEqualTo(401);
    assertThat(basicStatus("CS01", "guess2")).isEqualTo(401);
    assertThat(basicStatus("CS01", "guess3")).isEqualTo(401);
    assertThat(basicStatus("CS02", PASSWORD)).as("not verified before").isEqualTo(429);
    assertThat(basicStatus("CS01", PASSWORD)).as("verified before").isEqualTo(101);
  }

  @Test
  void refusesAConnectionBelowTheMinimumProfile() throws Exception {
    rig.set("security.minimum=2");
    assertThat(status(RawClient.request("/CS01", OFFER))).isEqualTo(403);
  }

  @Test
  void openOnboardingLetsUnknownStationsIn() throws Exception {
    rig.set("onboarding=open");
    try (RawClient client = rig.open("nobody")) {
      Rig.await(() -> rig.dialect.count("one attached nobody") == 1);
    }
  }

  @Test
  void asksStationsToComeBackWhileThereIsNoSite() throws Exception {
    var model = rig.site.getAndSet(null);
    try (RawClient client = new RawClient(rig.port())) {
      assertThat(client.exchange(RawClient.request("/CS01", OFFER)))
          .startsWith("HTTP/1.1 503 ")
          .containsIgnoringCase("Retry-After: 1");
    }
    rig.site.set(model);
  }

  @Test
  void h15RefusesBodiesOnTheUpgrade() throws Exception {
    String smuggled = "GET /CS02 HTTP/1.1\r\nHost: x\r\n\r\n";
    String request =
        RawClient.request("/CS01", OFFER, "Content-Length: " + smuggled.length()) + smuggled;
    try (RawClient client = new RawClient(rig.port())) {
      assertThat(client.exchange(request)).startsWith("HTTP/1.1 400 ");
      assertThat(client.head()).as("nothing parsed further").isEmpty();
    }
    assertThat(status(RawClient.request("/CS01", OFFER, "Transfer-Encoding: chunked")))
        .isEqualTo(400);
  }

  @Test
  void h15RefusesASecondRequestBehindTheFirst() throws Exception {
    String two = RawClient.request("/CS01", OFFER) + RawClient.request("/CS02", OFFER);
    try (RawClient client = new RawClient(rig.port())) {
      assertThat(client.exchange(two)).startsWith("HTTP/1.1 400 ");
      assertThat(client.head()).isEmpty();
    }
    assertThat(rig.dialect.events).isEmpty();
  }

  @Test
  void h15ClosesOnTlsAtThePlainPort() throws Exception {
    byte[] clientHello = {0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x00};
    long start = System.nanoTime();
    assertThat(status(new String(clientHello, StandardCharsets.ISO_8859_1))).isZero();
    assertThat(System.nanoTime() - start).as("not by the timeout").isLessThan(2_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /CS01", "GET /CS01x HTTP/1.0\r\nX:"})
  void refusesOtherMethodsAndVersions(String line) throws Exception {
    String request = RawClient.request("/CS01", OFFER).replaceFirst("GET /CS01", line);
    assertThat(status(request)).isIn(400, 0);
  }

  @Test
  void refusesAKeyThatIsNotSixteenBytes() throws Exception {
    assertThat(status(RawClient.request("/CS01", OFFER).replace(RawClient.KEY, "YQ==")))
        .isEqualTo(400);
  }

  @Test
  void tellsABrowserToUpgrade() throws Exception {
    assertThat(status("GET /CS01 HTTP/1.1\r\nHost: x\r\n\r\n")).isEqualTo(426);
  }
}
