package io.tidegate.cloud.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.api.update.ReleaseSource.OfUri;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a scripted server and a scripted desk, over real HTTP. */
@Timeout(120)
class HawkbitTest {
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
    properties.putAll(
        Map.of(
            "url", server.url(),
            "controller", "gw1",
            "token.file", "token",
            "poll.min.ms", "20",
            "poll.max.ms", "60",
            "backoff.min.ms", "50",
            "backoff.max.ms", "200"));
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.stop();
    }
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
          .as("in time: %s; %s", what, client.execute())
          .isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private void awaitFeedback(String beginning) throws InterruptedException {
    await(
        beginning + " in " + server.feedback,
        () -> server.feedback.stream().anyMatch(f -> f.startsWith(beginning)));
  }

  private void awaitPolls(int more) throws InterruptedException {
    long before = polls();
    await("polls", () -> polls() >= before + more);
  }

  private long polls() {
    return server.requests.stream().filter(("GET " + ScriptedServer.BASE)::equals).count();
  }

  private UpdateOrder awaitOrder() throws InterruptedException {
    await("order", () -> !desk.orders.isEmpty());
    return desk.orders.get(0);
  }

  @Test
  void makesAnOrderOfAnActionAndTellsEachStepOnce() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();

    UpdateOrder order = awaitOrder();
    assertThat(order.id()).isEqualTo(ORDER);
    assertThat(order.giver()).isEqualTo("hawkbit");
    assertThat(order.approval()).isFalse();
    assertThat(order.disturb()).isFalse();
    assertThat(order.from())
        .isInstanceOfSatisfying(
            OfUri.class,
            from -> {
              assertThat(from.uri()).hasToString(server.url() + "/files/site-2.dp");
              assertThat(from.sha256()).isEqualTo(SHA);
              assertThat(from.length()).isEqualTo(1234);
              assertThat(from.headers()).containsEntry("Authorization", "TargetToken secret");
            });
    desk.step(ORDER, UpdateStep.VERIFY, "", "");
    desk.step(ORDER, UpdateStep.VERIFY, "", "");
    desk.step(ORDER, UpdateStep.PROBATION, "", "");
    desk.step(ORDER, UpdateStep.CONFIRMED, "", "All is well.");

    awaitFeedback(
        "deploymentBase 7 closed success | CONFIRMED (tidegate-site 2.0.0): All is well.");
    awaitPolls(2);
    assertThat(server.feedback)
        .hasSize(4)
        .filteredOn(f -> f.contains("VERIFY"))
        .singleElement()
        .asString()
        .startsWith("deploymentBase 7 proceeding none | VERIFY");
    assertThat(desk.orders).hasSize(1);
  }

  @Test
  void tellsStepsInTheirSequenceThoughAPollHasOvertakenSome() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();
    client.changed(
        passed(UpdateStep.WAIT, UpdateStep.FETCH, UpdateStep.VERIFY, UpdateStep.RESOLVE));
    client.changed(passed(UpdateStep.RESOLVE, UpdateStep.FETCH, UpdateStep.VERIFY));
    client.changed(passed(UpdateStep.WAIT, UpdateStep.FETCH, UpdateStep.VERIFY));
    client.changed(passed(UpdateStep.CONFIRMED, UpdateStep.WAIT, UpdateStep.PROBATION));

    awaitFeedback("deploymentBase 7 closed success");
    assertThat(server.feedback)
        .map(f -> f.replaceFirst(".*\\| (\\w+).*", "$1"))
        .containsExactly("FETCH", "VERIFY", "RESOLVE", "WAIT", "PROBATION", "CONFIRMED");
  }

  private static UpdateView passed(UpdateStep now, UpdateStep... before) {
    return new UpdateView(
        ORDER,
        "hawkbit",
        "tidegate-site",
        "2.0.0",
        2,
        now,
        -1,
        "",
        "",
        false,
        Stream.of(before).map(step -> new UpdateView.Done(step, Instant.EPOCH)).toList());
  }

  @Test
  void tellsOfAFailureAndOfTheWayBack() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();

    desk.step(ORDER, UpdateStep.ROLLED_BACK, "UNHEALTHY", "ocpp was green and is red.");

    awaitFeedback("deploymentBase 7 closed failure | ROLLED_BACK");
    assertThat(server.feedback).last().asString().contains("UNHEALTHY: ocpp was green and is red.");
  }

  @Test
  void doesNothingTwiceAfterARestartAndKeepsWhatTheServerHasNotHeard() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();
    awaitFeedback("deploymentBase 7 proceeding none | FETCH");
    await("green", () -> client.execute().getStatus() == Result.Status.OK);
    server.feedbackStatus = 503;
    desk.step(ORDER, UpdateStep.CONFIRMED, "", "All is well.");
    await("attempt", () -> client.execute().getStatus() == Result.Status.WARN);
    client.stop();
    server.feedbackStatus = 200;

    start();

    awaitFeedback("deploymentBase 7 closed success");
    awaitPolls(2);
    assertThat(server.feedback).hasSize(2);
    assertThat(desk.orders).hasSize(1);
  }

  @Test
  void findsOutAtAStartHowAnOrderEndedMeanwhile() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();
    awaitFeedback("deploymentBase 7 proceeding none | FETCH");
    client.stop();
    desk.listener = view -> {};
    desk.step(ORDER, UpdateStep.ROLLED_BACK, "INTERRUPTED", "The gateway was stopped.");

    start();

    awaitFeedback("deploymentBase 7 closed failure | ROLLED_BACK");
  }

  @Test
  void refusesAnActionThatIsNotExactlyOnePackage() throws Exception {
    server.deploy("7", "forced", "available", SHA, "a.dp", "b.dp");
    start();
    awaitFeedback("deploymentBase 7 closed failure | An action must hold exactly one file");
    assertThat(server.feedback).last().asString().endsWith("this one holds 2.");

    server.deploy("8", "forced", "available", SHA, "firmware.bin");
    awaitFeedback("deploymentBase 8 closed failure | The file of the action is no deployment");
    server.deploy("9", "forced", "available", SHA);
    awaitFeedback("deploymentBase 9 closed failure");
    assertThat(desk.orders).isEmpty();
  }

  @Test
  void fetchesBeforeTheWindowAndInstallsWhenItOpens() throws Exception {
    server.deploy("7", "skip", "unavailable", SHA, "site-2.dp");
    start();
    assertThat(awaitOrder().approval()).isTrue();
    desk.waits(ORDER);
    awaitPolls(2);
    assertThat(desk.approved).isEmpty();

    server.deploy("7", "forced", "available", SHA, "site-2.dp");

    awaitFeedback("deploymentBase 7 proceeding none | START");
    assertThat(desk.approved).containsExactly(ORDER);
  }

  @Test
  void asksAnOperatorAboutSoftActionsUntilTheyAreForced() throws Exception {
    properties.put("soft", "approve");
    properties.put("forced.disturbs", "true");
    server.deploy("7", "attempt", "available", SHA, "site-2.dp");
    start();
    UpdateOrder order = awaitOrder();
    assertThat(order.approval()).isTrue();
    assertThat(order.disturb()).isFalse();
    desk.waits(ORDER);
    awaitPolls(2);
    assertThat(desk.approved).isEmpty();

    server.deploy("7", "forced", "available", SHA, "site-2.dp");

    await("go on", () -> desk.approved.contains(ORDER));
  }

  @Test
  void confirmsThatAnOperatorIsAskedAndAsksHim() throws Exception {
    server.offer("confirmationBase", "confirmation", "7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitFeedback("confirmationBase 7 confirmed | It is fetched and verified");

    server.deploy("7", "forced", "available", SHA, "site-2.dp");

    assertThat(awaitOrder().approval()).isTrue();
    desk.waits(ORDER);
    awaitPolls(2);
    assertThat(desk.approved).isEmpty();
  }

  @Test
  void givesUpWhatTheServerCancels() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();

    server.cancel("7");

    awaitFeedback("cancelAction 7 closed success | CANCELLED");
    assertThat(server.feedback).noneMatch(f -> f.startsWith("deploymentBase 7 closed"));
  }

  @Test
  void saysWhenItIsTooLateToCancelAndGoesOn() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();
    desk.tooLate = true;

    server.cancel("7");

    awaitFeedback("cancelAction 7 rejected failure | TOO_LATE: Bundles have been started.");
    desk.step(ORDER, UpdateStep.CONFIRMED, "", "");
    awaitFeedback("deploymentBase 7 closed success");
  }

  @Test
  void cancelsWhatHadNotBegun() throws Exception {
    server.cancel("9");
    start();

    awaitFeedback("cancelAction 9 closed success | Nothing had begun.");
  }

  @Test
  void tellsOfACancellationAtTheSiteAsAFailure() throws Exception {
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();

    desk.cancel(ORDER);

    awaitFeedback("deploymentBase 7 closed failure | CANCELLED");
  }

  @Test
  void waitsWhileAnotherOrderIsUnderWay() throws Exception {
    desk.refusal = UpdateCode.BUSY;
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitFeedback("deploymentBase 7 proceeding none | BUSY");
    awaitPolls(2);
    assertThat(server.feedback).hasSize(1);

    desk.refusal = null;

    assertThat(awaitOrder().id()).isEqualTo(ORDER);
    awaitFeedback("deploymentBase 7 proceeding none | FETCH");
  }

  @Test
  void endsWhatTheDeskRefuses() throws Exception {
    desk.refusal = UpdateCode.DISK_FULL;
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();

    awaitFeedback("deploymentBase 7 closed failure | DISK_FULL: It was told to refuse.");
  }

  @Test
  void takesNoOldOrderForANewOneWhenTheServerCountsAnew() throws Exception {
    desk.step(ORDER, UpdateStep.CONFIRMED, "", "of last year");
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();

    assertThat(awaitOrder().id()).isEqualTo(ORDER + ":" + "a".repeat(16));
    desk.step(ORDER + ":" + "a".repeat(16), UpdateStep.REFUSED, "WRONG_KEY", "Nobody knows it.");
    awaitFeedback("deploymentBase 7 closed failure | REFUSED");

    String other = "b".repeat(64);
    server.deploy("7", "forced", "available", other, "site-3.dp");
    await("another order", () -> desk.orders.size() == 2);
    assertThat(desk.orders.get(1).id()).isEqualTo(ORDER + ":" + "b".repeat(16));
  }

  @Test
  void tellsTheServerWhoItIs() throws Exception {
    properties.put("attributes", "site=Harbour Street, bay = 3");
    server.wantsAttributes();
    start();

    await("attributes", () -> !server.bodies.isEmpty());
    JsonNode data = server.bodies.get(0).path("data");
    assertThat(data.path("site").asText()).isEqualTo("Harbour Street");
    assertThat(data.path("bay").asText()).isEqualTo("3");
    assertThat(data.path("tidegate").asText()).isEqualTo("0.1.0");
    assertThat(data.path("release.tidegate-site").asText()).isEqualTo("1.0.0");
  }

  @Test
  void turnsRedWhenTheTokenIsWrongAndGreenWithTheRightOne() throws Exception {
    Files.writeString(home.resolve("token"), "wrong\n");
    start();
    await("red", () -> client.execute().getStatus() == Result.Status.CRITICAL);
    assertThat(client.execute().toString()).contains("does not accept the token in token");
    assertThat(client.execute().toString()).doesNotContain("wrong\n");

    Files.writeString(home.resolve("token"), "secret\n");

    await("green", () -> client.execute().getStatus() == Result.Status.OK);
    Files.delete(home.resolve("token"));
    await("red", () -> client.execute().getStatus() == Result.Status.CRITICAL);
  }

  @Test
  void bearsAServerThatTalksNonsense() throws Exception {
    start();
    for (String root :
        List.of(
            "no json",
            "[]",
            "{\"_links\":{\"deploymentBase\":{\"href\":\"::\"}}}",
            "{\"_links\":{\"deploymentBase\":{\"href\":\"/nowhere\"}}}",
            "{\"_links\":{\"cancelAction\":{\"href\":\"" + ScriptedServer.BASE + "\"}}}",
            "[".repeat(100_000),
            "{\"config\":{\"polling\":{\"sleep\":\"9999:59:59\"}}}",
            "\"" + "x".repeat(1_000_000) + "\"")) {
      server.root = root;
      awaitPolls(2);
      assertThat(client.execute().getStatus()).isIn(Result.Status.WARN, Result.Status.OK);
    }
    server.root = null;

    await("green", () -> client.execute().getStatus() == Result.Status.OK);
    assertThat(desk.orders).isEmpty();
  }

  @Test
  void dropsWhatTheServerDoesNotWantToHear() throws Exception {
    server.feedbackStatus = 410;
    server.deploy("7", "forced", "available", SHA, "site-2.dp");
    start();
    awaitOrder();
    awaitPolls(2);

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void refusesAConfigurationThatSaysNotWhoItIs() {
    properties.remove("token.file");
    properties.put("url", "ftp://user@host/");
    properties.put("poll.max.ms", "0");
    properties.put("attributes", "nonsense");
    start();

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(client.execute().toString())
        .contains("field url")
        .contains("field token.file")
        .contains("field poll.max.ms")
        .contains("field attributes");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void sendsNoTokenOverHttpToAnotherMachineUnlessToldTo() {
    properties.put("url", "http://192.0.2.2:18999");
    start();

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(client.execute().toString())
        .contains("config/io.tidegate.cloud.hawkbit.cfg, field url: must be https://");

    properties.put("url", server.url());
    properties.put("insecure.http", "true");
    start();
    assertThat(client.execute().getStatus()).isNotEqualTo(Result.Status.CRITICAL);
  }

  @Test
  void saysAtOnceThatTheTokensFileIsNotThere() throws Exception {
    Files.delete(home.resolve("token"));
    properties.put("poll.min.ms", "3600000");
    properties.put("poll.max.ms", "3600000");
    properties.put("backoff.max.ms", "3600000");
    properties.put("backoff.min.ms", "3600000");
    start();

    await("red", () -> client.execute().getStatus() == Result.Status.CRITICAL);
    assertThat(client.execute().toString()).contains("field token.file: token cannot be read");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void doesNothingWithoutAConfiguration() {
    properties.keySet().retainAll(java.util.Set.of("poll.min.ms"));
    start();

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.OK);
    assertThat(client.execute().toString()).contains("Off");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().startsWith("tidegate-hawkbit"));
  }

  @Test
  void endsAtOnceAndLeavesNoThread() throws Exception {
    start();
    awaitPolls(1);

    long begun = System.nanoTime();
    client.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    await(
        "no thread",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("tidegate-hawkbit")));
  }
}
