package io.tidegate.itests.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Swap;
import io.tidegate.itests.harness.TalkingStation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/write-a-plugin.md from an empty folder, command by command: the projects of both archetypes
 * build offline, with their tests; signed with a fresh key they come into and go from a gateway
 * with a charging station connected, whose connection lives through all of it (rows P1, P2).
 */
@Tag("long")
class PluginIT {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final String SITE =
      """
      site: Plug-ins
      grid: {importCapKw: 100, exportCapKw: 100, nominalVoltageV: 230, nominalFrequencyHz: 50, buildingDesignLoadKw: 5}
      stations:
        - id: CS01
          evses:
            - {id: E01, number: 1, node: grid, phases: L123, maxChargeKw: 11, minChargeA: 6, safeShareKw: 4.2}
      mandates:
        - {id: acme-program, kind: upstream, highest: contract, keepAlive: 5s}
      """;
  private static final String SCHEDULES = "SetChargingProfile";

  @TempDir Path folder;

  @Test
  void comesToWorkInARunningGatewayAndGoesAgain() throws Exception {
    Maven.publish();
    Maven.install(folder.resolve("bin"));
    Path distribution = Gateway.copy(folder.resolve("distribution"));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Home home = home();
    Guide guide =
        new Guide(empty, folder.resolve("bin") + ":" + distribution.resolve("bin"), home.folder());
    guide.follow(1);
    guide.follow(3);
    assertTested(empty.resolve("acme-quirks"));
    assertTested(empty.resolve("acme-program"));
    guide.follow(4);
    Files.copy(empty.resolve("root.json"), distribution.resolve("lib/root.json"));
    try (Gateway gateway = Gateway.again(home, distribution).awaitReady();
        TalkingStation station = TalkingStation.connect(home, "CS01", "ocpp2.0.1");
        Swap hand = new Swap(gateway, folder.resolve("jars"))) {
      charging(station);
      awaitUnit(gateway, station, "W");

      assertThat(guide.follow(5))
          .contains("  probation ", "  confirmed ")
          .containsPattern("installed +acme-quirks +Stations of Acme before firmware 3");
      awaitUnit(gateway, station, "A");
      assertThat(command(gateway)).as("nobody has asked for power yet").isFalse();

      assertThat(guide.follow(6)).containsPattern("installed +acme-program ");
      Await.until("the program's command", SOON, () -> command(gateway), gateway::story);
      assertThat(diagnosis(gateway)).contains("com.acme.acme-quirks", "com.acme.acme-program");

      hand.ask("watch com.acme.acme-quirks");
      hand.ask("watch com.acme.acme-program");
      assertThat(guide.follow(7))
          .containsPattern("- +acme-quirks ")
          .containsPattern("- +acme-program ");
      awaitUnit(gateway, station, "W");
      Await.until(
          "both bundles are gone",
          SOON,
          () ->
              hand.ask("versions com.acme.acme-quirks").isEmpty()
                  && hand.ask("versions com.acme.acme-program").isEmpty(),
          gateway::story);
      Await.until("no class is left", SOON, () -> hand.left() == 0, gateway::story);

      assertThat(station.call("Heartbeat", "{}").path(0).asInt()).isEqualTo(3);
      assertThat(station.closed()).as("the connection of the beginning").isFalse();
      assertThat(station.asked("TriggerMessage").toString()).doesNotContain("BootNotification");
    }
  }

  /** With a window of the program's that is open. */
  private Home home() throws IOException {
    LocalTime now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    return Home.in(folder)
        .set("io.tidegate.core.clock/source=assumed")
        .write("config/site.yaml", SITE)
        .write("config/idtokens.txt", "CARD7788\n")
        .write(
            "config/com.acme.acme-program.cfg",
            "from = %s\nto = %s\npower.w = 6000\n"
                .formatted(now.minusMinutes(5), now.plusHours(2)));
  }

  private static void assertTested(Path project) throws IOException {
    try (Stream<Path> reports = Files.list(project.resolve("target/failsafe-reports"))) {
      assertThat(reports.map(Path::toString)).anyMatch(name -> name.endsWith("BundleIT.xml"));
    }
  }

  private static void charging(TalkingStation station) throws Exception {
    station.call(
        "BootNotification",
        "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"Acme\",\"model\":\"One\","
            + "\"firmwareVersion\":\"2.1\"}}");
    station.call(
        "StatusNotification",
        "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"connectorStatus\":\"Occupied\",\"evseId\":1,"
            + "\"connectorId\":1}");
    station.call(
        "TransactionEvent",
        "{\"eventType\":\"Started\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"triggerReason\":"
            + "\"Authorized\",\"seqNo\":0,\"transactionInfo\":{\"transactionId\":\"T1\","
            + "\"chargingState\":\"Charging\"},\"evse\":{\"id\":1,\"connectorId\":1},"
            + "\"idToken\":{\"idToken\":\"CARD7788\",\"type\":\"ISO14443\"}}");
  }

  /** Waits for a setpoint of after this call. */
  private static void awaitUnit(Gateway gateway, TalkingStation station, String unit)
      throws InterruptedException {
    int before = station.asked(SCHEDULES).size();
    Await.until(
        "a setpoint in " + unit,
        SOON,
        () -> {
          List<JsonNode> asked = station.asked(SCHEDULES);
          return asked.stream().skip(before).anyMatch(frame -> unit(frame).equals(unit));
        },
        () -> station.asked(SCHEDULES) + "\n" + gateway.story());
  }

  private static String unit(JsonNode frame) {
    return frame
        .path(3)
        .path("chargingProfile")
        .path("chargingSchedule")
        .path(0)
        .path("chargingRateUnit")
        .asText();
  }

  private static boolean command(Gateway gateway) throws Exception {
    return gateway.rest().site().toString().contains("acme-program-");
  }

  private static String diagnosis(Gateway gateway) throws Exception {
    return gateway.rest().get("/api/v1/diag?format=text").text();
  }
}
