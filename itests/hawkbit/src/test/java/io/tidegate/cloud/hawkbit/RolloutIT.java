package io.tidegate.cloud.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.update.UpdateStep;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Swap;
import io.tidegate.itests.harness.TalkingStation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real hawkBit server leads the real gateway, with stations connected, through rollouts of signed
 * releases: one that is good, over a connection that is cut, and two that are meant to fail (rows
 * P1, P2, P3). The second group's target is the client bundle with a scripted updater.
 */
@Tag("long")
@ExtendWith(RunningServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String DIALECT = "io.tidegate.charging.ocpp.v201";
  private static final String FIRST = "depot-1";
  private static final String SECOND = "depot-2";
  private static final int CUT_AFTER = 300_000;
  private static final String SITE =
      """
      site: Rollout
      grid: {importCapKw: 100, exportCapKw: 0, buildingDesignLoadKw: 0}
      stations:
        - {id: CS1, evses: [{id: E1, number: 1, node: grid, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}
        - {id: CS2, evses: [{id: E2, number: 1, node: grid, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}
      """;
  private static final String CLIENT =
      """
      url = http://127.0.0.1:%d
      controller = depot-1
      token.kind = gateway
      token.file = config/secrets/hawkbit.token
      poll.min.ms = 50
      poll.max.ms = 200
      backoff.min.ms = 50
      backoff.max.ms = 500
      """;

  private final List<TalkingStation> stations = new ArrayList<>();
  private final ScriptedDesk second = new ScriptedDesk();
  private final HawkbitComponent device = new HawkbitComponent();
  private HawkbitServer server;
  private CuttingProxy proxy;
  private Vendor vendor;
  private Gateway gateway;
  private Swap hand;
  private long good;

  @BeforeAll
  void open(HawkbitServer running, @TempDir Path folder) throws Exception {
    server = running;
    proxy = new CuttingProxy(server.port(), CUT_AFTER, 1);
    Path distribution = Gateway.copy(folder.resolve("distribution"));
    vendor = new Vendor(distribution, folder.resolve("vendor"));
    Home home =
        Home.in(folder)
            .set("io.tidegate.core.clock/source=assumed")
            .set("io.tidegate.admin.updates/grace.ms=400")
            .set("io.tidegate.admin.updates/fetch.backoff.min.ms=50")
            .write("config/site.yaml", SITE)
            .write("config/secrets/hawkbit.token", HawkbitServer.GATEWAY_TOKEN + "\n")
            .write("config/io.tidegate.cloud.hawkbit.cfg", CLIENT.formatted(proxy.port()));
    gateway = Gateway.again(home, distribution).awaitReady();
    hand = new Swap(gateway, folder.resolve("jars"));
    for (String identity : List.of("CS1", "CS2")) {
      TalkingStation station = TalkingStation.connect(home, identity, "ocpp2.0.1");
      stations.add(station);
      station.call(
          "BootNotification",
          "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"Acme\",\"model\":\"One\"}}");
    }
    scripted(folder.resolve("second"));
    for (String target : List.of(FIRST, SECOND)) {
      Await.until(
          target + " has registered itself",
          PATIENCE,
          () -> server.updateStatus(target).equals("registered"),
          this::story);
    }
  }

  private void scripted(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("token"), HawkbitServer.GATEWAY_TOKEN + "\n");
    device.services(second, null);
    second.listener = device;
    device.begin(
        folder,
        "0.1.0",
        Map.of(
            "url",
            "http://127.0.0.1:" + server.port(),
            "controller",
            SECOND,
            "token.kind",
            "gateway",
            "token.file",
            "token",
            "poll.min.ms",
            "50",
            "poll.max.ms",
            "200"));
  }

  @AfterAll
  void close() throws Exception {
    device.stop();
    stations.forEach(TalkingStation::close);
    if (hand != null) {
      hand.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    proxy.close();
  }

  private String story() {
    return gateway.story() + server.log();
  }

  private long release(int counter, String fault) throws Exception {
    byte[] archive = vendor.release(DIALECT, counter, fault);
    assertThat(archive.length).isGreaterThan(CUT_AFTER);
    return server.release("dialect-" + counter, Map.of("dialect-" + counter + ".dp", archive));
  }

  @Test
  @Order(1)
  void confirmsAGoodReleaseThatCameInPartsAndOnlyThenTheNextGroupGetsIt() throws Exception {
    good = release(1, "");

    long rollout = server.rollout("good", good, FIRST, SECOND);

    Await.until(
        "probation",
        PATIENCE,
        () -> server.story(FIRST, server.action(FIRST)).contains("PROBATION"),
        this::story);
    assertThat(second.orders).as("the second group waits for the first").isEmpty();
    server.awaitUpdateStatus(FIRST, "in_sync");
    assertThat(server.set(FIRST, "assigned")).isEqualTo(good);
    assertThat(server.set(FIRST, "installed")).isEqualTo(good);
    assertThat(server.story(FIRST, server.action(FIRST)))
        .containsSubsequence(
            "FETCH",
            "Target downloads range bytes=",
            "VERIFY",
            "RESOLVE",
            "BASELINE",
            "WAIT",
            "START",
            "HAND_OVER",
            "PROBATION",
            "finished [\"CONFIRMED (dialect 1.0.1): It is in force.");
    assertThat(proxy.left()).as("cuts that did not come").isZero();
    Await.until(
        "the server knows what is in force",
        PATIENCE,
        () ->
            server
                .get("/rest/v1/targets/" + FIRST + "/attributes")
                .path("release.dialect")
                .asText()
                .equals("1.0.1"),
        this::story);
    works();
    Await.until("the second group", PATIENCE, () -> !second.orders.isEmpty(), this::story);
    second.step(second.orders.get(0).id(), UpdateStep.CONFIRMED, "", "");
    server.awaitRollout(rollout, "finished");
  }

  @Test
  @Order(2)
  void goesBackByItselfFromABundleThatThrowsAndTheRolloutStops() throws Exception {
    goesBack(2, Unfit.THROWS, "START_FAILED", "it was meant to fail");
  }

  @Test
  @Order(3)
  void goesBackByItselfFromABundleThatIsNotWellAndTheRolloutStops() throws Exception {
    goesBack(3, Unfit.RED, "UNHEALTHY", "it was meant to be red");
  }

  private void goesBack(int counter, String fault, String code, String reason) throws Exception {
    long bad = release(counter, fault);

    long rollout = server.rollout(fault, bad, FIRST, SECOND);

    server.awaitRollout(rollout, "paused");
    assertThat(server.updateStatus(FIRST)).isEqualTo("error");
    assertThat(server.set(FIRST, "assigned")).as("an action that failed is taken back").isZero();
    assertThat(server.set(FIRST, "installed")).as("what the server believes runs").isEqualTo(good);
    assertThat(server.story(FIRST, server.action(FIRST)).lines())
        .anyMatch(
            line ->
                line.startsWith(
                        "error [\"ROLLED_BACK (dialect 1.0.%d) %s: ".formatted(counter, code))
                    && line.contains(reason));
    assertThat(server.groups(rollout)).containsExactly(FIRST + " error", SECOND + " scheduled");
    assertThat(second.orders).as("the second group has not heard of it").hasSize(1);
    assertThat(server.set(SECOND, "assigned")).isEqualTo(good);
    works();
  }

  /** With the good release, over the connections of the beginning. */
  private void works() throws Exception {
    Await.until(
        "1.0.1 alone",
        PATIENCE,
        () -> hand.ask("versions " + DIALECT).equals("1.0.1:32"),
        this::story);
    assertThat(gateway.rest().get("/api/v1/releases").text()).contains("\"dialect\"", "\"1.0.1\"");
    for (TalkingStation station : stations) {
      assertThat(station.call("Heartbeat", "{}").path(0).asInt()).isEqualTo(3);
      assertThat(station.closed()).isFalse();
    }
  }
}
