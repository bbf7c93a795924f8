package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Certificates;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator does with stations of OCPP 2.0.1 and 2.1 over real sockets: device models,
 * files, the local list, reservations (rows S5.2, S5.3).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsIT {
  private static final Set<Integer> NEWEST = Set.of(1, 2);

  private Home home;
  private Depot depot;
  private Gateway gateway;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    home =
        Home.in(folder)
            .set("io.tidegate.core.clock/source=assumed")
            .set("io.tidegate.charging.ocpp.operations/files.port=0");
    int meterPort = Home.freePorts(1)[0];
    Depot.configure(home, meterPort, NEWEST);
    gateway = Gateway.start(home);
    depot = new Depot(home, meterPort, NEWEST);
    gateway.awaitReady();
    depot.start();
    depot.await("stations", Duration.ofSeconds(40), s -> s.accepted() == Depot.STATIONS);
  }

  @AfterAll
  void close() throws Exception {
    if (depot != null) {
      depot.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private Rest rest() {
    return gateway.rest();
  }

  @Test
  void readsTheDeviceModelOfAStationInParts() throws Exception {
    for (String station : new String[] {"CS01", "CS03"}) {
      String path = "/api/v1/stations/" + station + "/device-model";
      assertThat(rest().get(path).status()).isEqualTo(404);
      Rest.Answer model = connected(path);
      assertThat(model.status()).as(model.text()).isEqualTo(200);
      assertThat(model.body().path("variables")).hasSizeGreaterThan(3);
      JsonNode vendor = rest().get(path + "?variable=VendorName").body().path("variables").path(0);
      assertThat(vendor.path("variableAttribute").path(0).path("value").asText())
          .isEqualTo("Tidegate");
    }
    Gateway.Ended shown =
        Gateway.run("ocpp", "CS01", "device-model", "--home", home.folder().toString());
    assertThat(shown.code()).as(shown.output()).isZero();
    assertThat(shown.output()).contains("\"HeartbeatInterval\"");
  }

  /** Another test may have reset the station. */
  private Rest.Answer connected(String path) throws Exception {
    Await.until(
        "the station is back",
        Gateway.PATIENCE,
        () -> !rest().post(path, Map.of()).text().contains("STATION_OFFLINE"),
        gateway::story);
    return rest().post(path, Map.of());
  }

  private JsonNode newest(String path) throws Exception {
    return rest().get(path).body().path("attempts").path(0);
  }

  private void awaitDone(String path) throws Exception {
    Await.until(
        "done",
        Gateway.PATIENCE,
        () -> !newest(path).path("outcome").asText().equals("running"),
        gateway::story);
    assertThat(newest(path).path("outcome").asText()).as("%s", newest(path)).isEqualTo("done");
  }

  @Tag("long")
  @Test
  void updatesTheSignedFirmwareOfAStationThatIsFree() throws Exception {
    byte[] bytes = new byte[500_000];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(home.folder().resolve("firmware.bin"), bytes);
    String folder = home.folder().toString();
    Gateway.Ended kept = Gateway.run("ocpp", "-", "firmware", "@" + file, "--home", folder);
    assertThat(kept.code()).as(kept.output()).isZero();
    String id = rest().get("/api/v1/firmware").body().path("firmware").path(0).path("id").asText();
    Certificates.Held maker = new Certificates("Maker").issue("CN=firmware", "EC");
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(maker.key());
    signature.update(bytes);
    Rest.Answer signed =
        rest()
            .post(
                "/api/v1/firmware/" + id + "/signature",
                Map.of(
                    "signingCertificate",
                    Certificates.pem("CERTIFICATE", maker.certificate().getEncoded()),
                    "signature",
                    Base64.getEncoder().encodeToString(signature.sign())));
    assertThat(signed.status()).as(signed.text()).isEqualTo(200);
    String path = "/api/v1/stations/CS02/firmware";
    depot.plugIn(2, 55);
    Await.until(
        "the session is refused",
        Gateway.PATIENCE,
        () -> rest().get("/api/v1/sessions").body().path("sessions").size() == 1,
        gateway::story);
    Rest.Answer busy = rest().post(path, Map.of("firmware", id));
    assertThat(busy.status()).as(busy.text()).isEqualTo(409);
    assertThat(busy.text()).contains("SESSION_ACTIVE");
    depot.unplug(2);
    Await.until(
        "the station is free",
        Gateway.PATIENCE,
        () -> rest().post(path, Map.of("firmware", id)).status() == 202,
        gateway::story);
    awaitDone(path);
    assertThat(newest(path).path("states").toString()).contains("SignatureVerified", "Installed");
    assertThat(depot.firmware(2)).isEqualTo(Integer.toHexString(Arrays.hashCode(bytes)));
  }

  private Gateway.Ended task(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("ocpp"));
    line.addAll(List.of(words));
    line.addAll(List.of("--home", home.folder().toString()));
    return Gateway.run(line.toArray(String[]::new));
  }

  @Tag("long")
  @Test
  void publishesAFirmwareToAllStationsUntilItIsTakenBack() throws Exception {
    Path file = Files.write(home.folder().resolve("published.bin"), new byte[] {1, 2, 3});
    Gateway.Ended kept = task("-", "firmware", "@" + file);
    assertThat(kept.code()).as(kept.output()).isZero();
    String id = new ObjectMapper().readTree(kept.output()).path("id").asText();
    Gateway.Ended published = task("-", "firmware/" + id + "/publish", "{}");
    assertThat(published.code()).as(published.output()).isZero();
    URI location =
        URI.create(new ObjectMapper().readTree(published.output()).path("location").asText());
    HttpRequest request = HttpRequest.newBuilder(location).build();
    HttpClient http = HttpClient.newHttpClient();
    assertThat(http.send(request, BodyHandlers.ofByteArray()).body()).containsExactly(1, 2, 3);
    assertThat(task("-", "firmware/" + id + "/publish", "--delete").code()).isZero();
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
    assertThat(task("-", "firmware/" + id, "--delete").code()).isZero();
    assertThat(task("-", "firmware").output()).doesNotContain(id);
  }

  @Test
  void commandsStationsInTheSameWordsForEveryVersion() throws Exception {
    for (int number : new int[] {1, 4}) {
      String path = "/api/v1/stations/CS0" + number + "/";
      assertThat(rest().post(path + "unlock", Map.of("evse", 1)).text()).contains("Unlocked");
      assertThat(rest().post(path + "clear-cache", Map.of()).text()).contains("Accepted");
      Map<String, ?> inService = Map.of("evse", 1, "operative", true);
      assertThat(rest().post(path + "availability", inService).text()).contains("Accepted");
      Map<String, ?> anna = Map.of("evse", 1, "token", "Anna");
      assertThat(rest().post(path + "start", anna).text())
          .as("nobody is plugged in")
          .contains("STATION_DECLINED", "Rejected");
      assertThat(rest().post(path + "stop", Map.of()).text()).contains("NO_TRANSACTION");
      depot.plugIn(number, 55);
      Await.until(
          "the transaction is ended",
          Gateway.PATIENCE,
          () -> rest().post(path + "stop", Map.of("evse", 1)).text().contains("Accepted"),
          gateway::story);
    }
    Gateway.Ended unlocked = task("CS04", "unlock", "{\"evse\":9}");
    assertThat(unlocked.output()).contains("STATION_DECLINED", "UnknownConnector");
    assertThat(unlocked.code()).isEqualTo(1);
  }

  @Tag("long")
  @Test
  void takesTheLogOfAStation() throws Exception {
    String path = "/api/v1/stations/CS04/logs";
    String folder = home.folder().toString();
    Gateway.Ended asked =
        Gateway.run("ocpp", "CS04", "logs", "{\"log\":\"security\"}", "--home", folder);
    assertThat(asked.code()).as(asked.output()).isZero();
    awaitDone(path);
    String file = newest(path).path("file").asText();
    assertThat(rest().get(path + "/" + file).text()).contains("of CS04");
  }

  @Tag("long")
  @Test
  void bringsTheLocalListToEveryStationAndReservesAnEvse() throws Exception {
    Rest.Answer kept =
        rest()
            .post(
                "/api/v1/local-list",
                Map.of("entries", List.of(Map.of("idToken", "Anna"), Map.of("idToken", "Bob"))));
    assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    Await.until(
        "every station holds it",
        Gateway.PATIENCE,
        () -> rest().get("/api/v1/local-list").body().path("stations").size() == Depot.STATIONS,
        gateway::story);
    String version = "version " + kept.body().path("version").asInt();
    assertThat(rest().get("/api/v1/local-list").body().path("stations"))
        .allSatisfy(state -> assertThat(state.asText()).isEqualTo(version));
    String path = "/api/v1/stations/CS03/reservations";
    Rest.Answer reserved = rest().post(path, Map.of("evse", 1, "token", "Anna"));
    assertThat(reserved.status()).as(reserved.text()).isEqualTo(201);
    String id = reserved.body().path("id").asText();
    Rest.Answer free = rest().post(path + "/" + id + "/cancel", Map.of());
    assertThat(free.status()).as(free.text()).isEqualTo(200);
    assertThat(rest().get(path).body().path("reservations").path(0).path("state").asText())
        .isEqualTo("cancelled");
    Rest.Answer reset = rest().post("/api/v1/stations/CS03/reset", Map.of());
    assertThat(reset.body().path("status").asText()).isEqualTo("Accepted");
  }
}
