package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Certificates;
import io.tidegate.itests.harness.Certificates.Held;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Security profiles 1 to 3, reload of keys and of roots, and no way down, through the distribution
 * as it is shipped (S1.12, S4.8, S5.3, X1; H11 to H16).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecurityIT {
  private static final int STATIONS = 202;
  private static final int LIVE = 200;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PASSWORD = "a-password-of-20-chars";
  private static final String STATIONS_ROOT = "config/keys/stations.pem";
  private static final String TRANSPORT = "config/io.tidegate.charging.ocpp.transport.cfg";

  private Certificates gatewayAuthority;
  private Certificates stationAuthority;
  private Held server;
  private Home home;
  private Gateway gateway;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    gatewayAuthority = new Certificates("Gateway authority");
    stationAuthority = new Certificates("Station authority");
    server = gatewayAuthority.issue("CN=gateway", "EC");
    home = Home.in(folder);
    Depot.configure(home, Home.freePorts(1)[0]);
    home.write("config/site.yaml", site())
        .write("config/stations.passwd", passwords())
        .write("config/stations.certificates", station(2) + ":SN-2\n")
        .write(STATIONS_ROOT, stationAuthority.authorityPem())
        .unset("io.tidegate.charging.ocpp.transport/port")
        .unset("io.tidegate.charging.ocpp.transport/security.minimum")
        .set("io.tidegate.charging.ocpp.transport/reconnect.free=1000")
        // nobody answers pings while two hundred connections are opened one after another
        .set("io.tidegate.charging.ocpp.transport/ping.interval.ms=600000");
    key("config/keys/server.pem", server.pem());
    key("config/keys/server-rsa.pem", gatewayAuthority.issue("CN=gateway-rsa", "RSA").oldPem());
    home.write(
        TRANSPORT,
        "port="
            + home.ocppPort()
            + "\ntls.keystore=config/keys/server.pem,config/keys/server-rsa.pem\n"
            + "tls.truststore=config/keys/stations.pem\ntls.client.auth=optional\n"
            + "tls.client.organization=Harbour\n");
    gateway = Gateway.start(home).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static String station(int n) {
    return "CS%03d".formatted(n);
  }

  private static String site() {
    StringBuilder text =
        new StringBuilder(
            "site: Security test\n"
                + "grid: {importCapKw: 900, exportCapKw: 40, nominalVoltageV: 230,"
                + " nominalFrequencyHz: 50, buildingDesignLoadKw: 15, meter: grid}\n"
                + "nodes:\n  - {id: T1, kind: transformer, parent: grid, ratingKw: 900}\n"
                + "stations:\n");
    for (int n = 1; n <= STATIONS; n++) {
      text.append("  - id: ").append(station(n)).append("\n    evses:\n      - {id: E").append(n);
      text.append(", number: 1, node: T1, phases: L123, maxChargeKw: 11, safeShareKw: 0}\n");
    }
    return text + "mandates:\n  - {id: dms, kind: upstream, highest: contract, keepAlive: 5s}\n";
  }

  private static String passwords() throws Exception {
    byte[] salt = new byte[16];
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, 1000, 256))
            .getEncoded();
    HexFormat hex = HexFormat.of();
    String line = ":pbkdf2$1000$" + hex.formatHex(salt) + "$" + hex.formatHex(hash) + "\n";
    return station(1) + line + station(2) + line + station(201) + line + station(202) + line;
  }

  private void key(String file, String pem) throws IOException {
    home.write(file, pem);
    Files.setPosixFilePermissions(
        home.folder().resolve(file), PosixFilePermissions.fromString("rw-------"));
  }

  private SSLContext anonymous() throws Exception {
    return Certificates.tls(gatewayAuthority, null);
  }

  private SSLContext certified(String subject) throws Exception {
    return Certificates.tls(gatewayAuthority, stationAuthority.issue(subject, "EC"));
  }

  private int upgrade(SSLContext tls, String identity, String password) throws IOException {
    try (SocketStation station = SocketStation.open(home.ocppPort(), tls)) {
      return station.upgrade(identity, password);
    }
  }

  private void awaitEvent(String type, String station) throws InterruptedException {
    Await.until(
        type + " of " + station,
        SOON,
        () -> {
          for (JsonNode event :
              gateway.rest().get("/api/v1/security-events").body().path("events")) {
            if (event.path("type").asText().equals(type)
                && event.path("station").asText().equals(station)) {
              return true;
            }
          }
          return false;
        },
        gateway::story);
  }

  private void awaitKeys(String status, String words) throws InterruptedException {
    Await.until(
        "keys are " + status + " with " + words,
        SOON,
        () -> {
          JsonNode health = gateway.rest().health("keys");
          return health.path("status").asText().equals(status)
              && health.path("message").asText().contains(words);
        },
        gateway::story);
  }

  @Test
  @Order(1)
  void profile2TakesThePasswordOfTheStationAndNoOther() throws Exception {
    assertThat(upgrade(anonymous(), station(201), PASSWORD)).isEqualTo(101);
    assertThat(upgrade(anonymous(), station(201), "wrong")).isEqualTo(401);
    assertThat(upgrade(anonymous(), station(201), "")).isEqualTo(401);
    awaitEvent("FailedToAuthenticateAtCsms", station(201));
    assertThatThrownBy(() -> upgrade(null, station(201), PASSWORD))
        .as("plain HTTP on the TLS port")
        .isInstanceOf(IOException.class);
  }

  @Test
  @Order(2)
  void profile3HoldsCertificateOperatorAndSerialNumberAgainstTheStation() throws Exception {
    try (SocketStation good = SocketStation.open(home.ocppPort(), certified("CN=SN-2,O=Harbour"))) {
      assertThat(good.upgrade(station(2), "")).isEqualTo(101);
      good.say(boot("b1", "SN-2"));
      assertThat(good.answer("b1")).contains("Accepted");
      good.say(boot("b2", "SN-3"));
      assertThat(good.closeCode()).isEqualTo(1008);
    }
    awaitEvent("SerialNumberMismatch", station(2));
    assertThat(upgrade(certified("CN=CS002,O=Harbour"), station(2), "")).isEqualTo(401);
    SSLContext foreign =
        Certificates.tls(
            gatewayAuthority, new Certificates("Station authority").issue("CN=SN-2", "EC"));
    assertThatThrownBy(() -> upgrade(foreign, station(2), "")).isInstanceOf(IOException.class);
    SSLContext other = certified("CN=SN-2,O=Somebody");
    assertThatThrownBy(() -> upgrade(other, station(2), "")).isInstanceOf(IOException.class);
    awaitEvent("InvalidChargingStationCertificate", "");
  }

  private static String boot(String id, String serial) {
    return "[2,\""
        + id
        + "\",\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\","
        + "\"vendorName\":\"V\",\"serialNumber\":\""
        + serial
        + "\"}}]";
  }

  @Tag("long")
  @Test
  @Order(3)
  void swapsItsCertificateUnder200LiveConnectionsAndDropsNone() throws Exception {
    List<SocketStation> live = new ArrayList<>();
    try {
      for (int n = 1; n <= LIVE; n++) {
        String name = n == 2 ? "SN-2" : station(n);
        SocketStation one =
            SocketStation.open(home.ocppPort(), certified("CN=" + name + ",O=Harbour"));
        live.add(one);
        assertThat(one.upgrade(station(n), "")).isEqualTo(101);
        assertThat(one.shown()).isEqualTo(server.certificate());
      }
      Held next = gatewayAuthority.issue("CN=gateway-next", "EC");
      String mixed = next.pem().substring(0, next.pem().indexOf("-----BEGIN CERT"));
      key("config/keys/server.pem", mixed);
      awaitKeys("critical", "config/keys/server.pem holds no private key with a certificate");
      showsAfterwards(server);
      key("config/keys/server.pem", next.pem());
      assertThat(reload()).isEqualTo(202);
      awaitKeys("ok", "certificates in use");
      showsAfterwards(next);
      for (SocketStation one : live) {
        assertThat(one.alive()).isTrue();
      }
      server = next;
    } finally {
      for (SocketStation one : live) {
        one.close();
      }
    }
  }

  private void showsAfterwards(Held expected) throws Exception {
    Await.until(
        "new handshakes see " + expected.certificate().getSubjectX500Principal(),
        SOON,
        () -> {
          try (SocketStation one = SocketStation.open(home.ocppPort(), anonymous())) {
            return one.shown().equals(expected.certificate());
          }
        },
        gateway::story);
  }

  /** Neither by a full handshake nor by a session of TLS that is resumed (S4.8). */
  @Test
  @Order(4)
  void trustsANewRootAfterAReloadAndKeepsWhoCameInUnderTheOldOne() throws Exception {
    // of the same name, or a station would not even show what it has
    Certificates next = new Certificates("Station authority");
    SSLContext before = certified("CN=SN-2,O=Harbour");
    SSLContext after =
        Certificates.tls(gatewayAuthority, next.issue("CN=" + station(4) + ",O=Harbour", "EC"));
    try (SocketStation live =
        SocketStation.open(home.ocppPort(), certified("CN=" + station(3) + ",O=Harbour"))) {
      assertThat(live.upgrade(station(3), "")).isEqualTo(101);
      assertThatThrownBy(() -> upgrade(after, station(4), "")).isInstanceOf(IOException.class);

      home.write(STATIONS_ROOT, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
      assertThat(reload()).isEqualTo(202);
      awaitKeys("critical", STATIONS_ROOT);
      assertThat(upgrade(before, station(2), ""))
          .as("a broken root changes nothing")
          .isEqualTo(101);

      home.write(STATIONS_ROOT, next.authorityPem());
      assertThat(reload()).isEqualTo(202);
      Await.until(
          "the new root counts", SOON, () -> upgrade(after, station(4), "") == 101, gateway::story);
      assertThatThrownBy(() -> upgrade(before, station(2), ""))
          .as("the old root is out, its resumable sessions too")
          .isInstanceOf(IOException.class);
      assertThat(live.alive()).isTrue();
      live.say(boot("r1", station(3)));
      assertThat(live.answer("r1")).contains("Accepted");
    }
    stationAuthority = next;
  }

  private int reload() throws Exception {
    return gateway.rest().post("/api/v1/keys/reload", Map.of()).status();
  }

  @Test
  @Order(5)
  void refusesADowngradeOverARestartUntilAnOperatorAllowsIt() throws Exception {
    assertThat(upgrade(anonymous(), station(2), PASSWORD)).isEqualTo(403);
    awaitEvent("SecurityProfileDowngrade", station(2));
    gateway.kill();
    gateway = Gateway.start(home).awaitReady();
    Await.until(
        "the downgrade is refused",
        SOON,
        () -> upgrade(anonymous(), station(2), PASSWORD) == 403,
        gateway::story);
    assertThat(
            gateway
                .rest()
                .post("/api/v1/security-profiles/" + station(2) + "/reset", Map.of())
                .status())
        .isEqualTo(202);
    assertThat(upgrade(anonymous(), station(2), PASSWORD)).isEqualTo(101);
    awaitEvent("SecurityProfileReset", station(2));
  }

  @Test
  @Order(6)
  void profile1IsForThoseWhoNeverCameWithMore() throws Exception {
    assertThat(upgrade(certified("CN=CS001,O=Harbour"), station(1), "")).isEqualTo(101);
    home.write(TRANSPORT, "port=" + home.ocppPort() + "\nsecurity.minimum=1\n");
    Await.until(
        "a station comes with a password and without TLS",
        SOON,
        () -> upgrade(null, station(202), PASSWORD) == 101,
        gateway::story);
    assertThat(upgrade(null, station(202), "wrong")).isEqualTo(401);
    assertThat(upgrade(null, station(1), PASSWORD)).isEqualTo(403);
  }
}
