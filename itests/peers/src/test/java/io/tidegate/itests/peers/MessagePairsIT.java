package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every message of OCPP 1.6, 2.0.1 and 2.1, each at its shortest and at its longest, between the
 * distribution and ocpp-rpc in strict mode: what a station can start, what the gateway sends of
 * itself, and what an operator sends through it (S1.3, P7).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagePairsIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Some it sends of itself only after a while. */
  private static final Duration LATER = Duration.ofSeconds(150);

  /** So that a composite schedule is asked for soon, and not in between again. */
  private static final String AUDIT = "audit.interval.s=15";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the gateway sends of itself, with a vehicle there and an authority of its own. */
  private static final Map<String, Set<String>> OF_ITSELF =
      Map.of(
          "1.6",
          Set.of(
              "CertificateSigned",
              "ChangeConfiguration",
              "GetCompositeSchedule",
              "GetConfiguration",
              "SetChargingProfile",
              "TriggerMessage"),
          "2.0.1",
          Set.of(
              "CertificateSigned",
              "GetCompositeSchedule",
              "GetTransactionStatus",
              "GetVariables",
              "SetChargingProfile",
              "SetVariables",
              "TriggerMessage"),
          "2.1",
          Set.of(
              "CertificateSigned",
              "GetCompositeSchedule",
              "GetTransactionStatus",
              "GetVariables",
              "NotifyAllowedEnergyTransfer",
              "SetChargingProfile",
              "SetVariables",
              "TriggerMessage",
              "UpdateDynamicSchedule"));

  private final Map<String, Peer> stations = new HashMap<>();
  private Path folder;
  private Home home;
  private Gateway gateway;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    this.folder = folder;
    home =
        Home.in(folder)
            .set("io.tidegate.core.clock/source=assumed")
            .set("io.tidegate.core.keys.authority/create=true")
            .set("io.tidegate.charging.ocpp.v16/" + AUDIT)
            .set("io.tidegate.charging.ocpp.v201/" + AUDIT)
            .set("io.tidegate.charging.ocpp.v21/" + AUDIT)
            .copy(MessagePairsIT.class, "pairs-site.yaml", "config/site.yaml")
            .write("config/idtokens.txt", "PEER-TOKEN ISO14443\n");
    gateway = Gateway.start(home).awaitReady();
    // all together: what the gateway asks of itself after a while is waited for once
    for (String version : OF_ITSELF.keySet()) {
      stations.put(version, station(version));
    }
    for (Peer station : stations.values()) {
      startsEverything(station);
    }
    // twice, so that a Dynamic profile is set and then updated
    command("first", 24_000);
    command("second", 15_000);
  }

  private void command(String id, double powerW) throws Exception {
    Map<Peer, Integer> from = new HashMap<>();
    stations.values().forEach(station -> from.put(station, station.lines().size()));
    gateway.rest().keepAlive();
    Instant now = Instant.now();
    Rest.Answer answer = gateway.rest().command(id, powerW, now, now.plusSeconds(60));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    for (Peer station : stations.values()) {
      event(station, "a setpoint", from.get(station), SOON, MessagePairsIT::sets);
    }
  }

  private static boolean sets(JsonNode event) {
    return is(event, "asked")
        && Set.of("SetChargingProfile", "UpdateDynamicSchedule")
            .contains(event.path("method").asText());
  }

  @AfterAll
  void close() throws Exception {
    stations.values().forEach(Peer::close);
    if (gateway != null) {
      gateway.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1.6, 39, 14, 26", "2.0.1, 64, 25, 40", "2.1, 91, 37, 55"})
  void everyMessagePairKeepsTheSchemas(String version, int actions, int starting, int sent)
      throws Exception {
    Peer station = stations.get(version);
    JsonNode table = table(station);
    assertComplete(table, actions, starting, sent);
    sendsOfItself(station, version);
    String identity = identity(version);
    for (JsonNode row : table.path("site")) {
      for (var request : row.path("requests").properties()) {
        operatorSends(station, identity, row, request.getKey(), request.getValue());
      }
    }
    operatorIsDeclined(identity);
    for (JsonNode row : table.path("station")) {
      if (row.path("ends").asBoolean()) {
        starts(station, row, "least");
      }
    }
    for (JsonNode row : table.path("station")) {
      starts(station, row, "full");
    }
    station.tell("close");
    assertThat(station.awaitEnd(SOON)).as(String.join("\n", station.lines())).isZero();
    assertThat(events(station)).noneMatch(e -> is(e, "fault"));
    assertThat(home.log()).doesNotContain("OCPP_JSON_INVALID");
  }

  /** Boots, begins a transaction, and starts all that does not end it. */
  private static void startsEverything(Peer station) throws Exception {
    for (JsonNode row : table(station).path("station")) {
      if (!row.path("ends").asBoolean()) {
        starts(station, row, "least");
      }
    }
    for (JsonNode row : table(station).path("station")) {
      if (row.path("agrees").asBoolean()) {
        // the event before it is missing, and the driver agrees to discharge
        starts(station, row, "agrees");
      }
    }
  }

  private static JsonNode table(Peer station) throws Exception {
    return event(station, "a table", 0, SOON, e -> is(e, "table"));
  }

  private static String identity(String version) {
    return "PAIRS-" + version;
  }

  private Peer station(String version) throws Exception {
    String identity = identity(version);
    Path csr = folder.resolve(identity + ".csr");
    Peer.ends(
        Map.of(),
        "openssl",
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=" + identity,
        "-keyout",
        folder.resolve(identity + ".key").toString(),
        "-out",
        csr.toString());
    return Peer.node(
        "pairs.cjs", home.ocpp().toString(), identity, "ocpp" + version, csr.toString());
  }

  /** The table names all that the package knows, and nothing else. */
  private static void assertComplete(JsonNode table, int actions, int starting, int sent) {
    Set<String> named = new TreeSet<>(actions(table.path("station")));
    named.addAll(actions(table.path("site")));
    Set<String> known = new TreeSet<>();
    table.path("schemas").forEach(action -> known.add(action.asText()));
    assertThat(named).isEqualTo(known).hasSize(actions);
    assertThat(actions(table.path("station"))).hasSize(starting);
    assertThat(actions(table.path("site"))).hasSize(sent);
  }

  private static Set<String> actions(JsonNode rows) {
    Set<String> actions = new TreeSet<>();
    rows.forEach(row -> actions.add(row.path("action").asText()));
    return actions;
  }

  /** The station starts a message and gets the answer that is due. */
  private static void starts(Peer station, JsonNode row, String which) throws Exception {
    String action = row.path("action").asText();
    int from = station.lines().size();
    station.tell("call " + action + " " + which);
    JsonNode called = event(station, action + " " + which, from, SOON, e -> is(e, "called"));
    String about = called.toString();
    assertThat(called.path("error").asText()).as(about).isEqualTo(row.path("refused").asText());
    if (row.path("refused").asText().isEmpty()) {
      assertThat(called.has("result")).as(about).isEqualTo(!row.path("stream").asBoolean());
      assertHolds(called.path("result"), called.path("due"), about);
    }
  }

  private static void assertHolds(JsonNode whole, JsonNode part, String about) {
    for (var field : part.properties()) {
      if (field.getValue().isObject()) {
        assertHolds(whole.path(field.getKey()), field.getValue(), about);
      } else {
        assertThat(whole.path(field.getKey())).as(about).isEqualTo(field.getValue());
      }
    }
  }

  private static void sendsOfItself(Peer station, String version) throws Exception {
    Set<String> due = new TreeSet<>(OF_ITSELF.get(version));
    for (String action : due) {
      event(
          station,
          action,
          0,
          LATER,
          e -> is(e, "asked") && action.equals(e.path("method").asText()));
    }
    Set<String> sent = new TreeSet<>();
    events(station).stream()
        .filter(e -> is(e, "asked"))
        .forEach(e -> sent.add(e.path("method").asText()));
    assertThat(sent).isEqualTo(due);
  }

  /** An operator's request arrives as it was sent, and its answer comes back as it was given. */
  private void operatorSends(
      Peer station, String identity, JsonNode row, String which, JsonNode payload)
      throws Exception {
    String action = row.path("action").asText();
    String refused = which.startsWith("moving") ? "MOVES_POWER" : row.path("refused").asText();
    int from = station.lines().size();
    Rest.Answer answer = operator(identity, action, payload.toString());
    String about = action + " " + which + " " + payload + " → " + answer.text();
    if (!refused.isEmpty()) {
      assertThat(answer.status()).as(about).isEqualTo(403);
      assertThat(answer.body().toString()).as(about).contains(refused);
      assertThat(events(station)).as(about).noneMatch(e -> asks(e, action, payload));
      return;
    }
    assertThat(answer.status()).as(about).isEqualTo(200);
    JsonNode asked = event(station, about, from, SOON, e -> asks(e, action, payload));
    assertThat(answer.body().path("answer")).as(about).isEqualTo(asked.path("result"));
  }

  private static boolean asks(JsonNode event, String action, JsonNode payload) {
    return is(event, "asked")
        && event.path("method").asText().equals(action)
        && event.path("params").equals(payload);
  }

  private void operatorIsDeclined(String identity) throws Exception {
    Rest.Answer answer =
        operator(
            identity, "DataTransfer", "{\"vendorId\":\"com.example\",\"messageId\":\"decline\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(502);
    assertThat(answer.text()).contains("STATION_DECLINED", "NotSupported");
  }

  private Rest.Answer operator(String identity, String action, String payload) throws Exception {
    Rest rest = gateway.rest();
    return rest.send(
        rest.request("/api/v1/stations/" + identity + "/ocpp/" + action)
            .header("Content-Type", "application/json")
            .timeout(SOON)
            .POST(HttpRequest.BodyPublishers.ofString(payload)));
  }

  private interface Fits {
    boolean test(JsonNode event);
  }

  private static boolean is(JsonNode event, String name) {
    return event.path("event").asText().equals(name);
  }

  private static JsonNode event(Peer station, String what, int from, Duration most, Fits fits)
      throws Exception {
    return parse(station.await(what, from, most, line -> fits.test(parse(line))));
  }

  private static JsonNode parse(String line) {
    List<JsonNode> read = new ArrayList<>();
    assertThatCode(() -> read.add(JSON.readTree(line))).as(line).doesNotThrowAnyException();
    return read.get(0);
  }

  private static List<JsonNode> events(Peer station) {
    return station.lines().stream().map(MessagePairsIT::parse).toList();
  }
}
