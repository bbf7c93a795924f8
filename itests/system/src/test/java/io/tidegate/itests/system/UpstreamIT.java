package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Csms;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import io.tidegate.itests.harness.TalkingStation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway beneath two management systems, one of them transparent and secondary: what stations
 * report arrives once and in order, over an outage above and a SIGKILL below (rows S1.3, S1.14,
 * S5.2).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpstreamIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String NEWER = "STR-1";
  private static final String OLDER = "STR-2";
  private static final String SEEN = "STR-3";
  private static final String PREFIX = "io.tidegate.charging.ocpp.upstream~";

  private Home home;
  private Gateway gateway;
  private Csms cloud;
  private Csms second;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    cloud = new Csms();
    second = new Csms();
    home = Home.in(folder).write("config/site.yaml", site());
    upstream(
        "cloud",
        cloud,
        "stations=" + NEWER + "," + OLDER,
        "mandate=csms",
        "may=read, stop, profiles",
        "limits.interval.s=1");
    upstream("second", second, "stations=" + SEEN, "mode=transparent", "may=all", "ask.ms=20000");
    gateway = Gateway.start(home).awaitReady();
  }

  private void upstream(String name, Csms csms, String... fields) {
    home.set(PREFIX + name + "/name=" + name).set(PREFIX + name + "/url=" + csms.url());
    home.set(PREFIX + name + "/backoff.min.ms=100").set(PREFIX + name + "/backoff.max.ms=500");
    for (String field : fields) {
      home.set(PREFIX + name + "/" + field);
    }
  }

  private static String site() {
    StringBuilder out =
        new StringBuilder(
            "site: Upstream\ngrid: {importCapKw: 100, exportCapKw: 100, buildingDesignLoadKw: 0}\nstations:\n");
    for (String station : List.of(NEWER, OLDER, SEEN)) {
      out.append("  - {id: ").append(station).append(", evses: [{id: E-").append(station);
      out.append(
          ", number: 1, node: grid, phases: L123, maxChargeKw: 11, safeShareKw: 4.2, dwellS: 0}]}\n");
    }
    return out.append(
            """
            mandates:
              - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}
              - {id: csms, kind: upstream, highest: contract, keepAlive: 5s}
            """)
        .toString();
  }

  @AfterAll
  void close() throws Exception {
    cloud.close();
    second.close();
    if (gateway != null) {
      gateway.close();
    }
  }

  private TalkingStation booted(String identity, String subprotocol) throws Exception {
    TalkingStation station = TalkingStation.connect(home, identity, subprotocol);
    station.will("GetVariables", "{\"getVariableResult\":[]}");
    station.will("SetVariables", "{\"setVariableResult\":[]}");
    station.will("GetConfiguration", "{}");
    JsonNode answer =
        station.call(
            "BootNotification",
            subprotocol.equals("ocpp1.6")
                ? "{\"chargePointModel\":\"M\",\"chargePointVendor\":\"V\"}"
                : "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}");
    assertThat(answer.path(2).path("status").asText()).as("%s", answer).isEqualTo("Accepted");
    return station;
  }

  private static void event(TalkingStation station, int number, String type) throws Exception {
    event(station, number, type, "TX-UP");
  }

  private static void event(TalkingStation station, int number, String type, String transaction)
      throws Exception {
    JsonNode answer =
        station.call(
            "TransactionEvent",
            "{\"eventType\":\""
                + type
                + "\",\"timestamp\":\"2026-03-01T10:00:0"
                + number
                + "Z\",\"triggerReason\":\"CablePluggedIn\",\"seqNo\":"
                + number
                + ",\"transactionInfo\":{\"transactionId\":\""
                + transaction
                + "\"},\"evse\":{\"id\":1,\"connectorId\":1}}");
    assertThat(answer.path(0).asInt()).as("%s", answer).isEqualTo(3);
  }

  private void awaitEvents(int count) throws Exception {
    Await.until(
        count + " events above",
        SOON,
        () -> cloud.said(NEWER, "TransactionEvent").size() >= count,
        () -> cloud.said() + "\n" + gateway.story());
  }

  @Test
  @Order(1)
  void tellsOfBootAndTransactionInTheStationsWordsAndTimes() throws Exception {
    try (TalkingStation station = booted(NEWER, "ocpp2.0.1")) {
      event(station, 0, "Started");
      awaitEvents(1);
      assertThat(cloud.said(NEWER, "BootNotification")).hasSize(1);
      JsonNode told = cloud.said(NEWER, "TransactionEvent").get(0).payload();
      assertThat(told.path("timestamp").asText()).isEqualTo("2026-03-01T10:00:00Z");
      assertThat(told.has("offline")).isFalse();

      cloud.kill();
      Await.until(
          "amber",
          SOON,
          () -> gateway.rest().health("upstream cloud").path("status").asText().equals("warn"),
          gateway::story);
      event(station, 1, "Updated");
      event(station, 2, "Updated");
    }
  }

  @Test
  @Order(2)
  void losesNothingBySigkillBetweenStoringAndForwarding() throws Exception {
    gateway.kill();
    cloud.start();
    gateway = Gateway.start(home).awaitReady();
    awaitEvents(3);
    try (TalkingStation station = TalkingStation.connect(home, NEWER, "ocpp2.0.1")) {
      event(station, 3, "Ended");
      awaitEvents(4);
      assertThat(cloud.said(NEWER, "TransactionEvent"))
          .extracting(s -> s.payload().path("seqNo").asInt())
          .containsExactly(0, 1, 2, 3);
      assertThat(cloud.said(NEWER, "TransactionEvent").get(2).payload().path("offline").asBoolean())
          .isTrue();
      assertThat(cloud.said(NEWER, "BootNotification")).as("once is enough").hasSize(1);
    }
  }

  @Test
  @Order(3)
  void passesOnWhatTheSystemMayAskAndNothingElse() throws Exception {
    try (TalkingStation station = booted(NEWER, "ocpp2.0.1")) {
      Await.until("the link", SOON, () -> cloud.connected(NEWER), gateway::story);
      int before = station.asked().size();
      JsonNode answer =
          cloud.ask(
              NEWER,
              "GetVariables",
              "{\"getVariableData\":[{\"component\":{\"name\":\"Asked\"},\"variable\":{\"name\":\"Above\"}}]}");
      assertThat(answer.path(0).asInt()).as("%s", answer).isEqualTo(3);
      assertThat(station.asked().subList(before, station.asked().size()))
          .anyMatch(f -> f.toString().contains("Above") && !f.toString().contains("csms-"));
      for (String refused : List.of("Reset", "RequestStartTransaction", "UpdateFirmware")) {
        assertThat(cloud.say(NEWER, refused, request(refused)).path(2).asText())
            .as(refused)
            .isEqualTo("SecurityError");
      }
      assertThat(station.asked("Reset")).isEmpty();
      assertThat(home.log()).contains("ERR_UPSTREAM_NOT_PERMITTED");
    }
  }

  private static String request(String action) {
    String payload =
        switch (action) {
          case "Reset" -> "{\"type\":\"Immediate\"}";
          case "RequestStartTransaction" ->
              "{\"remoteStartId\":1,\"idToken\":{\"idToken\":\"A\",\"type\":\"Central\"}}";
          case "UpdateFirmware" ->
              "{\"requestId\":1,\"firmware\":{\"location\":\"x\",\"retrieveDateTime\":\"2026-03-01T10:00:00Z\"}}";
          default ->
              "{\"evseId\":1,\"chargingProfile\":{\"id\":1,\"stackLevel\":0,\"chargingProfilePurpose\":"
                  + "\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\",\"chargingSchedule\":[{\"id\":1,"
                  + "\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":5000}]}]}}";
        };
    return "[2,\"" + action + "\",\"" + action + "\"," + payload + "]";
  }

  @Tag("long")
  @Test
  @Order(4)
  void makesAnUpperLimitOfAProfileFromAbove() throws Exception {
    try (TalkingStation station = booted(NEWER, "ocpp2.0.1")) {
      Await.until("the link", SOON, () -> cloud.connected(NEWER), gateway::story);
      String started =
          "{\"eventType\":\"Started\",\"timestamp\":\""
              + java.time.Instant.now()
              + "\",\"triggerReason\":\"CablePluggedIn\",\"seqNo\":0,\"transactionInfo\":{\"transactionId\":"
              + "\"TX-CAP\"},\"evse\":{\"id\":1,\"connectorId\":1}}";
      station.call("TransactionEvent", started);
      Await.until("it charges", SOON, () -> latest(station) > 5_000, gateway::story);
      JsonNode set =
          cloud.say(
              NEWER,
              "cap",
              request("SetChargingProfile").replaceFirst("SetChargingProfile", "cap"));
      assertThat(set.path(2).path("status").asText()).as("%s", set).isEqualTo("Accepted");
      Await.until(
          "the vehicle is held to it",
          SOON,
          () -> latest(station) <= 5_000 && latest(station) > 4_000,
          gateway::story);
      assertThat(gateway.rest().site().toString()).contains("COMMAND_LIMIT");
      cloud.ask(NEWER, "ClearChargingProfile", "{\"chargingProfileId\":1}");
      Await.until("it charges again", SOON, () -> latest(station) > 5_000, gateway::story);
      assertThat(cloud.said(NEWER, "NotifyChargingLimit")).as("its own cap").isEmpty();
      tellsOfALimitOfTheGrids();
    }
  }

  /** A command to import no more than 6 kW, for a while (K12–K14). */
  private void tellsOfALimitOfTheGrids() throws Exception {
    gateway.rest().keepAlive();
    java.time.Instant now = java.time.Instant.now();
    Rest.Answer taken =
        gateway
            .rest()
            .post(
                "/api/v1/grid-commands",
                Map.of(
                    "id",
                    "dr-up",
                    "controller",
                    "dms",
                    "priority",
                    "grid-emergency",
                    "kind",
                    "import-limit",
                    "powerW",
                    6_000,
                    "start",
                    now.toString(),
                    "end",
                    now.plusSeconds(20).toString()));
    assertThat(taken.status()).as(taken.text()).isBetween(200, 299);
    Await.until(
        "the system hears of it",
        SOON,
        () -> {
          gateway.rest().keepAlive();
          return !cloud.said(NEWER, "NotifyChargingLimit").isEmpty();
        },
        gateway::story);
    JsonNode told = cloud.said(NEWER, "NotifyChargingLimit").get(0).payload();
    assertThat(told.path("chargingLimit").path("chargingLimitSource").asText())
        .as("%s\n%s", told, gateway.rest().site())
        .isEqualTo("SO");
    assertThat(told.path("evseId").asInt()).isEqualTo(1);
    assertThat(told.findValue("limit").asDouble()).isBetween(0.0, 6_000.0);
    Await.until(
        "and of its end",
        SOON,
        () -> !cloud.said(NEWER, "ClearedChargingLimit").isEmpty(),
        gateway::story);
  }

  /** The newest setpoint of a transaction, W. */
  private static double latest(TalkingStation station) {
    double limit = -1;
    for (JsonNode call : station.asked("SetChargingProfile")) {
      if (call.toString().contains("TxProfile")) {
        limit = call.findValue("limit").asDouble();
      }
    }
    return limit;
  }

  @Tag("long")
  @Test
  @Order(5)
  void speaksToAnOldStationUnderTheSystemsTransactionNumber() throws Exception {
    try (TalkingStation station = booted(OLDER, "ocpp1.6")) {
      JsonNode started =
          station.call(
              "StartTransaction",
              "{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":0,\"timestamp\":\"2026-03-01T10:00:00Z\"}");
      int ours = started.path(2).path("transactionId").asInt();
      assertThat(ours).isNotEqualTo(7001);
      Await.until("it", SOON, () -> cloud.said(OLDER, "StartTransaction").size() == 1);
      Await.until(
          "the system may stop it",
          SOON,
          () ->
              cloud
                  .ask(OLDER, "RemoteStopTransaction", "{\"transactionId\":7001}")
                  .path(2)
                  .path("status")
                  .asText()
                  .equals("Accepted"));
      assertThat(station.asked("RemoteStopTransaction"))
          .allMatch(f -> f.path(3).path("transactionId").asInt() == ours)
          .isNotEmpty();
      station.call(
          "StopTransaction",
          "{\"transactionId\":"
              + ours
              + ",\"meterStop\":5,\"timestamp\":\"2026-03-01T11:00:00Z\"}");
      Await.until("the end", SOON, () -> cloud.said(OLDER, "StopTransaction").size() == 1);
      assertThat(
              cloud.said(OLDER, "StopTransaction").get(0).payload().path("transactionId").asInt())
          .isEqualTo(7001);
    }
  }

  /** Row X5: OCPP 2.1 above and below, and the envelope between them. */
  @Test
  @Order(5)
  void bringsPowersAndSignalsOfASystemWithAMandateToTheStation() throws Exception {
    int boots = cloud.said(NEWER, "BootNotification").size();
    try (TalkingStation station = booted(NEWER, "ocpp2.1")) {
      event(station, 0, "Started", "TX-ASKED");
      Await.until(
          "presented in its version",
          SOON,
          () -> cloud.said(NEWER, "BootNotification").size() > boots,
          gateway::story);
      String profile =
          "{\"evseId\":1,\"chargingProfile\":{\"id\":7,\"stackLevel\":0,\"chargingProfilePurpose\":"
              + "\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\",\"chargingSchedule\":[{\"id\":1,"
              + "\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"operationMode\":"
              + "\"CentralFrequency\",\"v2xBaseline\":5000,\"v2xSignalWattCurve\":["
              + "{\"signal\":-10,\"power\":-500},{\"signal\":10,\"power\":500}]}]}]}}";
      JsonNode taken = cloud.ask(NEWER, "SetChargingProfile", profile);
      assertThat(taken.path(2).path("status").asText()).as("%s", taken).isEqualTo("Accepted");
      signalled(station, -10, 4_500);
      signalled(station, 4, 5_200);
    }
  }

  private void signalled(TalkingStation station, int signal, double powerW) throws Exception {
    JsonNode answer =
        cloud.ask(
            NEWER,
            "AFRRSignal",
            "{\"timestamp\":\"" + Instant.now() + "\",\"signal\":" + signal + "}");
    assertThat(answer.path(2).path("status").asText()).as("%s", answer).isEqualTo("Accepted");
    Await.until(
        "a profile of " + powerW + " W",
        SOON,
        () ->
            station.asked("SetChargingProfile").stream()
                .anyMatch(
                    p -> p.findValues("limit").stream().anyMatch(l -> l.asDouble() == powerW)),
        () -> station.asked("SetChargingProfile") + "\n" + seen() + "\n" + gateway.story());
  }

  private String seen() {
    try {
      return gateway.rest().site().toString();
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Tag("long")
  @Test
  @Order(6)
  void relaysFramesAsTheyComeInTransparentMode() throws Exception {
    try (TalkingStation station = booted(SEEN, "ocpp2.0.1")) {
      assertThat(second.said(SEEN, "BootNotification")).hasSize(1);
      second.voice(
          (from, action, payload) ->
              action.equals("DataTransfer")
                  ? "{\"status\":\"Accepted\",\"data\":\"from above\"}"
                  : Csms.usual(action));
      JsonNode answer = station.call("DataTransfer", "{\"vendorId\":\"x\" ,\"data\": [1, 2]}");
      assertThat(answer.path(2).path("data").asText()).isEqualTo("from above");
      assertThat(second.said(SEEN, "DataTransfer").get(0).text())
          .isEqualTo("[2,\"station-1\",\"DataTransfer\",{\"vendorId\":\"x\" ,\"data\": [1, 2]}]");
      assertThat(second.ask(SEEN, "Reset", "{\"type\":\"OnIdle\"}").path(2).path("status").asText())
          .isEqualTo("Accepted");
      // what is malformed goes no further
      assertThat(station.call("StatusNotification", "{}").path(0).asInt()).isEqualTo(4);
      assertThat(second.said(SEEN, "StatusNotification")).isEmpty();
      // power is not relayed, whatever rights there are
      int profiles = station.asked("SetChargingProfile").size();
      JsonNode refused =
          second.ask(SEEN, "AFRRSignal", "{\"timestamp\":\"2026-03-01T10:00:00Z\",\"signal\":1}");
      assertThat(refused.path(2).asText()).isEqualTo("NotImplemented");
      assertThat(station.asked("SetChargingProfile")).hasSize(profiles);
      second.kill();
      Await.until("the station is let go", SOON, station::closed, gateway::story);
    }
  }
}
