package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** HTTP and the opening handshake (RFC 6455 §4, OCPP part 4 §3). */
final class HandshakeRows {
  private static final int SWITCHING = 101;
  private static final int BAD = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int URI_TOO_LONG = 414;
  private static final int UPGRADE_REQUIRED = 426;
  private static final int TOO_MANY = 429;
  private static final int HEADERS_TOO_LARGE = 431;

  /** As {@link HostileSite} sets it. */
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(6);

  static final List<Row> ROWS =
      List.of(
          new Row(
              "H1",
              "only unknown subprotocols",
              s -> unknown(s, "Sec-WebSocket-Protocol: ocpp9.9")),
          new Row("H2", "no subprotocol", s -> unknown(s)),
          new Row("H3", "no identity", s -> answered(s, "/", NOT_FOUND)),
          new Row("H4", "an unknown identity", s -> answered(s, "/NOBODY", NOT_FOUND)),
          new Row("H5", "identities that are paths", HandshakeRows::paths),
          new Row(
              "H6",
              "an identity of 2,000 characters",
              s -> answered(s, "/" + "C".repeat(2_000), NOT_FOUND, URI_TOO_LONG)),
          new Row("H7", "100 kB of header, 1,000 headers", HandshakeRows::headers),
          new Row("H8", "another version of WebSocket", HandshakeRows::version),
          new Row("H9", "random bytes", HandshakeRows::noise),
          new Row("H10", "200 handshakes that never end", HandshakeRows::halfOpen),
          new Row("H11", "wrong credentials", HandshakeRows::credentials),
          new Row("H15", "TLS on the plain port, a request in a body", HandshakeRows::smuggled));

  private HandshakeRows() {}

  /** The handshake completes without a subprotocol, and the socket is closed (part 4 §3.3). */
  private static void unknown(Scene scene, String... headers) throws Exception {
    try (Attacker attacker = scene.socket()) {
      String head = attacker.exchange(Attacker.request("/" + scene.identity(), headers));
      assertThat(head)
          .startsWith("HTTP/1.1 101 ")
          .doesNotContainIgnoringCase("sec-websocket-protocol");
      assertThat(attacker.read().opcode()).isEqualTo(Attacker.CLOSE_OPCODE);
      attacker.awaitEnd();
    }
  }

  private static void answered(Scene scene, String target, Integer... statuses) throws Exception {
    try (Attacker attacker = scene.socket()) {
      String request =
          Attacker.request(target, "Sec-WebSocket-Protocol: " + scene.version().wire());
      int status = attacker.status(request);
      assertThat(status).as(target).isIn((Object[]) statuses);
      if (status != SWITCHING) {
        attacker.awaitEnd();
      }
    }
  }

  private static void paths(Scene scene) throws Exception {
    String good = scene.identity();
    for (String target :
        new String[] {
          "/../../etc/passwd",
          "/..%2f..%2fetc%2fpasswd",
          "/" + good + "/",
          "/x/" + good,
          "//" + good,
          "/%00",
          "/" + good + "%00",
          "/%2543%2553",
          "/CS%253001",
          "/CS:0001",
          "/CS%3A0001",
          "/%",
          "/%zz",
          "/%c0%80",
          "/" + good + "%20"
        }) {
      answered(scene, target, NOT_FOUND, BAD);
    }
    answered(scene, "/%43%53" + good.substring(2) + "?x=1", SWITCHING, NOT_FOUND);
  }

  private static void headers(Scene scene) throws Exception {
    String target = "/" + scene.identity();
    try (Attacker attacker = scene.socket()) {
      String request = Attacker.request(target, "X-Long: " + "x".repeat(100_000));
      assertThat(attacker.status(request)).isIn(0, BAD, HEADERS_TOO_LARGE);
    }
    String[] many = new String[1_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = "X-" + i + ": x";
    }
    try (Attacker attacker = scene.socket()) {
      assertThat(attacker.status(Attacker.request(target, many))).isIn(0, BAD, HEADERS_TOO_LARGE);
    }
  }

  private static void version(Scene scene) throws Exception {
    try (Attacker attacker = scene.socket()) {
      String head =
          attacker.exchange(
              Attacker.request("/" + scene.identity()).replace("Version: 13", "Version: 12"));
      assertThat(head)
          .startsWith("HTTP/1.1 " + UPGRADE_REQUIRED)
          .containsIgnoringCase("sec-websocket-version: 13");
    }
  }

  private static void noise(Scene scene) throws Exception {
    Random random = new Random(9);
    for (int i = 0; i < 10; i++) {
      byte[] bytes = new byte[1 + random.nextInt(4_000)];
      random.nextBytes(bytes);
      bytes[bytes.length - 1] = '\n';
      try (Attacker attacker = scene.socket()) {
        String head =
            attacker.exchange(new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n\r\n");
        assertThat(head.isEmpty() || head.startsWith("HTTP/1.1 400")).as(head).isTrue();
      }
    }
  }

  /** All are reaped, and meanwhile others are served as if they were not there. */
  private static void halfOpen(Scene scene) throws Exception {
    List<Attacker> open = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Attacker attacker = scene.socket();
        open.add(attacker);
        attacker.write("GET /CS0001 HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      long begin = System.nanoTime();
      scene.booted().close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("before the first of them is reaped")
          .isLessThan(HANDSHAKE_TIMEOUT);
      for (Attacker attacker : open) {
        attacker.awaitEnd();
      }
    } finally {
      for (Attacker attacker : open) {
        attacker.close();
      }
    }
  }

  private static void credentials(Scene scene) throws Exception {
    String ocpp = "Sec-WebSocket-Protocol: " + scene.version().wire();
    String source = scene.source();
    List<String> wrong =
        List.of(
            "X-None: x",
            basic(HostileSite.LOCKED, "wrong"),
            basic("CS0001", HostileSite.PASSWORD),
            basic(HostileSite.LOCKED, ""),
            "Authorization: Basic !!!",
            "Authorization: Bearer " + HostileSite.PASSWORD);
    for (String header : wrong) {
      assertThat(login(scene, source, header, ocpp)).as(header).isEqualTo(UNAUTHORIZED);
    }
    String right = basic(HostileSite.LOCKED, HostileSite.PASSWORD);
    assertThat(login(scene, source, right, ocpp)).isEqualTo(SWITCHING);
    Await.until(
        "guessing is slowed down",
        Duration.ofSeconds(20),
        () -> login(scene, source, basic(HostileSite.LOCKED, "guess"), ocpp) == TOO_MANY);
  }

  private static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static int login(Scene scene, String source, String... headers) throws IOException {
    try (Attacker attacker = new Attacker(scene.port(), source, 0)) {
      return attacker.status(Attacker.request("/" + HostileSite.LOCKED, headers));
    }
  }

  private static void smuggled(Scene scene) throws Exception {
    byte[] hello = {0x16, 3, 1, 0, (byte) 0xFF, 1, 0, 0, (byte) 0xFB, 3, 3};
    try (Attacker attacker = scene.socket()) {
      attacker.write(hello);
      attacker.awaitEnd();
    }
    String inner = "GET /" + scene.identity() + " HTTP/1.1\r\nHost: x\r\n\r\n";
    for (String header :
        new String[] {"Content-Length: " + inner.length(), "Transfer-Encoding: chunked"}) {
      try (Attacker attacker = scene.socket()) {
        String request = Attacker.request("/" + scene.identity(), header) + inner;
        assertThat(attacker.status(request)).isEqualTo(BAD);
        attacker.awaitEnd();
      }
    }
  }
}
