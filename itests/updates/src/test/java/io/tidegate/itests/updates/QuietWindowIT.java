package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.TalkingStation;
import io.tidegate.itests.updates.Works.Fault;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release that closes connections waits until no vehicle is served, or for an operator's word,
 * and gives stations the time to come back (P2, P3).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuietWindowIT {
  private static final String TRANSPORT = "io.tidegate.charging.ocpp.transport";
  private static final String WAITS =
      "It waits until no vehicle is served, or for an operator's word: it would interrupt "
          + TRANSPORT;

  private Scene scene;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Home home =
        Home.in(folder)
            .write("config/idtokens.txt", "CARD7788\n")
            .write(
                "config/site.yaml",
                "site: Updates\ngrid: {importCapKw: 100, exportCapKw: 0, buildingDesignLoadKw: 0}\n"
                    + "stations:\n  - {id: CS1, evses: [{id: E1, number: 1, node: grid, phases: L123,"
                    + " maxChargeKw: 11, safeShareKw: 4.2}]}\n");
    scene = new Scene(home, folder);
    home.set("io.tidegate.admin.updates/reconnect.s=20");
    scene.start();
  }

  @AfterAll
  void close() throws Exception {
    if (scene != null) {
      scene.close();
    }
  }

  @Test
  @Order(1)
  void waitsWhileAVehicleIsServedAndGoesOnByItselfAfterwards() throws Exception {
    try (TalkingStation station = connected()) {
      transaction(station, "T1", "Started", 0);
      String id = ordered("1.0.1");
      waitsOn(id);
      assertThat(station.closed()).isFalse();
      assertThat(versions()).startsWith("0.1.0");

      transaction(station, "T1", "Ended", 1);

      scene.await(id, "PROBATION");
      Await.until("it is closed", Scene.PATIENCE, station::closed);
      cyclesGoBy(); // its back-off is longer than the grace
      try (TalkingStation again = connected()) {
        scene.await(id, "CONFIRMED");
        alone("1.0.1:32");
        assertThat(again.closed()).isFalse();
      }
    }
  }

  @Test
  @Order(2)
  void goesOnAtAnOperatorsWord() throws Exception {
    try (TalkingStation station = connected()) {
      transaction(station, "T2", "Started", 0);
      String id = ordered("1.0.2");
      waitsOn(id);

      assertThat(
              scene.gateway().rest().post("/api/v1/updates/" + id + "/approve", Map.of()).status())
          .isEqualTo(202);

      scene.await(id, "PROBATION");
      try (TalkingStation again = connected()) {
        scene.await(id, "CONFIRMED");
        alone("1.0.2:32");
        transaction(again, "T2", "Ended", 1);
      }
    }
  }

  @Test
  @Order(3)
  void goesBackWhenStationsDoNotComeBack() throws Exception {
    try (TalkingStation station = connected()) {
      assertThat(station.closed()).isFalse();
      String[] end = scene.await(ordered("1.0.3"), "ROLLED_BACK");
      assertThat(end[2]).isEqualTo("UNHEALTHY");
      assertThat(end[3]).contains("1 of 1 stations that were connected are not");
      alone("1.0.2:32");
    }
  }

  private TalkingStation connected() throws Exception {
    TalkingStation[] station = new TalkingStation[1];
    Await.until(
        "a way in",
        Scene.PATIENCE,
        () -> {
          station[0] = TalkingStation.connect(scene.home(), "CS1", "ocpp2.0.1");
          return true;
        },
        scene.gateway()::story);
    station[0].call(
        "BootNotification",
        "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"v\",\"model\":\"m\"}}");
    return station[0];
  }

  private static void transaction(TalkingStation station, String id, String event, int number)
      throws Exception {
    String reason = event.equals("Ended") ? "EVCommunicationLost" : "Authorized";
    station.call(
        "TransactionEvent",
        "{\"eventType\":\"%s\",\"timestamp\":\"2026-01-01T00:00:0%dZ\",\"triggerReason\":\"%s\","
                .formatted(event, number, reason)
            + "\"seqNo\":%d,\"transactionInfo\":{\"transactionId\":\"%s\"},".formatted(number, id)
            + "\"evse\":{\"id\":1,\"connectorId\":1},"
            + "\"idToken\":{\"idToken\":\"CARD7788\",\"type\":\"ISO14443\"}}");
  }

  private String ordered(String version) throws Exception {
    return scene.order(
        scene
            .works()
            .release(
                "transport",
                1,
                scene.works().another(TRANSPORT, version, Swap.IN_PLACE, Fault.NONE)));
  }

  private String versions() throws Exception {
    return scene.hand().ask("versions " + TRANSPORT);
  }

  /** What ended goes a moment after the order's end. */
  private void alone(String version) throws Exception {
    Await.until("only " + version, Scene.PATIENCE, () -> versions().equals(version));
  }

  /** For some cycles of the control loop, it does. */
  private void waitsOn(String id) throws Exception {
    Await.until(
        id + " waits",
        Scene.PATIENCE,
        () -> scene.await(id, "WAIT")[3].startsWith(WAITS),
        scene.gateway()::story);
    cyclesGoBy();
    assertThat(scene.view(id)).contains("WAIT");
  }

  private void cyclesGoBy() throws Exception {
    long cycles = cycles();
    Await.until("some cycles", Scene.PATIENCE, () -> cycles() >= cycles + 3);
  }

  private long cycles() throws Exception {
    return Long.parseLong(scene.hand().ask("cycles").split(" ")[0]);
  }
}
