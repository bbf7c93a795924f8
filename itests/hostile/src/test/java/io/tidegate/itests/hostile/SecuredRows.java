package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Certificates;
import io.tidegate.itests.harness.Certificates.Held;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/** Who may come in over TLS, and as whom (OCPP A00, B01). */
final class SecuredRows {
  private static final int UNAUTHORIZED = 401;
  private static final int BAD = 400;
  private static final int POLICY = 1008;
  private static final String[] TLS = {"TLSv1.2", "TLSv1.3"};

  static final List<SecuredRow> ROWS =
      List.of(
          new SecuredRow("H13", "certificates that are not believed", SecuredRows::unbelieved),
          new SecuredRow(
              "H14", "another station's certificate or serial number", SecuredRows::other),
          new SecuredRow("H15", "requests in a body, over TLS", SecuredRows::smuggled),
          new SecuredRow("H16", "TLS negotiated again and again", SecuredRows::again),
          new SecuredRow("S1", "requests of a station that has to wait", SecuredRows::waiting));

  private SecuredRows() {}

  /** Each over both versions of TLS: none gets an answer, and each is a security event. */
  private static void unbelieved(SecuredScene scene) throws Exception {
    String identity = scene.names().identity();
    String source = scene.names().source();
    int tried = 0;
    Map<String, Held> certificates = certificates(scene, identity);
    for (Map.Entry<String, Held> bad : certificates.entrySet()) {
      for (String protocol : TLS) {
        assertThat(comesIn(scene, source, identity, bad.getValue(), protocol))
            .as("%s, %s", bad.getKey(), protocol)
            .isFalse();
        tried++;
      }
    }
    scene.event("InvalidChargingStationCertificate", source, tried);
    Held any = certificates.values().iterator().next();
    scene.logged(source, () -> assertThat(comesIn(scene, source, identity, any, TLS)).isFalse());
    assertThat(comesIn(scene, source, identity, scene.certificate(identity), TLS)).isTrue();
  }

  private static Map<String, Held> certificates(SecuredScene scene, String identity)
      throws Exception {
    String subject = "CN=" + identity + ",O=" + SecuredSite.OPERATOR;
    Instant now = Instant.now();
    Certificates ours = scene.stations();
    Held good = scene.certificate(identity);
    Map<String, Held> bad = new LinkedHashMap<>();
    bad.put("none", null);
    bad.put("another authority of that name", new Certificates(AUTHORITY).issue(subject, "EC"));
    bad.put("the gateway's authority", scene.authority().issue(subject, "EC"));
    bad.put("expired", ours.issue(subject, "EC", now.minus(DAYS), now.minusSeconds(60)));
    bad.put("not valid yet", ours.issue(subject, "EC", now.plus(DAYS), now.plus(DAYS).plus(DAYS)));
    bad.put("another O", ours.issue("CN=" + identity + ",O=Somebody", "EC"));
    bad.put("no O", ours.issue("CN=" + identity, "EC"));
    bad.put("no CN", ours.issue("O=" + SecuredSite.OPERATOR, "EC"));
    bad.put("stolen, without its key", new Held(scene.certificate("x").key(), good.certificate()));
    return bad;
  }

  /** Name of the authority of the stations. */
  static final String AUTHORITY = "Station authority";

  private static final Duration DAYS = Duration.ofDays(20);

  private static boolean comesIn(
      SecuredScene scene, String source, String identity, Held own, String... protocols)
      throws Exception {
    try (HostileStation station = scene.station(source, identity, own, protocols)) {
      return station.status(upgrade(scene, identity)) != 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String upgrade(SecuredScene scene, String identity, String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Sec-WebSocket-Protocol: " + scene.version().wire();
    return Attacker.request("/" + identity, all);
  }

  private static void other(SecuredScene scene) throws Exception {
    String mine = scene.names().identity();
    String theirs = scene.names().identity();
    String source = scene.names().source();
    try (HostileStation station = scene.station(source, theirs, scene.certificate(mine))) {
      assertThat(station.status(upgrade(scene, theirs))).isEqualTo(UNAUTHORIZED);
    }
    scene.event("FailedToAuthenticateAtCsms", source, 1);
    try (HostileStation station = scene.station(source, mine, scene.certificate(mine))) {
      station.open();
      JsonNode boot = station.call("BootNotification", scene.version().boot(mine));
      assertThat(boot.path("status").asText()).isEqualTo("Accepted");
      station.say("[2,\"x\",\"BootNotification\"," + scene.version().boot(theirs) + "]");
      assertThat(station.closeCode()).isEqualTo(POLICY);
    }
    scene.event("SerialNumberMismatch", source, 1);
  }

  private static void smuggled(SecuredScene scene) throws Exception {
    String identity = scene.names().identity();
    String inner = "GET /" + identity + " HTTP/1.1\r\nHost: x\r\n\r\n";
    for (String header :
        new String[] {"Content-Length: " + inner.length(), "Transfer-Encoding: chunked"}) {
      try (HostileStation station =
          scene.station("127.0.0.1", identity, scene.certificate(identity))) {
        assertThat(station.status(upgrade(scene, identity, header) + inner)).isEqualTo(BAD);
        station.awaitEnd();
      }
    }
  }

  /** TLS 1.2 lets a peer ask for a new handshake, which would pass by the limit of them. */
  private static void again(SecuredScene scene) throws Exception {
    String identity = scene.names().identity();
    AtomicInteger handshakes = new AtomicInteger();
    try (HostileStation station =
        scene.station("127.0.0.1", identity, scene.certificate(identity), "TLSv1.2")) {
      station.open().boot();
      SSLSocket tls = (SSLSocket) station.socket();
      tls.addHandshakeCompletedListener(event -> handshakes.incrementAndGet());
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> {
                tls.startHandshake();
                station.alive();
              })
          .isInstanceOf(IOException.class);
    }
    assertThat(handshakes).hasValue(0);
  }

  /** An expired certificate of a station that may renew it: it must wait, and may do no more. */
  private static void waiting(SecuredScene scene) throws Exception {
    String identity = SecuredSite.expired(scene.version());
    Instant now = Instant.now();
    Held expired =
        scene
            .stations()
            .issue(
                "CN=" + identity + ",O=" + SecuredSite.OPERATOR,
                "EC",
                now.minus(DAYS),
                now.minusSeconds(60));
    try (HostileStation station = scene.station("127.0.0.1", identity, expired)) {
      station.open();
      refused(station);
      for (int i = 0; i < 2; i++) {
        JsonNode boot = station.call("BootNotification", scene.version().boot());
        assertThat(boot.path("status").asText()).isEqualTo("Pending");
        assertThat(boot.path("interval").asInt()).isPositive();
        refused(station);
      }
      JsonNode answer = station.call("SignCertificate", "{\"csr\":\"none\"}");
      assertThat(answer.path("status").asText()).as("served, if in vain").isEqualTo("Rejected");
    }
  }

  private static void refused(HostileStation station) throws IOException {
    String status = station.version().status();
    for (String request : new String[] {"\"Heartbeat\",{}", "\"StatusNotification\"," + status}) {
      String id = station.id();
      station.say("[2,\"" + id + "\"," + request + "]");
      JsonNode answer = station.answer();
      assertThat(answer.path(0).asInt()).as("%s", answer).isEqualTo(4);
      assertThat(answer.path(1).asText()).isEqualTo(id);
      assertThat(answer.path(2).asText()).isEqualTo("SecurityError");
    }
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
