package io.tidegate.cloud.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.itests.harness.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The client at a real hawkBit server; what an updater does is told. */
@Tag("long")
@ExtendWith(RunningServer.class)
class HawkbitServerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static HawkbitServer server;
  private final List<HawkbitComponent> clients = new ArrayList<>();

  @BeforeAll
  static void start(HawkbitServer running) {
    server = running;
  }

  @AfterEach
  void stopClients() {
    clients.forEach(HawkbitComponent::stop);
  }

  private Path home(String target) throws IOException {
    return Files.createDirectories(folder.resolve(target));
  }

  private HawkbitComponent gateway(
      String target, ScriptedDesk desk, int port, Map<String, String> more) throws IOException {
    Path home = home(target);
    if (!Files.exists(home.resolve("token"))) {
      Files.writeString(home.resolve("token"), HawkbitServer.GATEWAY_TOKEN + "\n");
    }
    Map<String, Object> properties = new HashMap<>();
    properties.put("url", "http://127.0.0.1:" + port);
    properties.put("controller", target);
    properties.put("token.kind", "gateway");
    properties.put("token.file", "token");
    properties.put("poll.min.ms", "50");
    properties.put("poll.max.ms", "200");
    properties.put("backoff.min.ms", "50");
    properties.put("backoff.max.ms", "500");
    properties.putAll(more);
    HawkbitComponent client = new HawkbitComponent();
    client.services(desk, null);
    desk.listener = client;
    client.begin(home, "0.1.0", properties);
    clients.add(client);
    return client;
  }

  private HawkbitComponent gateway(String target, ScriptedDesk desk) throws Exception {
    HawkbitComponent client = gateway(target, desk, server.port(), Map.of());
    awaitHealth(client, Result.Status.OK);
    return client;
  }

  private static void awaitHealth(HawkbitComponent client, Result.Status status)
      throws InterruptedException {
    Await.until(
        "" + status,
        PATIENCE,
        () -> client.execute().getStatus() == status,
        () -> client.execute() + "\n" + server.log());
  }

  private static String awaitOrder(ScriptedDesk desk) throws InterruptedException {
    Await.until("order", PATIENCE, () -> !desk.orders.isEmpty(), server::log);
    return desk.orders.get(0).id();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  @Test
  void givesUpAnActionThatIsCancelledWhileItRuns() throws Exception {
    ScriptedDesk desk = new ScriptedDesk();
    gateway("cancel-1", desk);
    long action = server.assign(server.release("cancelled", file()), "cancel-1");
    awaitOrder(desk);

    server.delete("/rest/v1/targets/cancel-1/actions/" + action);

    Await.until(
        "cancelled",
        PATIENCE,
        () -> server.story("cancel-1", action).contains("CANCELLED"),
        server::log);
    assertThat(server.story("cancel-1", action)).contains("canceled");
    assertThat(desk.find("hawkbit:" + action).orElseThrow().step()).isEqualTo(UpdateStep.CANCELLED);
  }

  @Test
  void goesOnWithAnActionWhenItIsTooLateToCancelIt() throws Exception {
    ScriptedDesk desk = new ScriptedDesk();
    gateway("late-1", desk);
    long action = server.assign(server.release("too late", file()), "late-1");
    String order = awaitOrder(desk);
    desk.tooLate = true;

    server.delete("/rest/v1/targets/late-1/actions/" + action);

    Await.until(
        "rejected",
        PATIENCE,
        () -> server.story("late-1", action).contains("cancel_rejected"),
        server::log);
    desk.step(order, UpdateStep.CONFIRMED, "", "");
    server.awaitUpdateStatus("late-1", "in_sync");
  }

  @Test
  void downloadsOnlyAndInstallsWithTheNextActionOfThatFile() throws Exception {
    ScriptedDesk desk = new ScriptedDesk();
    gateway("store-1", desk);
    Map<String, byte[]> file = file();
    long first = server.assign(server.release("stored", file), "store-1", "downloadonly");
    String order = awaitOrder(desk);
    assertThat(desk.orders.get(0).approval()).isTrue();
    desk.waits(order);
    server.awaitUpdateStatus("store-1", "in_sync");
    assertThat(server.story("store-1", first)).contains("downloaded");
    assertThat(desk.approved).isEmpty();

    long second = server.assign(server.release("installed", file), "store-1");

    Await.until("go on", PATIENCE, () -> desk.approved.contains(order), server::log);
    desk.step(order, UpdateStep.CONFIRMED, "", "");
    Await.until(
        "success",
        PATIENCE,
        () -> server.story("store-1", second).contains("CONFIRMED"),
        server::log);
    assertThat(desk.orders).hasSize(1);
  }

  @Test
  void refusesAnActionOfTwoFiles() throws Exception {
    ScriptedDesk desk = new ScriptedDesk();
    gateway("two-1", desk);
    long action =
        server.assign(
            server.release("two files", Map.of("a.dp", bytes(10), "b.dp", bytes(11))), "two-1");

    server.awaitUpdateStatus("two-1", "error");

    assertThat(server.story("two-1", action)).contains("exactly one file");
    assertThat(desk.orders).isEmpty();
  }

  @Test
  void turnsRedWithAWrongTokenAndWorksWithItsOwn() throws Exception {
    ScriptedDesk desk = new ScriptedDesk();
    gateway("token-1", desk).stop();
    Files.writeString(home("token-1").resolve("token"), "wrong\n");
    HawkbitComponent client =
        gateway("token-1", desk, server.port(), Map.of("token.kind", "target"));
    awaitHealth(client, Result.Status.CRITICAL);
    assertThat(client.execute().toString()).contains("does not accept the token");

    String own = server.get("/rest/v1/targets/token-1").path("securityToken").asText();
    Files.writeString(home("token-1").resolve("token"), own + "\n");

    awaitHealth(client, Result.Status.OK);
  }

  @Test
  void tellsTheServerWhoItIs() throws Exception {
    gateway("who-1", new ScriptedDesk(), server.port(), Map.of("attributes", "site=Harbour"));

    Await.until(
        "attributes",
        PATIENCE,
        () ->
            server.get("/rest/v1/targets/who-1/attributes").path("site").asText().equals("Harbour"),
        server::log);
    JsonNode told = server.get("/rest/v1/targets/who-1/attributes");
    assertThat(told.path("tidegate").asText()).isEqualTo("0.1.0");
    assertThat(told.path("release.tidegate-site").asText()).isEqualTo("1.0.0");
  }

  @Test
  void tellsAfterARestartWhatTheServerHasNotHeard() throws Exception {
    ScriptedDesk desk = new ScriptedDesk();
    HawkbitComponent client = gateway("restart-1", desk);
    server.assign(server.release("restarted", file()), "restart-1");
    String order = awaitOrder(desk);
    client.stop();
    desk.step(order, UpdateStep.CONFIRMED, "", "While nobody listened.");

    gateway("restart-1", desk);

    server.awaitUpdateStatus("restart-1", "in_sync");
    assertThat(desk.orders).hasSize(1);
  }

  private static Map<String, byte[]> file() {
    return Map.of("site.dp", bytes(1_000));
  }
}
