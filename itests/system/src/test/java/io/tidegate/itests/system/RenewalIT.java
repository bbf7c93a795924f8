package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Certificates;
import io.tidegate.itests.harness.Certificates.Held;
import io.tidegate.itests.harness.Certificates.Wanted;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A station's certificate renewed over OCPP by the gateway's own authority (A02, A03; S5.3). */
@Tag("long")
class RenewalIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Certificates gatewayAuthority;
  private Certificates stationAuthority;
  private Home home;
  private Gateway gateway;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    gatewayAuthority = new Certificates("Gateway authority");
    stationAuthority = new Certificates("Station authority");
    home = Home.in(folder);
    Depot.configure(home, Home.freePorts(1)[0]);
    home.write("config/site.yaml", SITE)
        .write("config/stations.certificates", "CS01:SN-1\n")
        .write("config/keys/stations.pem", stationAuthority.authorityPem())
        .unset("io.tidegate.charging.ocpp.transport/port")
        .unset("io.tidegate.charging.ocpp.transport/security.minimum")
        .set("io.tidegate.core.keys.authority/organization=Harbour")
        .write(
            "config/io.tidegate.charging.ocpp.transport.cfg",
            "port="
                + home.ocppPort()
                + "\ntls.keystore=config/keys/server.pem\n"
                + "tls.truststore=config/keys/stations.pem\ntls.client.auth=required\n");
    secret("config/keys/server.pem", gatewayAuthority.issue("CN=gateway", "EC").pem());
    secret("data/keys/station-ca.pem", stationAuthority.signingPem());
    gateway = Gateway.start(home).awaitReady();
  }

  private static final String SITE =
      """
      site: Renewal
      grid: {importCapKw: 90, exportCapKw: 40, nominalVoltageV: 230, nominalFrequencyHz: 50,
             buildingDesignLoadKw: 15, meter: grid}
      nodes:
        - {id: T1, kind: transformer, parent: grid, ratingKw: 90}
      stations:
        - id: CS01
          evses:
            - {id: E1, number: 1, node: T1, phases: L123, maxChargeKw: 11, safeShareKw: 0}
      mandates:
        - {id: dms, kind: upstream, highest: contract, keepAlive: 5s}
      """;

  @AfterEach
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
  }

  private void secret(String file, String text) throws IOException {
    home.write(file, text);
    Files.setPosixFilePermissions(
        home.folder().resolve(file), PosixFilePermissions.fromString("rw-------"));
  }

  private SocketStation connect(Held certificate) throws Exception {
    SocketStation station =
        SocketStation.open(home.ocppPort(), Certificates.tls(gatewayAuthority, certificate));
    assertThat(station.upgrade("CS01", "")).isEqualTo(101);
    station.say(
        "[2,\"boot\",\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":"
            + "{\"model\":\"M\",\"vendorName\":\"V\",\"serialNumber\":\"SN-1\"}}]");
    assertThat(station.answer("boot")).contains("Accepted");
    return station;
  }

  private static void ask(SocketStation station, String id, Wanted wanted) throws Exception {
    station.say(
        "[2,\""
            + id
            + "\",\"SignCertificate\",{\"csr\":"
            + JSON.writeValueAsString(wanted.csr())
            + "}]");
  }

  /** The message that fits; every other request of the gateway's is refused meanwhile. */
  private static JsonNode await(SocketStation station, String word) throws Exception {
    while (true) {
      JsonNode message = JSON.readTree(station.next());
      boolean call = message.path(0).asInt() == 2;
      if (message.path(call ? 2 : 1).asText().equals(word)) {
        return message;
      }
      if (call) {
        station.say("[4,\"" + message.path(1).asText() + "\",\"NotSupported\",\"\",{}]");
      }
    }
  }

  @Test
  void aStationComesBackWithTheCertificateThatItWasGiven() throws Exception {
    Wanted wanted = Certificates.request("CN=SN-1,O=Harbour");
    X509Certificate given;
    try (SocketStation station = connect(stationAuthority.issue("CN=SN-1,O=Harbour", "EC"))) {
      ask(station, "other", Certificates.request("CN=SN-2,O=Harbour"));
      assertThat(await(station, "other").path(2).path("status").asText()).isEqualTo("Rejected");
      ask(station, "own", wanted);
      assertThat(await(station, "own").path(2).path("status").asText()).isEqualTo("Accepted");
      JsonNode signed = await(station, "CertificateSigned");
      station.say("[3,\"" + signed.path(1).asText() + "\",{\"status\":\"Accepted\"}]");
      given = first(signed.path(3).path("certificateChain").asText());
    }
    assertThat(given.getPublicKey()).isEqualTo(wanted.keys().getPublic());
    given.verify(stationAuthority.authority().getPublicKey());
    try (SocketStation back = connect(wanted.with(given))) {
      assertThat(back.alive()).isTrue();
    }
    assertThat(gateway.rest().health("station-ca").path("status").asText()).isEqualTo("ok");
    assertThat(gateway.rest().get("/api/v1/security-events").body().toString())
        .contains("The request names another station");
    Held self = new Certificates("Somebody").issue("CN=SN-1,O=Harbour", "EC");
    assertThatThrownBy(() -> connect(self)).as("of an authority of its own").isNotNull();
  }

  private static X509Certificate first(String chain) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII)));
  }
}
