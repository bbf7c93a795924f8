package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.TalkingStation;
import io.tidegate.itests.updates.Works.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Releases of the product itself, made and installed with the commands of docs/operations: one that
 * is not the whole, whole ones without and with a start of the container, and the way back (P2,
 * P3).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeReleaseIT {
  private static final String PRODUCT = "tidegate-site";
  private static final String DIALECT = "io.tidegate.charging.ocpp.v201";
  private static final String POLICY = "io.tidegate.policy.peak.shaving";
  private static final String CONSOLE = "io.tidegate.admin.console";
  private static final String API = "io.tidegate.api.journal";

  private Scene scene;
  private Path archives;
  private TalkingStation station;
  private List<String> shipped;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Home home =
        Home.in(folder)
            .write(
                "config/site.yaml",
                "site: Whole releases\ngrid: {importCapKw: 100, exportCapKw: 0,"
                    + " buildingDesignLoadKw: 0}\nstations:\n  - {id: CS1, evses: [{id: E1, number:"
                    + " 1, node: grid, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}\n");
    archives = folder;
    scene = new Scene(home, folder).start();
    station = connected();
    shipped = states();
  }

  @AfterAll
  void close() throws Exception {
    if (station != null) {
      station.close();
    }
    if (scene != null) {
      scene.close();
    }
  }

  private TalkingStation connected() throws Exception {
    TalkingStation connected = TalkingStation.connect(scene.home(), "CS1", "ocpp2.0.1");
    JsonNode boot =
        connected.call(
            "BootNotification",
            "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}");
    assertThat(boot.path(2).path("status").asText()).as("%s", boot).isEqualTo("Accepted");
    return connected;
  }

  /** {@code name:version:state} of each bundle, sorted. */
  private List<String> states() throws Exception {
    return Stream.of(scene.hand().ask("states").split("\\|")).sorted().toList();
  }

  /** All that was shipped, with those bundles in that version, and without others. */
  private List<String> shipped(String version, List<String> newer, List<String> gone) {
    return shipped.stream()
        .filter(state -> !gone.contains(name(state)))
        .map(state -> newer.contains(name(state)) ? name(state) + ":" + version + ":32" : state)
        .sorted()
        .toList();
  }

  private static String name(String state) {
    return state.substring(0, state.indexOf(':'));
  }

  private void runs(List<String> expected) throws Exception {
    Await.until(
        "exactly these bundles",
        Scene.PATIENCE,
        () -> states().equals(expected),
        () -> "wanted " + expected + "\n" + scene.gateway().story());
  }

  private String tool(int code, String... words) throws Exception {
    Gateway.Ended ended = Gateway.run(words);
    assertThat(ended.code())
        .as("%s: %s%n%s", List.of(words), ended.output(), scene.home().log())
        .isEqualTo(code);
    return ended.output();
  }

  private String home() {
    return scene.home().folder().toString();
  }

  /** Builds a release of a whole distribution and signs it. */
  private Path release(String version, int counter, List<String> newer) throws Exception {
    Path archive = archives.resolve("site-" + counter + ".dp");
    tool(
        0,
        "release",
        "build",
        "--expires",
        "2099-01-01",
        "--probation",
        "1",
        "--name",
        PRODUCT,
        "--version",
        version,
        "--counter",
        Integer.toString(counter),
        "-o",
        archive.toString(),
        "--from-distribution",
        scene.works().edition(version, newer).toString());
    tool(0, "release", "sign", archive.toString(), "--key", scene.works().key().toString());
    return archive;
  }

  /** Takes the station away: one that does not come back by itself would count as lost. */
  private void leave() throws InterruptedException {
    station.close();
    Await.until(
        "the gateway has seen that the station left",
        Scene.PATIENCE,
        () ->
            scene
                .gateway()
                .rest()
                .health("ocpp-transport")
                .path("message")
                .asText()
                .startsWith("0 stations"));
  }

  private int starts() {
    return scene.gateway().output().split("ready in ").length - 1;
  }

  @Test
  @Order(1)
  void refusesOneThatLacksMostOfItBeforeAnythingStops() throws Exception {
    Path archive =
        scene
            .works()
            .release(
                PRODUCT, 1, scene.works().another(DIALECT, "1.0.9", Swap.BLUE_GREEN, Fault.NONE));
    String said = tool(1, "update", archive.toString(), "--id", "one", "--watch", "--home", home());
    assertThat(said)
        .contains("UNRESOLVABLE", "there is no gateway without", "a release of the whole");
    List<String> steps =
        StreamSupport.stream(
                scene
                    .gateway()
                    .rest()
                    .get("/api/v1/updates/one")
                    .body()
                    .path("steps")
                    .spliterator(),
                false)
            .map(step -> step.path("step").asText())
            .toList();
    assertThat(steps).endsWith("refused").doesNotContain("wait", "start", "hand-over");
    assertThat(states()).isEqualTo(shipped);
    assertThat(station.closed()).isFalse();
  }

  @Test
  @Order(2)
  void takesAWholeOneBesideTrafficAndLeavesARemovedFeatureOut() throws Exception {
    tool(0, "features", "remove", "console", "--home", home());
    List<String> newer = List.of(DIALECT, POLICY, CONSOLE);
    Path archive = release("1.1.0", 2, newer);
    tool(0, "update", archive.toString(), "--disturb", "--watch", "--home", home());
    runs(shipped("1.1.0", newer, List.of(CONSOLE)));
    assertThat(station.closed()).as("the connection of a station").isFalse();
    tool(0, "features", "install", "console", "--home", home());
    runs(shipped("1.1.0", newer, List.of()));
    assertThat(starts()).isEqualTo(1);
  }

  @Test
  @Order(3)
  void startsAnewForAWholeOneWithASharedBundle() throws Exception {
    List<String> newer = List.of(DIALECT, API);
    Path archive = release("1.2.0", 3, newer);
    leave();
    String said = tool(0, "update", archive.toString(), "--disturb", "--watch", "--home", home());
    assertThat(said).contains("confirmed");
    assertThat(starts()).isEqualTo(2);
    scene.reconnect();
    // what the one before had newer is the distribution's again: a release is all of its name
    runs(shipped("1.2.0", newer, List.of()));
    assertThat(tool(0, "updates", "releases", "--home", home()))
        .contains(PRODUCT + " 1.2.0 (3) confirmed");
    station = connected();
  }

  @Test
  @Order(4)
  void goesBackToTheWholeOneBefore() throws Exception {
    leave();
    String said = tool(0, "updates", "rollback", PRODUCT, "--watch", "--home", home());
    assertThat(said).contains("confirmed");
    scene.reconnect();
    runs(shipped("1.1.0", List.of(DIALECT, POLICY, CONSOLE), List.of()));
    station = connected();
  }

  @Test
  @Order(5)
  void staysWithItOverAKill() throws Exception {
    scene.kill();
    scene.start();
    runs(shipped("1.1.0", List.of(DIALECT, POLICY, CONSOLE), List.of()));
  }
}
