package io.tidegate.cloud.update.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders and states through a real broker, which is stopped, killed and talks nonsense. */
@Tag("long")
@Timeout(180)
class MosquittoTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "tidegate/gw1/updates/";

  @TempDir Path folder;
  private Mosquitto broker;
  private final ScriptedDesk desk = new ScriptedDesk();
  private final Map<String, Object> properties = new HashMap<>();
  private final List<JsonNode> states = new CopyOnWriteArrayList<>();
  private UpdateMqttComponent client;
  private MqttClient fleet;

  @BeforeEach
  void begin() throws Exception {
    broker = new Mosquitto(folder.resolve("broker"), "allow_anonymous true");
    properties.putAll(
        Map.of(
            "url", "mqtt://127.0.0.1:" + broker.port,
            "gateway", "gw1",
            "answer.ms", "5000",
            "backoff.min.ms", "50",
            "backoff.max.ms", "500"));
    listen();
  }

  @AfterEach
  void end() throws Exception {
    if (client != null) {
      client.stop();
    }
    leave();
    broker.close();
  }

  private void start() {
    client = new UpdateMqttComponent();
    client.services(desk, null);
    desk.listener = client;
    client.begin(folder.resolve("home"), properties);
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("in time: %s; %s; %s", what, client == null ? "" : client.execute(), states)
          .isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private void awaitHealth(Result.Status status) throws InterruptedException {
    await("" + status, () -> client.execute().getStatus() == status);
  }

  private void listen() throws MqttException {
    fleet = new MqttClient("tcp://127.0.0.1:" + broker.port, "fleet", new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(false);
    options.setSessionExpiryInterval(600L);
    fleet.connect(options);
    fleet.subscribe(
        new MqttSubscription[] {new MqttSubscription(ROOT + "state", 1)},
        new org.eclipse.paho.mqttv5.client.IMqttMessageListener[] {
          (topic, message) -> states.add(JSON.readTree(message.getPayload()))
        });
  }

  private void leave() {
    try {
      fleet.disconnectForcibly(0, 300, false);
    } catch (MqttException e) {
      // the broker is gone
    }
    try {
      fleet.close(true);
    } catch (MqttException e) {
      // it was closed
    }
  }

  private void say(String what, String payload) throws MqttException {
    say(what, payload, false);
  }

  private void say(String what, String payload, boolean retained) throws MqttException {
    MqttMessage message =
        new MqttMessage(payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    message.setQos(1);
    message.setRetained(retained);
    fleet.publish(ROOT + what, message);
  }

  private void awaitState(String id, String field, String value) throws InterruptedException {
    await(
        id + " " + value,
        () ->
            states.stream()
                .anyMatch(
                    s -> s.path("id").asText().equals(id) && s.path(field).asText().equals(value)));
  }

  @Test
  void takesAnOrderOnceAndPublishesEachStep() throws Exception {
    start();
    awaitHealth(Result.Status.OK);
    String order = "{'id':'r2','uri':'http://h/r.dp','approval':true}";
    say("order", order);
    say("order", order);
    awaitState("r2", "step", "FETCH");
    assertThat(desk.orders).extracting(UpdateOrder::id).containsExactly("mqtt:r2");

    desk.waits("mqtt:r2");
    awaitState("r2", "step", "WAIT");
    say("approve", "{'id':'r2'}");
    awaitState("r2", "step", "START");
    assertThat(desk.approved).containsExactly("mqtt:r2");
    desk.step("mqtt:r2", UpdateStep.CONFIRMED, "", "All is well.");
    awaitState("r2", "step", "CONFIRMED");

    assertThat(states)
        .extracting(s -> s.path("number").asLong())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(states).hasSize(4);
  }

  @Test
  void publishesStepsInTheirOrderThoughTheDeskIsAheadOfItsAnswer() throws Exception {
    desk.hasty = true;
    start();
    awaitHealth(Result.Status.OK);
    say("order", "{'id':'r2','uri':'http://h/r.dp'}");
    awaitState("r2", "step", "VERIFY");
    desk.step("mqtt:r2", UpdateStep.CONFIRMED, "", "");
    awaitState("r2", "step", "CONFIRMED");

    assertThat(states)
        .extracting(s -> s.path("step").asText())
        .containsExactly("FETCH", "VERIFY", "CONFIRMED");
  }

  /** The broker brings it again with every subscription. */
  @Test
  void carriesARetainedOrderOutOnceHoweverOftenItComes() throws Exception {
    start();
    awaitHealth(Result.Status.OK);
    say("order", "{'id':'r3','uri':'http://h/r.dp'}", true);
    awaitState("r3", "step", "FETCH");
    desk.step("mqtt:r3", UpdateStep.CONFIRMED, "", "");
    awaitState("r3", "step", "CONFIRMED");

    client.stop();
    start();
    awaitAfter("r4");
    client.stop();
    desk.forget("mqtt:r3"); // its history is bounded
    start();
    awaitAfter("r5");

    assertThat(desk.orders)
        .extracting(UpdateOrder::id)
        .containsExactly("mqtt:r3", "mqtt:r4", "mqtt:r5");
    assertThat(states).noneMatch(s -> s.path("refused").asBoolean());
  }

  /** What came before that has been taken in. */
  private void awaitAfter(String id) throws Exception {
    awaitHealth(Result.Status.OK);
    say("order", "{'id':'" + id + "','uri':'http://h/r.dp'}");
    awaitState(id, "step", "FETCH");
    desk.step("mqtt:" + id, UpdateStep.CONFIRMED, "", "");
  }

  @Test
  void cancelsAndSaysWhenItIsTooLate() throws Exception {
    start();
    awaitHealth(Result.Status.OK);
    say("order", "{'id':'a','uri':'http://h/r.dp'}");
    awaitState("a", "step", "FETCH");
    say("cancel", "{'id':'a'}");
    awaitState("a", "step", "CANCELLED");

    say("order", "{'id':'b','uri':'http://h/r.dp'}");
    awaitState("b", "step", "FETCH");
    desk.tooLate = true;
    say("cancel", "{'id':'b'}");
    awaitState("b", "code", "TOO_LATE");
  }

  @Test
  void getsOrdersThatWereGivenWhileItWasAwayAndTellsWhatHappenedWithoutABroker() throws Exception {
    start();
    awaitHealth(Result.Status.OK);
    client.stop();
    say("order", "{'id':'later','uri':'http://h/r.dp'}");
    start();
    awaitState("later", "step", "FETCH");

    leave();
    broker.stop();
    awaitHealth(Result.Status.WARN);
    desk.step("mqtt:later", UpdateStep.VERIFY, "", "");
    desk.step("mqtt:later", UpdateStep.PROBATION, "", "");
    client.stop();
    start();
    desk.step("mqtt:later", UpdateStep.CONFIRMED, "", "");
    client.stop();
    broker.start();
    listen(); // first, so that nothing is told before somebody listens
    start();

    awaitState("later", "step", "CONFIRMED");
    await(
        "each step once, in sequence",
        () ->
            states.stream()
                .filter(s -> s.path("id").asText().equals("later"))
                .map(s -> s.path("step").asText())
                .distinct() // the retained one comes again with each subscription
                .toList()
                .equals(List.of("FETCH", "VERIFY", "PROBATION", "CONFIRMED")));
  }

  @Test
  void survivesABrokerThatIsKilled() throws Exception {
    start();
    awaitHealth(Result.Status.OK);
    for (int i = 0; i < 3; i++) {
      leave();
      broker.kill();
      awaitHealth(Result.Status.WARN);
      desk.step("mqtt:x", UpdateStep.values()[i], "", "");
      broker.start();
      listen();
      awaitHealth(Result.Status.OK);
      awaitState("x", "step", UpdateStep.values()[i].name());
    }
    say("order", "{'id':'r','uri':'http://h/r.dp'}");
    awaitState("r", "step", "FETCH");
  }

  @Test
  void bearsPayloadsOfAnyKind() throws Exception {
    start();
    awaitHealth(Result.Status.OK);
    say("order", "");
    say("order", "[".repeat(15_000));
    say("order", "x".repeat(1 << 20));
    say("order", "{'id':'f','uri':'file:///etc/passwd'}");
    say("approve", "{'id':'nobody','x':[[[[[[[1]]]]]]]}");
    say("cancel", "{'id':7}");
    MqttMessage binary = new MqttMessage(new byte[] {0, -1, 1, -2});
    binary.setQos(1);
    binary.setRetained(true);
    fleet.publish(ROOT + "order", binary);

    awaitState("f", "refused", "true");
    say("order", "{'id':'good','uri':'http://h/r.dp'}");
    awaitState("good", "step", "FETCH");
    await("counted", () -> client.execute().toString().contains("messages were no orders"));
    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.OK);
    assertThat(desk.orders).hasSize(1);
  }

  @Test
  void turnsRedWhenTheBrokerDoesNotKnowIt() throws Exception {
    Path passwords = folder.resolve("passwords");
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-c", "-b", passwords.toString(), "gw", "secret")
            .start();
    assertThat(made.waitFor()).isZero();
    try (Mosquitto strict =
        new Mosquitto(
            folder.resolve("strict"), "allow_anonymous false", "password_file " + passwords)) {
      Path home = Files.createDirectories(folder.resolve("home"));
      Files.writeString(home.resolve("password"), "gw:wrong\n");
      properties.put("url", "mqtt://127.0.0.1:" + strict.port);
      properties.put("password.file", "password");
      start();
      awaitHealth(Result.Status.CRITICAL);
      assertThat(client.execute().toString()).contains("does not accept who we are");

      Files.writeString(home.resolve("password"), "gw:secret\n");
      awaitHealth(Result.Status.OK);
    }
  }

  @Test
  void speaksTlsWithABrokerOfItsOwnAuthorityAlone() throws Exception {
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("certificate.pem");
    Process made =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
                        + " -subj /CN=broker -addext subjectAltName=IP:127.0.0.1 -keyout "
                        + key
                        + " -out "
                        + certificate)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    made.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    assertThat(made.waitFor()).isZero();
    try (Mosquitto secure =
        new Mosquitto(
            folder.resolve("secure"),
            "allow_anonymous true",
            "tls_version tlsv1.3",
            "certfile " + certificate,
            "keyfile " + key)) {
      properties.put("url", "mqtts://127.0.0.1:" + secure.port);
      start();
      await("refused", () -> client.execute().toString().contains("No connection"));
      client.stop();

      properties.put("tls.truststore", "ca.pem");
      client = new UpdateMqttComponent();
      client.services(desk, new OneAuthority(certificate));
      client.begin(folder.resolve("home"), properties);
      awaitHealth(Result.Status.OK);
    }
  }

  @Test
  void refusesAConfigurationThatCannotBe() throws IOException {
    properties.put("url", "tcp://h");
    properties.put("gateway", "a/#");
    properties.put("prefix", "+");
    start();

    assertThat(client.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(client.execute().toString())
        .contains("field url")
        .contains("field gateway")
        .contains("field prefix");
  }

  @Test
  void endsAtOnceAndLeavesNoThread() throws Exception {
    start();
    awaitHealth(Result.Status.OK);

    long begun = System.nanoTime();
    client.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    await(
        "no thread",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(n -> n.startsWith("tidegate-") || n.contains("tidegate-gw1-updates")));
  }
}
