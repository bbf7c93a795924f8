package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is not known, who has no token, who sends rubbish, and an operator who mistypes: the gateway
 * stays up, serves the others, and says what is wrong (rows P8, S1.3, S3.6, S5.3).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  private Home home;
  private Gateway gateway;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    home = Home.in(folder);
    Depot.configure(home, Home.freePorts(1)[0]);
    home.write("config/idtokens.txt", "GOOD-1 ISO14443\n")
        .unset("io.tidegate.charging.ocpp.v201/idtokens")
        .unset("io.tidegate.charging.ocpp.transport/port");
    // each test connects anew
    home.set("io.tidegate.charging.ocpp.transport/reconnect.free=1000");
    listenOn(home.ocppPort());
    gateway = Gateway.start(home).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
  }

  @AfterEach
  void servesAKnownStationStill() throws Exception {
    assertThat(gateway.isAlive()).as(gateway.story()).isTrue();
    try (RawStation station = RawStation.connect(home, "CS01")) {
      assertThat(station.boot().path("status").asText()).isEqualTo("Accepted");
    }
    assertThat(gateway.rest().get("/api/v1/site").status()).isEqualTo(200);
  }

  private Rest rest() {
    return gateway.rest();
  }

  @Test
  void refusesAStationThatTheSiteFileDoesNotName() throws Exception {
    assertThatThrownBy(() -> RawStation.connect(home, "CS99"))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(404));
  }

  @Test
  void refusesATokenThatTheOperatorDoesNotList() throws Exception {
    try (RawStation station = RawStation.connect(home, "CS02")) {
      station.boot();
      assertThat(authorise(station, "GOOD-1")).isEqualTo("Accepted");
      assertThat(authorise(station, "STOLEN")).isEqualTo("Invalid");
    }
  }

  private static String authorise(RawStation station, String token) throws Exception {
    return station
        .call("Authorize", Map.of("idToken", Map.of("idToken", token, "type", "ISO14443")))
        .path("idTokenInfo")
        .path("status")
        .asText();
  }

  @Test
  void answersNothingWithoutTheToken() throws Exception {
    for (String path :
        new String[] {"site", "sessions", "decisions", "health", "metrics", "diag"}) {
      Rest.Answer answer = rest().send(rest().anonymous("/api/v1/" + path).GET());
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.body().path("error").path("code").asText()).isEqualTo("V2G-401");
      assertThat(answer.text()).doesNotContain("CS01");
    }
    HttpRequest.Builder command =
        rest().anonymous("/api/v1/grid-commands").POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(rest().send(command).status()).isEqualTo(401);
  }

  @Test
  void limitsWrongTokensAndLetsTheRightOnePass() throws Exception {
    int last = 0;
    for (int i = 0; i < 12; i++) {
      last = rest().send(wrong("wrong-" + i).GET()).status();
      assertThat(last).isIn(401, 429);
    }
    assertThat(last).isEqualTo(429);
    assertThat(rest().get("/api/v1/site").status()).isEqualTo(200);
    assertThat(home.log()).doesNotContain("wrong-3").doesNotContain(home.token());
  }

  private HttpRequest.Builder wrong(String token) {
    return rest().anonymous("/api/v1/site").header("Authorization", "Bearer " + token);
  }

  @Test
  void refusesCommandsOfControllersWithoutAMandateAndNonsense() throws Exception {
    Instant now = Instant.now();
    assertThat(command("nobody", -1_000, now, now.plusSeconds(5))).isEqualTo(403);
    assertThat(command("dms", Double.NaN, now, now.plusSeconds(5))).isIn(400, 422);
    assertThat(command("dms", -1e12, now, now.plusSeconds(5))).isEqualTo(422);
    assertThat(command("dms", -1_000, now, now.minusSeconds(5))).isEqualTo(422);
    assertThat(rest().site().path("commands")).isEmpty();
  }

  private int command(String controller, double powerW, Instant start, Instant end)
      throws Exception {
    return rest()
        .post(
            "/api/v1/grid-commands",
            Map.of(
                "id",
                "x",
                "controller",
                controller,
                "priority",
                "contract",
                "kind",
                "vehicle-power",
                "powerW",
                powerW,
                "start",
                start.toString(),
                "end",
                end.toString()))
        .status();
  }

  @Test
  void outlivesRubbishAtBothPorts() throws Exception {
    Random random = new Random(20260121);
    for (int port : new int[] {home.ocppPort(), home.restPort()}) {
      for (int i = 0; i < 20; i++) {
        byte[] rubbish = new byte[1 + random.nextInt(5_000)];
        random.nextBytes(rubbish);
        throwAt(port, rubbish);
      }
      throwAt(
          port,
          ("GET /" + "A".repeat(100_000) + " HTTP/1.1\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      throwAt(port, "GET /CS01 HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Sends bytes and hangs up; a peer that hangs up first is right to do so. */
  private static void throwAt(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(200);
      try {
        socket.getOutputStream().write(bytes);
        socket.getInputStream().read();
      } catch (IOException e) {
        assertThat(e)
            .isInstanceOfAny(java.net.SocketException.class, java.net.SocketTimeoutException.class);
      }
    }
  }

  @Test
  void outlivesRubbishFromAKnownStation() throws Exception {
    String[] rubbish = {
      "",
      "{}",
      "[]",
      "[2]",
      "[2,\"1\",\"Heartbeat\"]",
      "[2,\"1\",\"NoSuchAction\",{}]",
      "[2,\"1\",\"Heartbeat\",{\"x\":1}]",
      "[3,\"never-asked\",{}]",
      "[2,\"1\",\"MeterValues\",{\"evseId\":999999999999,\"meterValue\":[]}]",
      "[".repeat(10_000),
      "[2,\"1\",\"Heartbeat\",{\"a\":\"" + "x".repeat(200_000) + "\"}]",
      "\u0000\uffff"
    };
    for (String text : rubbish) {
      try (RawStation station = RawStation.connect(home, "CS03")) {
        station.boot();
        station.say(text);
        // the next answer comes from a live gateway, on this connection or on the next
        Await.until(
            "a heartbeat is answered after " + text.substring(0, Math.min(60, text.length())),
            SOON,
            () -> station.closed() || station.call("Heartbeat", Map.of()).has("currentTime"));
      }
    }
    assertThat(home.log()).contains("OCPP_JSON_INVALID");
  }

  @Test
  void saysWhichFieldOfWhichFileIsWrongAndKeepsTheLastGoodOne() throws Exception {
    String file = "config/io.tidegate.charging.ocpp.v201.cfg";
    String good = home.text(file);
    home.write(file, "heartbeat.interval.s = soon\n");
    awaitRed("ocpp-2-0-1", "io.tidegate.charging.ocpp.v201.cfg", "heartbeat.interval.s");
    try (RawStation station = RawStation.connect(home, "CS04")) {
      assertThat(station.boot().path("interval").asInt()).as("300 s ± 10 %").isBetween(270, 330);
    }
    home.write(file, good);
    awaitOk("ocpp-2-0-1");
  }

  @Test
  void keepsTheSiteInForceWhenItsFileIsBroken() throws Exception {
    String good = home.text("config/site.yaml");
    home.write("config/site.yaml", good.replace("ratingKw: 38", "ratingKw: fifty"));
    String line = awaitRed("site", "site.yaml", "ratingKw");
    assertThat(line).contains("site.yaml:5");
    assertThat(rest().site().path("nodes").path(1).path("ratingW").asDouble()).isEqualTo(38_000);
    home.write("config/site.yaml", good);
    awaitOk("site");
  }

  @Test
  void goesOnListeningWhereItDoesWhenTheNewPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listenOn(taken.getLocalPort());
      awaitRed("ocpp-transport", "io.tidegate.charging.ocpp.transport.cfg", "port");
      try (RawStation station = RawStation.connect(home, "CS02")) {
        assertThat(station.boot().path("status").asText()).isEqualTo("Accepted");
      }
      // while it is still taken: a port that becomes free would be taken up at once
      listenOn(home.ocppPort());
      awaitOk("ocpp-transport");
    }
  }

  private void listenOn(int port) throws IOException {
    home.write("config/io.tidegate.charging.ocpp.transport.cfg", "port = " + port + "\n");
  }

  private String awaitRed(String check, String... words) throws Exception {
    Await.until(
        check + " is red with " + String.join(" ", words),
        SOON,
        () -> {
          JsonNode health = rest().health(check);
          return health.path("status").asText().equals("critical")
              && java.util.Arrays.stream(words).allMatch(health.path("message").asText()::contains);
        },
        this::health);
    assertThat(rest().get("/api/v1/health").status()).isEqualTo(503);
    return rest().health(check).path("message").asText();
  }

  private void awaitOk(String check) throws Exception {
    Await.until(
        check + " is no longer red",
        SOON,
        () -> !rest().health(check).path("status").asText().equals("critical"),
        this::health);
  }

  private String health() {
    try {
      return rest().get("/api/v1/health").body().toPrettyString() + gateway.story();
    } catch (Exception e) {
      return e + gateway.story();
    }
  }
}
