package io.tidegate.cloud.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.update.UpdateStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions that are to be downloaded and not installed: {@code skip} without a window (P3). */
class DownloadOnlyTest {
  private static final String SHA = "a".repeat(64);
  private static final String ORDER = "hawkbit:7";

  @TempDir Path home;
  private ScriptedServer server;
  private final ScriptedDesk desk = new ScriptedDesk();
  private final Map<String, Object> properties = new HashMap<>();
  private HawkbitComponent client;

  @BeforeEach
  void serve() throws IOException {
    server = new ScriptedServer();
    Files.writeString(home.resolve("token"), "secret\n");
    properties.putAll(Map.of("url", server.url(), "controller", "gw1", "token.file", "token"));
    properties.putAll(
        Map.of(
            "poll.min.ms", "20",
            "poll.max.ms", "60",
            "backoff.min.ms", "50",
            "backoff.max.ms", "200"));
  }

  @AfterEach
  void stop() {
    client.stop();
    server.close();
  }

  private void start() {
    if (client != null) {
      client.stop();
    }
    client = new HawkbitComponent();
    client.services(desk, null);
    desk.listener = client;
    client.begin(home, "0.1.0", properties);
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("in time: %s; %s; %s", what, client.execute(), server.feedback)
          .isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private void awaitFeedback(String beginning) throws InterruptedException {
    await(beginning, () -> server.feedback.stream().anyMatch(f -> f.startsWith(beginning)));
  }

  /** An action of that kind has come as far as it is to. */
  private void downloaded() throws InterruptedException {
    server.deploy("7", "skip", "", SHA, "site-2.dp");
    start();
    await("order", () -> !desk.orders.isEmpty());
    assertThat(desk.orders.get(0).approval()).isTrue();
    desk.waits(ORDER);
    awaitFeedback("deploymentBase 7 downloaded none | WAIT (tidegate-site 2.0.0)");
    assertThat(desk.approved).isEmpty();
  }

  @Test
  void endsWhatIsToBeDownloadedOnlyWhenItIsVerified() throws Exception {
    downloaded();

    desk.step(ORDER, UpdateStep.CANCELLED, "", "An operator did not want it.");
    server.deploy("8", "forced", "", SHA, "site-2.dp");

    await("another order", () -> desk.orders.size() == 2);
    assertThat(server.feedback).noneMatch(f -> f.startsWith("deploymentBase 7 closed"));
  }

  @Test
  void installsWhatWasDownloadedBeforeWithTheNextActionOfThatFile() throws Exception {
    downloaded();
    start(); // and it is known over a restart

    server.deploy("8", "forced", "", SHA, "site-2.dp");

    await("go on", () -> desk.approved.contains(ORDER));
    desk.step(ORDER, UpdateStep.CONFIRMED, "", "");
    awaitFeedback("deploymentBase 8 closed success | CONFIRMED");
    assertThat(desk.orders).hasSize(1);
  }

  @Test
  void waitsForTheWindowOfTheNextAction() throws Exception {
    downloaded();
    server.deploy("8", "skip", "unavailable", SHA, "site-2.dp");
    awaitFeedback("deploymentBase 8 proceeding none | WAIT");
    assertThat(desk.approved).isEmpty();

    server.deploy("8", "forced", "available", SHA, "site-2.dp");

    await("go on", () -> desk.approved.contains(ORDER));
  }

  @Test
  void givesUpWhatWasDownloadedForAnActionOfAnotherFile() throws Exception {
    downloaded();

    server.deploy("8", "forced", "", "b".repeat(64), "site-3.dp");

    await("order", () -> desk.orders.size() == 2);
    assertThat(desk.find(ORDER).orElseThrow().step()).isEqualTo(UpdateStep.CANCELLED);
    assertThat(desk.orders.get(1).id()).isEqualTo("hawkbit:8");
    assertThat(desk.orders.get(1).approval()).isFalse();
  }

  @Test
  void tellsOfADownloadThatCameToNothing() throws Exception {
    server.deploy("7", "skip", "", SHA, "site-2.dp");
    start();
    await("order", () -> !desk.orders.isEmpty());

    desk.step(ORDER, UpdateStep.REFUSED, "WRONG_KEY", "Signed by a stranger.");

    awaitFeedback("deploymentBase 7 closed failure | REFUSED");
  }
}
