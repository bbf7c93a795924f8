package io.tidegate.charging.ocpp.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.StationCommands.Fate;
import io.tidegate.api.control.StationCommands.Told;
import io.tidegate.api.control.TokenBook.Standing;
import io.tidegate.api.control.TokenBook.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local list and reservations (blocks D and H). */
class TokensTest {
  private static final String LIST = "/api/v1/local-list";
  private static final String RESERVATIONS = "/api/v1/stations/CS01/reservations";
  private static final Told ACCEPTED = new Told(Fate.ANSWERED, "{\"status\":\"Accepted\"}");

  @TempDir Path home;
  private Depot depot;

  /** What the station holds. */
  private final Map<String, String> held = new TreeMap<>();

  private final List<Integer> parts = new ArrayList<>();
  private int version;
  private String items = "3";

  @BeforeEach
  void open() {
    depot = new Depot(home, "ocpp2.0.1", Map.of());
    depot.station = this::answer;
  }

  @AfterEach
  void close() {
    depot.close();
  }

  private synchronized Told answer(String action, String payload) {
    switch (action) {
      case "GetLocalListVersion":
        return new Told(Fate.ANSWERED, "{\"versionNumber\":" + version + "}");
      case "GetVariables":
        return new Told(
            Fate.ANSWERED,
            "{\"getVariableResult\":[{\"attributeStatus\":\"Accepted\",\"attributeValue\":\""
                + items
                + "\"}]}");
      case "SendLocalList":
        take(payload);
        return ACCEPTED;
      default:
        return ACCEPTED;
    }
  }

  private void take(String payload) {
    try {
      Json json = Json.read(payload);
      if (json.text("updateType").orElse("").equals("Full")) {
        held.clear();
      }
      assertThat(json.integer("versionNumber").orElse(0)).isGreaterThan(version);
      version = json.integer("versionNumber").orElse(0);
      List<Json> entries = json.children("localAuthorizationList");
      parts.add(entries.size());
      for (Json entry : entries) {
        String token = entry.child("idToken").text("idToken").orElse("");
        Optional<String> status = entry.child("idTokenInfo").text("status");
        if (status.isPresent()) {
          held.put(token, status.get());
        } else {
          held.remove(token);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tokens(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> "{\"idToken\":\"T" + n + "\"}")
        .collect(Collectors.joining(",", "{\"entries\":[", "]}"));
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private synchronized int version() {
    return version;
  }

  private Optional<Verdict> verdict(int evse, String token) {
    return depot
        .component
        .standing(Depot.CS01, evse, token, "ISO14443", OptionalInt.empty())
        .map(Standing::verdict);
  }

  @Test
  void sendsTheListInPartsAsLongAsTheStationTakes() throws Exception {
    depot.component.accepted(Depot.CS01, true);
    assertThat(depot.ask("PUT", LIST, tokens(0, 7)).status()).isEqualTo(200);
    await(() -> version() == LocalList.STEP);
    assertThat(parts).containsExactly(3, 3, 1);
    assertThat(held).hasSize(7);
  }

  @Test
  void sendsAStationThatMissedOneStepWhatHasChanged() throws Exception {
    depot.component.accepted(Depot.CS01, true);
    depot.ask("PUT", LIST, tokens(0, 7));
    await(() -> version() == LocalList.STEP);
    parts.clear();
    depot.ask("PUT", LIST, tokens(1, 8));
    await(() -> version() == 2 * LocalList.STEP);
    assertThat(parts).as("one added, one removed").containsExactly(2);
    assertThat(held.keySet()).contains("T7").doesNotContain("T0");
    depot.ask("PUT", LIST, tokens(1, 8));
    assertThat(depot.get(LIST).json().integer("version")).hasValue(2 * LocalList.STEP);
  }

  @Test
  void sendsItWholeToAStationThatIsFarBehindAndWhenItComesBack() throws Exception {
    depot.ask("PUT", LIST, tokens(0, 2));
    depot.close();
    depot = new Depot(home, "ocpp2.0.1", Map.of());
    depot.station = this::answer;
    version = 17;
    held.put("old", "Accepted");
    depot.component.accepted(Depot.CS01, false);
    await(() -> version() == LocalList.STEP);
    assertThat(held.keySet()).containsExactly("T0", "T1");
    Depot.Answer again = depot.post("/api/v1/stations/CS01/local-list", "{}");
    assertThat(again.body()).contains("version 1000");
    assertThat(parts).as("it has it").hasSize(1);
  }

  @Test
  void speaks16ToAStationOf16() throws Exception {
    depot.close();
    depot = new Depot(home, "ocpp1.6", Map.of());
    depot.station =
        (action, payload) ->
            switch (action) {
              case "GetLocalListVersion" -> new Told(Fate.ANSWERED, "{\"listVersion\":-1}");
              case "GetConfiguration" -> new Told(Fate.ANSWERED, "{\"unknownKey\":[\"x\"]}");
              default -> ACCEPTED;
            };
    depot.ask(
        "PUT", LIST, "{\"entries\":[{\"idToken\":\"A\",\"group\":\"G\",\"status\":\"Blocked\"}]}");
    assertThat(depot.post("/api/v1/stations/CS01/local-list", "{}").status()).isEqualTo(200);
    Json sent = depot.last("SendLocalList");
    assertThat(sent.integer("listVersion")).hasValue(LocalList.STEP);
    Json entry = sent.children("localAuthorizationList").get(0);
    assertThat(entry.text("idTag")).hasValue("A");
    assertThat(entry.child("idTagInfo").text("parentIdTag")).hasValue("G");
  }

  @Test
  void decidesByTheListWhateverTheLettersCase() throws Exception {
    depot.ask(
        "PUT",
        LIST,
        "{\"entries\":[{\"idToken\":\"Good\"},{\"idToken\":\"Bad\",\"status\":\"Blocked\"},"
            + "{\"idToken\":\"Late\",\"expiry\":\"2020-01-01T00:00:00Z\"}]}");
    assertThat(verdict(0, "gOOD")).hasValue(Verdict.ACCEPTED);
    assertThat(verdict(0, "bad")).hasValue(Verdict.BLOCKED);
    assertThat(verdict(0, "late")).hasValue(Verdict.EXPIRED);
    assertThat(verdict(0, "stranger")).isEmpty();
  }

  @Test
  void refusesAListThatIsWrong() throws Exception {
    assertThat(depot.ask("PUT", LIST, "{\"entries\":[{\"idToken\":\"\"}]}").status())
        .isEqualTo(422);
    assertThat(depot.ask("PUT", LIST, tokens(0, LocalList.MOST + 1)).status()).isEqualTo(422);
    assertThat(
            depot
                .ask("PUT", LIST, "{\"entries\":[{\"idToken\":\"a\"},{\"idToken\":\"A\"}]}")
                .body())
        .contains("twice");
    assertThat(depot.ask("PUT", LIST, "{}").status()).isEqualTo(422);
    assertThat(
            depot
                .ask("PUT", LIST, "{\"entries\":[{\"idToken\":\"a\",\"expiry\":\"soon\"}]}")
                .status())
        .isEqualTo(422);
    assertThat(depot.get(LIST).json().integer("version")).hasValue(0);
  }

  private int reserve(String more) throws Exception {
    Depot.Answer answer = depot.post(RESERVATIONS, "{\"token\":\"Anna\"" + more + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().integer("id").orElseThrow();
  }

  private String state() throws Exception {
    return depot
        .get(RESERVATIONS)
        .json()
        .children("reservations")
        .get(0)
        .text("state")
        .orElseThrow();
  }

  @Test
  void keepsAnEvseForItsTokenUntilItIsUsed() throws Exception {
    depot.ask("PUT", LIST, "{\"entries\":[{\"idToken\":\"Bob\",\"group\":\"fleet\"}]}");
    int id = reserve(",\"evse\":1,\"group\":\"fleet\",\"minutes\":5");
    assertThat(depot.last("ReserveNow").integer("evseId")).hasValue(1);
    assertThat(verdict(1, "stranger")).hasValue(Verdict.NOT_AT_THIS_TIME);
    assertThat(verdict(2, "stranger")).isEmpty();
    assertThat(verdict(1, "anna")).isEmpty();
    assertThat(verdict(1, "Bob")).as("of the same group").hasValue(Verdict.ACCEPTED);
    depot.component.used(Depot.CS01, id);
    assertThat(state()).isEqualTo("used");
    assertThat(verdict(1, "stranger")).isEmpty();
  }

  @Test
  void endsAReservationThatTheStationOrTheOperatorEnds() throws Exception {
    int first = reserve(",\"evse\":1");
    depot.says(
        "ReservationStatusUpdate",
        "{\"reservationId\":" + first + ",\"reservationUpdateStatus\":\"Expired\"}");
    assertThat(state()).isEqualTo("expired");
    int second = reserve(",\"evse\":1");
    assertThat(depot.post(RESERVATIONS + "/" + second + "/cancel", "{}").status()).isEqualTo(200);
    assertThat(depot.last("CancelReservation").integer("reservationId")).hasValue(second);
    assertThat(state()).isEqualTo("cancelled");
    assertThat(depot.post(RESERVATIONS + "/" + second + "/cancel", "{}").status()).isEqualTo(404);
    assertThat(verdict(1, "stranger")).isEmpty();
  }

  @Test
  void keepsReservationsOverARestartAndNoneThatTheStationRefused() throws Exception {
    reserve(",\"evse\":1");
    depot.station = (a, p) -> new Told(Fate.ANSWERED, "{\"status\":\"Occupied\"}");
    assertThat(depot.post(RESERVATIONS, "{\"token\":\"Carl\",\"evse\":2}").body())
        .contains("Occupied");
    depot.says("NotifyEvent", "{\"eventData\":[]}");
    depot.close();
    depot = new Depot(home, "ocpp2.0.1", Map.of());
    depot.component.accepted(Depot.CS01, true);
    await(() -> verdict(1, "stranger").isPresent());
    assertThat(verdict(2, "stranger")).isEmpty();
  }

  @Test
  void changesTheListOfBeforeARestart() throws Exception {
    depot.ask("PUT", LIST, tokens(0, 2));
    depot.close();
    depot = new Depot(home, "ocpp2.0.1", Map.of());
    assertThat(depot.ask("PUT", LIST, tokens(0, 3)).json().integer("version"))
        .hasValue(2 * LocalList.STEP);
  }

  @Test
  void keepsReservationsWhenTheListOfBeforeCannotBeRead() throws Exception {
    reserve(",\"evse\":1");
    depot.says("NotifyEvent", "{\"eventData\":[]}");
    depot.close();
    Files.writeString(home.resolve("data/ocpp-operations/local-list.json"), "{");
    depot = new Depot(home, "ocpp2.0.1", Map.of());
    assertThat(depot.get(RESERVATIONS).json().children("reservations")).hasSize(1);
    assertThat(verdict(1, "stranger")).isPresent();
  }

  @Test
  void saysTheSameToStationsOfEachVersion() throws Exception {
    String base = "/api/v1/stations/CS01/";
    depot.station =
        (action, payload) ->
            action.equals("UnlockConnector")
                ? new Told(Fate.ANSWERED, "{\"status\":\"Unlocked\"}")
                : ACCEPTED;
    for (String version : List.of("ocpp2.0.1", "ocpp1.6")) {
      depot.component.unbindStations(depot);
      depot.component.bindStations(depot, Map.of("tidegate.actuator", version));
      depot.sent.clear();
      assertThat(depot.post(base + "reset", "{}").status()).isEqualTo(200);
      assertThat(depot.post(base + "unlock", "{\"evse\":2}").status()).isEqualTo(200);
      assertThat(depot.post(base + "availability", "{\"evse\":2,\"operative\":false}").status())
          .isEqualTo(200);
      assertThat(depot.post(base + "start", "{\"evse\":2,\"token\":\"Anna\"}").status())
          .isEqualTo(200);
      assertThat(depot.post(base + "clear-cache", "{}").status()).isEqualTo(200);
      boolean old = version.equals("ocpp1.6");
      assertThat(depot.sent.get(0))
          .isEqualTo("Reset {\"type\":\"" + (old ? "Soft" : "OnIdle") + "\"}");
      assertThat(depot.sent.get(1))
          .isEqualTo(
              old
                  ? "UnlockConnector {\"connectorId\":2}"
                  : "UnlockConnector {\"evseId\":2,\"connectorId\":1}");
      assertThat(depot.sent.get(2)).contains(old ? "\"connectorId\":2" : "\"evse\":{\"id\":2}");
      assertThat(depot.sent.get(3)).startsWith(old ? "RemoteStart" : "RequestStart");
      assertThat(depot.sent.get(4)).isEqualTo("ClearCache {}");
    }
  }

  @Test
  void resetsNobodyAtOnceWhileNobodyKnowsWhoIsCharging() throws Exception {
    String reset = "/api/v1/stations/CS01/reset";
    assertThat(depot.post(reset, "{\"when\":\"now\",\"force\":true}").status()).isEqualTo(503);
    assertThat(depot.post(reset, "{\"when\":\"soon\"}").status()).isEqualTo(422);
    assertThat(depot.post("/api/v1/stations/CS01/stop", "{}").status()).isEqualTo(503);
    assertThat(depot.sent).isEmpty();
  }
}
