package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.TalkingStation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The distribution beneath a management system that nobody here has written: ocpp-rpc in strict
 * mode, killed and back, in both modes and both versions that it is strict in (rows S1.3, S1.14,
 * S5.2).
 */
class StrictUpstreamIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATION = "UP-PEER";

  @TempDir Path folder;
  private int port;
  private Home home;
  private Gateway gateway;
  private Peer csms;

  @BeforeEach
  void open() throws Exception {
    port = Home.freePorts(1)[0];
    csms = listening();
    home =
        Home.in(folder)
            .write(
                "config/site.yaml",
                "site: Peers\n"
                    + "grid: {importCapKw: 50, exportCapKw: 50, buildingDesignLoadKw: 0}\n"
                    + "stations:\n  - {id: "
                    + STATION
                    + ", evses: [{id: E1, number: 1, node: grid, phases: L123, maxChargeKw: 11, safeShareKw: 4.2}]}\n");
    upstream("name=strict");
    upstream("url=ws://127.0.0.1:" + port + "/");
    upstream("may=read,stop,profiles");
    upstream("backoff.min.ms=100");
    upstream("backoff.max.ms=500");
  }

  private void upstream(String field) {
    home.set("io.tidegate.charging.ocpp.upstream~strict/" + field);
  }

  private Peer listening() throws Exception {
    Peer peer = Peer.node("csms.cjs", "" + port);
    peer.await("it listens", 0, SOON, "{\"event\":\"listening\"}"::equals);
    return peer;
  }

  @AfterEach
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
    csms.close();
  }

  private static boolean old(String version) {
    return version.equals("ocpp1.6");
  }

  private TalkingStation booted(String version) throws Exception {
    TalkingStation station = TalkingStation.connect(home, STATION, version);
    station.will("GetVariables", VARIABLES).will("GetConfiguration", "{\"unknownKey\":[\"K\"]}");
    JsonNode answer =
        station.call(
            "BootNotification",
            old(version)
                ? "{\"chargePointModel\":\"M\",\"chargePointVendor\":\"V\"}"
                : "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}");
    assertThat(answer.path(2).path("status").asText()).isEqualTo("Accepted");
    return station;
  }

  private static final String VARIABLES =
      "{\"getVariableResult\":[{\"attributeStatus\":\"UnknownVariable\",\"component\":{\"name\":\"C\"},"
          + "\"variable\":{\"name\":\"V\"}}]}";

  /** Numbers of what a transaction says; 1.6 has none, there it is the register. */
  private static String said(String version, int number, String type) {
    String time = "\"timestamp\":\"2026-03-01T10:00:0" + number + "Z\"";
    return "{\"eventType\":\""
        + type
        + "\","
        + time
        + ",\"triggerReason\":\"CablePluggedIn\",\"seqNo\":"
        + number
        + ",\"transactionInfo\":{\"transactionId\":\"TX\"},\"evse\":{\"id\":1,\"connectorId\":1}}";
  }

  private static String values(int transaction, int register) {
    return "{\"connectorId\":1,\"transactionId\":"
        + transaction
        + ",\"meterValue\":[{\"timestamp\":\"2026-03-01T10:00:0"
        + register
        + "Z\",\"sampledValue\":[{\"value\":\""
        + register
        + "\"}]}]}";
  }

  private List<JsonNode> heard(Peer peer, String... methods) throws Exception {
    List<JsonNode> heard = new ArrayList<>();
    for (String line : peer.lines()) {
      JsonNode event = JSON.readTree(line);
      if (event.path("event").asText().equals("heard")
          && List.of(methods).contains(event.path("method").asText())) {
        heard.add(event);
      }
    }
    return heard;
  }

  private static void noFault(Peer peer) throws Exception {
    for (String line : peer.lines()) {
      assertThat(JSON.readTree(line).path("event").asText())
          .as(line)
          .isNotIn("schema-error", "bad-message");
    }
  }

  private JsonNode ask(String method, String payload) throws Exception {
    int from = csms.lines().size();
    csms.tell(STATION + " " + method + " " + payload);
    return JSON.readTree(
        csms.await(
            "an answer to " + method,
            from,
            SOON,
            line -> line.startsWith("{\"event\":\"answer\",\"method\":\"" + method)));
  }

  private void awaitLine(String what, String part) throws Exception {
    csms.await(what, 0, SOON, line -> line.contains(part));
  }

  @ParameterizedTest
  @CsvSource({"ocpp2.0.1", "ocpp1.6"})
  void hearsEverythingOnceAndInOrderOverAnOutage(String version) throws Exception {
    gateway = Gateway.start(home).awaitReady();
    List<JsonNode> before;
    try (TalkingStation station = booted(version)) {
      int ours = 0;
      if (old(version)) {
        ours =
            station
                .call(
                    "StartTransaction",
                    "{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":0,\"timestamp\":\"2026-03-01T10:00:00Z\"}")
                .path(2)
                .path("transactionId")
                .asInt();
        awaitLine("the start", "\"StartTransaction\"");
      } else {
        station.call("TransactionEvent", said(version, 0, "Started"));
        awaitLine("the start", "\"Started\"");
      }
      // what is struck from the store only when it is acknowledged would come once more
      Await.until(
          "all is acknowledged",
          SOON,
          () ->
              gateway
                  .rest()
                  .health("upstream strict")
                  .toString()
                  .contains(" 0 messages wait for it"),
          gateway::story);
      before = heard(csms, "BootNotification");
      assertThat(before).hasSize(1);
      noFault(csms);

      csms.close();
      csms.awaitEnd(SOON);
      for (int i = 1; i < 6; i++) {
        if (old(version)) {
          station.call("MeterValues", values(ours, i));
        } else {
          station.call("TransactionEvent", said(version, i, i == 5 ? "Ended" : "Updated"));
        }
      }
      csms = listening();
      awaitLine("the last", "2026-03-01T10:00:05Z");
      List<JsonNode> after = heard(csms, "TransactionEvent", "MeterValues");
      assertThat(after)
          .extracting(e -> e.findValue("timestamp").asText().substring(18, 19))
          .containsExactly("1", "2", "3", "4", "5");
      if (old(version)) {
        assertThat(after).allMatch(e -> e.path("params").path("transactionId").asInt() == 4711);
      } else {
        assertThat(after).allMatch(e -> e.path("params").path("offline").asBoolean());
      }
      assertThat(heard(csms, "BootNotification")).isEmpty();
      noFault(csms);
    }
  }

  @ParameterizedTest
  @CsvSource({"ocpp2.0.1", "ocpp1.6"})
  void asksWhatItMayAndIsRefusedTheRest(String version) throws Exception {
    gateway = Gateway.start(home).awaitReady();
    try (TalkingStation station = booted(version)) {
      awaitLine("the boot", "\"BootNotification\"");
      JsonNode read =
          old(version)
              ? ask("GetConfiguration", "{\"key\":[\"K\"]}")
              : ask(
                  "GetVariables",
                  "{\"getVariableData\":[{\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\"V\"}}]}");
      assertThat(read.has("result")).as("%s", read).isTrue();
      JsonNode trigger = ask("TriggerMessage", "{\"requestedMessage\":\"StatusNotification\"}");
      assertThat(trigger.path("result").path("status").asText()).isEqualTo("Accepted");
      JsonNode refused =
          ask("Reset", old(version) ? "{\"type\":\"Hard\"}" : "{\"type\":\"Immediate\"}");
      assertThat(refused.path("error").asText()).isEqualTo("SecurityError");
      assertThat(station.asked("Reset")).isEmpty();

      String schedule =
          "\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":5000}]";
      int profiles = station.asked("SetChargingProfile").size();
      JsonNode capped =
          ask(
              "SetChargingProfile",
              old(version)
                  ? "{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,"
                      + "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
                      + "\"chargingSchedule\":{"
                      + schedule
                      + "}}}"
                  : "{\"evseId\":1,\"chargingProfile\":{\"id\":1,\"stackLevel\":0,"
                      + "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
                      + "\"chargingSchedule\":[{\"id\":1,"
                      + schedule
                      + "}]}}");
      assertThat(capped.path("result").path("status").asText()).isEqualTo("Accepted");
      assertThat(station.asked("SetChargingProfile")).hasSize(profiles);
      // no id of the system's has reached the station, none of ours the system
      assertThat(station.asked()).noneMatch(f -> f.path(1).asText().contains("-csms"));
      noFault(csms);
    }
  }

  @ParameterizedTest
  @CsvSource({"ocpp2.0.1", "ocpp1.6"})
  void answersStationsItselfInTransparentMode(String version) throws Exception {
    upstream("mode=transparent");
    upstream("may=all");
    gateway = Gateway.start(home).awaitReady();
    try (TalkingStation station = booted(version)) {
      assertThat(heard(csms, "BootNotification")).hasSize(1);
      assertThat(csms.lines()).anyMatch(l -> l.contains("\"extensions\":\"permessage-deflate\""));
      JsonNode answer = station.call("DataTransfer", "{\"vendorId\":\"x\"}");
      assertThat(answer.path(2).path("data").asText()).isEqualTo("from above");
      assertThat(heard(csms, "DataTransfer").get(0).path("id").asText())
          .isEqualTo(answer.path(1).asText());
      JsonNode reset = ask("Reset", old(version) ? "{\"type\":\"Soft\"}" : "{\"type\":\"OnIdle\"}");
      assertThat(reset.path("result").path("status").asText()).isEqualTo("Accepted");
      assertThat(station.asked("Reset")).hasSize(1);
      noFault(csms);
    }
  }
}
