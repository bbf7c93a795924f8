package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.updates.Works.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Releases that keep the gateway from judging them, because the updater is dead or nothing starts:
 * it goes back without a hand (P3). What a service manager does, starting again what has ended by
 * itself, the test does.
 */
class FailedStartIT {
  private static final String UPDATER = "io.tidegate.admin.updates";
  private static final String POLICY = "io.tidegate.policy.peak.shaving";

  /** So much is given to starts that have something at stake, all of them broken ones. */
  private static final int DEADLINE_S = 12;

  private Path archives;
  private Scene scene;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    archives = folder;
    Home home =
        Home.in(folder)
            .environment(
                "TIDEGATE_JAVA_OPTS",
                "-XX:TieredStopAtLevel=1 -Dtidegate.start.deadline.s=" + DEADLINE_S);
    scene = new Scene(home, folder).start();
  }

  @AfterEach
  void close() throws Exception {
    if (scene != null) {
      scene.close();
    }
  }

  private String version(String bundle) throws Exception {
    return scene.hand().ask("versions " + bundle);
  }

  /** The whole product, with a bundle that is not as it should be. */
  private Path whole(String bundle, Fault fault) throws Exception {
    Path archive = archives.resolve("site-1.dp");
    run(
        "release",
        "build",
        "--expires",
        "2099-01-01",
        "--name",
        "tidegate-site",
        "--version",
        "1.1.0",
        "--counter",
        "1",
        "-o",
        archive.toString(),
        "--from-distribution",
        scene.works().edition("1.1.0", List.of(bundle), fault).toString());
    run("release", "sign", archive.toString(), "--key", scene.works().key().toString());
    return archive;
  }

  private static void run(String... words) throws Exception {
    Gateway.Ended ended = Gateway.run(words);
    assertThat(ended.code()).as("%s: %s", List.of(words), ended.output()).isZero();
  }

  /** What was said since a start has failed. */
  private String afterFailure() {
    String[] parts = scene.gateway().output().split("this start has failed: ", 2);
    return parts[parts.length - 1].equals(parts[0]) ? "" : parts[1];
  }

  @Test
  void goesBackFromAReleaseWhoseUpdaterDoesNothing() throws Exception {
    String shipped = version(UPDATER);
    String order = scene.order(whole(UPDATER, Fault.IDLE));
    Await.until(
        "a start after the one on trial that nobody judged",
        Scene.PATIENCE,
        () -> afterFailure().contains("ready in "),
        scene.gateway()::story);
    assertThat(afterFailure())
        .startsWith("No updater has taken up the start with it within " + DEADLINE_S + " s.")
        .as("it is not tried again")
        .doesNotContain("this start has failed");
    scene.reconnect();
    JsonNode end = scene.ended(order);
    assertThat(end.path("step").asText()).as("%s", end).isEqualTo("rolled-back");
    assertThat(end.path("code").asText()).isEqualTo("START_FAILED");
    assertThat(version(UPDATER)).isEqualTo(shipped);
  }

  @Test
  void goesBackFromAConfirmedReleaseThatDoesNotStart() throws Exception {
    String shipped = version(POLICY);
    Path archive =
        scene
            .works()
            .release(
                "acme", 1, scene.works().another(POLICY, "1.0.1", Swap.BLUE_GREEN, Fault.COLD));
    String[] end = scene.await(scene.order(archive), "CONFIRMED");
    assertThat(end[1]).isEqualTo("CONFIRMED");
    scene.kill();
    for (int i = 0; i < 3; i++) {
      try (Gateway failing = scene.again()) {
        Await.until("its end", Scene.PATIENCE, () -> !failing.isAlive(), failing::story);
        assertThat(failing.exitCode()).as(failing.output()).isEqualTo(5);
        assertThat(failing.output()).contains("It was not ready within " + DEADLINE_S + " s.");
      }
    }
    scene.start();
    JsonNode[] last = new JsonNode[1];
    Await.until(
        "the updater has written down how it ended",
        Scene.PATIENCE,
        () -> {
          last[0] = scene.gateway().rest().get("/api/v1/updates").body().path("updates").path(0);
          return last[0].path("ended").asBoolean();
        },
        () -> last[0] + "\n" + scene.gateway().story());
    assertThat(last[0].path("step").asText()).as("%s", last[0]).isEqualTo("rolled-back");
    assertThat(last[0].path("release").asText()).isEqualTo("acme");
    assertThat(last[0].path("sentence").asText())
        .contains("3 times", "not ready within " + DEADLINE_S + " s");
    assertThat(version(POLICY)).isEqualTo(shipped);
  }

  @Test
  void endsAfterABundleHasStoppedTheFrameworkAndHangs() throws Exception {
    goesBackAfterAnEnd(Fault.FELLS, 5, "A bundle stopped the container. Nobody asked for it");
  }

  @Test
  void endsAfterABundleHasLoweredTheStartLevel() throws Exception {
    goesBackAfterAnEnd(
        Fault.SINKS, 6, "A bundle lowered the start level of the container. Nobody asked for it");
  }

  private void goesBackAfterAnEnd(Fault fault, int code, String told) throws Exception {
    String shipped = version(POLICY);
    String order =
        scene.order(
            scene
                .works()
                .release(
                    "acme", 1, scene.works().another(POLICY, "1.0.1", Swap.BLUE_GREEN, fault)));
    Gateway fallen = scene.gateway();
    Await.until("its end", Scene.PATIENCE, () -> !fallen.isAlive(), fallen::story);
    assertThat(fallen.exitCode()).as(fallen.output()).isEqualTo(code);
    assertThat(fallen.output()).contains(told);
    scene.kill();
    scene.start();
    JsonNode end = scene.ended(order);
    assertThat(end.path("step").asText()).as("%s", end).isEqualTo("rolled-back");
    assertThat(end.path("code").asText()).isEqualTo("INTERRUPTED");
    assertThat(version(POLICY)).isEqualTo(shipped);
  }
}
