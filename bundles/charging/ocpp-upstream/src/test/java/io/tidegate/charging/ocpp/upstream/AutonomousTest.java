package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.OutboundCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway is the stations' management system and tells another one, over real sockets. */
@Timeout(60)
class AutonomousTest {
  private static final String BOOT =
      "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}";
  private static final String BOOTED =
      "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":60,\"status\":\"Accepted\"}";

  private final MemoryStore store = new MemoryStore();
  private CsmsDouble csms;
  private Exchange exchange;

  @BeforeEach
  void open() throws Exception {
    csms = new CsmsDouble("ocpp2.0.1,ocpp1.6");
    exchange = Rig.exchange(store);
  }

  @AfterEach
  void close() throws Exception {
    exchange.close();
    csms.close();
  }

  private static String event(int number, String type) {
    return "{\"eventType\":\""
        + type
        + "\",\"timestamp\":\"2026-01-01T00:00:0"
        + number % 10
        + "Z\",\"triggerReason\":\"Authorized\",\"seqNo\":"
        + number
        + ",\"transactionInfo\":{\"transactionId\":\"T1\"}}";
  }

  private List<String> events() {
    List<String> numbers = new ArrayList<>();
    for (CsmsDouble.Message message : csms.heard()) {
      if (message.action().equals("TransactionEvent")) {
        numbers.add(Splice.value(message.payload(), "seqNo").orElse(""));
      }
    }
    return numbers;
  }

  @Test
  void tellsWhatAStationReportsInItsOwnWordsAndOrder() throws Exception {
    Upstream upstream = Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    assertThat(station.says("BootNotification", BOOT, BOOTED))
        .hasValue("[3,\"st-0\"," + BOOTED + "]");
    Rig.await("the boot", () -> csms.heard().size() == 1);
    // what comes before the system's answer to it counts as said offline
    Rig.await("the answer to the boot", () -> upstream.ready("CS01"));
    assertThat(csms.heard().get(0).payload()).isEqualTo(BOOT);
    station.says("TransactionEvent", event(0, "Started"), "{}");
    station.says("Heartbeat", "{}", "{\"currentTime\":\"2026-01-01T00:00:00Z\"}");
    station.says("TransactionEvent", event(1, "Ended"), "{}");
    Rig.await("both events", () -> events().size() == 2);
    assertThat(csms.heard())
        .extracting(CsmsDouble.Message::action)
        .containsExactly("BootNotification", "TransactionEvent", "TransactionEvent");
    assertThat(csms.heard().get(1).payload()).isEqualTo(event(0, "Started"));
  }

  @Test
  void tellsNothingThatTheGatewayHasRefused() throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    station.says("TransactionEvent", "{\"bad\":1}", "!OccurrenceConstraintViolation");
    station.says("TransactionEvent", event(0, "Started"), "{}");
    Rig.await("the good one", () -> csms.heard().size() == 2);
    assertThat(events()).containsExactly("0");
  }

  @Test
  void keepsWhatHappensWhileTheCloudIsGoneAndTellsItOnceInOrder() throws Exception {
    Upstream upstream = Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    station.says("TransactionEvent", event(0, "Started"), "{}");
    Rig.await("the first is acknowledged", () -> upstream.waiting() == 0 && events().size() == 1);
    csms.kill();
    Rig.await("the link is gone", () -> !upstream.ready("CS01"));
    for (int i = 1; i < 9; i++) {
      station.says("TransactionEvent", event(i, "Updated"), "{}");
    }
    assertThat(Health.of(upstream).getStatus().name()).isEqualTo("WARN");
    csms.start();
    Rig.await("all is told", () -> events().size() == 9);
    Rig.await("nothing waits", () -> upstream.waiting() == 0);
    assertThat(events()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
    CsmsDouble.Message late = csms.heard().get(csms.heard().size() - 1);
    assertThat(Splice.value(late.payload(), "offline")).hasValue("true");
    assertThat(Splice.text(late.payload(), "timestamp")).hasValue("2026-01-01T00:00:08Z");
    assertThat(csms.heard().stream().filter(m -> m.action().equals("BootNotification"))).hasSize(1);
    assertThat(Health.of(upstream).getStatus().name()).isEqualTo("OK");
  }

  @Test
  void goesOnAfterAnEndInTheMiddleOfIt() throws Exception {
    csms.kill();
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    String text = "x".repeat(70_000);
    station.says("TransactionEvent", event(0, "Started"), "{}");
    station.says("NotifyEvent", "{\"text\":\"" + text + "\"}", "{}");
    // as after a kill: nothing is closed, the next start has the store alone
    exchange.close();
    exchange = Rig.exchange(store);
    csms.start();
    Upstream upstream = Rig.add(exchange, Rig.settings("cloud", csms.url()));
    Rig.await("all is told without the station", () -> csms.heard().size() == 3);
    assertThat(csms.heard())
        .extracting(CsmsDouble.Message::action)
        .containsExactly("BootNotification", "TransactionEvent", "NotifyEvent");
    assertThat(csms.heard().get(2).payload()).contains(text);
    Rig.await("the link ends, since nobody is there", () -> !csms.connected("CS01"));
    assertThat(upstream.waiting()).isZero();
    assertThat(store.all("ocpp-upstream/cloud/queue")).isEmpty();
  }

  @Test
  void dropsMeterValuesFirstAndTransactionsLast() throws Exception {
    csms.kill();
    Upstream upstream = Rig.add(exchange, Rig.settings("cloud", csms.url(), "queue.max=100"));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    station.says("TransactionEvent", event(0, "Started"), "{}");
    for (int i = 0; i < 60; i++) {
      station.says("MeterValues", "{\"evseId\":1,\"number\":" + i + "}", "{}");
      station.says("TransactionEvent", event(i + 1, "Updated"), "{}");
    }
    Rig.await("the queue is full", () -> upstream.dropped() > 20);
    csms.start();
    Rig.await("what is left is told", () -> upstream.waiting() == 0 && csms.heard().size() == 100);
    assertThat(events()).hasSize(61);
    List<String> meters =
        csms.heard().stream()
            .filter(m -> m.action().equals("MeterValues"))
            .map(m -> Splice.value(m.payload(), "number").orElse(""))
            .toList();
    assertThat(meters).hasSize(38).doesNotContain("0", "21").contains("22", "59");
    assertThat(Health.of(upstream).toString()).contains("gave way");
  }

  @Test
  void triesATransactionsMessageAgainAndGivesUpAfterSomeAttempts() throws Exception {
    List<String> said = new ArrayList<>();
    csms.answers(
        (action, payload) -> {
          said.add(action);
          return action.equals("TransactionEvent")
              ? Optional.of("!InternalError")
              : CsmsDouble.usual(action, payload);
        });
    Upstream upstream = Rig.add(exchange, Rig.settings("cloud", csms.url(), "attempts=3"));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    station.says("TransactionEvent", event(0, "Started"), "{}");
    station.says("StatusNotification", "{\"evseId\":1}", "{}");
    Rig.await("it goes on", () -> said.contains("StatusNotification"));
    assertThat(said)
        .containsExactly(
            "BootNotification",
            "TransactionEvent",
            "TransactionEvent",
            "TransactionEvent",
            "StatusNotification");
    assertThat(upstream.refused()).isEqualTo(1);
  }

  @Test
  void bootsAgainWhereItIsNoLongerKnown() throws Exception {
    boolean[] forgotten = {false};
    csms.answers(
        (action, payload) -> {
          if (action.equals("BootNotification")) {
            forgotten[0] = false;
          }
          return forgotten[0] ? Optional.of("!SecurityError") : CsmsDouble.usual(action, payload);
        });
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    Rig.await("the boot", () -> csms.heard().size() == 1);
    forgotten[0] = true;
    station.says("TransactionEvent", event(0, "Started"), "{}");
    Rig.await("it is told after another boot", () -> csms.heard().size() == 4);
    assertThat(csms.heard())
        .extracting(CsmsDouble.Message::action)
        .containsExactly(
            "BootNotification", "TransactionEvent", "BootNotification", "TransactionEvent");
  }

  @Test
  void waitsWhileAStationIsPending() throws Exception {
    int[] boots = {0};
    csms.answers(
        (action, payload) ->
            action.equals("BootNotification") && boots[0]++ == 0
                ? Optional.of(
                    "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":1,\"status\":\"Pending\"}")
                : CsmsDouble.usual(action, payload));
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    station.says("TransactionEvent", event(0, "Started"), "{}");
    Rig.await("it is told", () -> events().size() == 1);
    assertThat(csms.heard())
        .extracting(CsmsDouble.Message::action)
        .containsExactly("BootNotification", "BootNotification", "TransactionEvent");
  }

  @Test
  void givesOldVersionsTheTransactionNumbersOfTheSystem() throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS16", "ocpp1.6");
    station.says(
        "BootNotification", "{\"chargePointModel\":\"M\",\"chargePointVendor\":\"V\"}", BOOTED);
    station.says(
        "StartTransaction",
        "{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":0,\"timestamp\":\"2026-01-01T00:00:00Z\"}",
        "{\"transactionId\":42,\"idTagInfo\":{\"status\":\"Accepted\"}}");
    station.says("MeterValues", "{\"connectorId\":1,\"transactionId\":42,\"meterValue\":[]}", "{}");
    Rig.await("values", () -> csms.heard().size() == 3);
    assertThat(csms.heard().get(2).payload())
        .isEqualTo("{\"connectorId\":1,\"transactionId\":7001,\"meterValue\":[]}");
    csms.say("CS16", "[2,\"stop-1\",\"RemoteStopTransaction\",{\"transactionId\":7001}]");
    Rig.await("the station is asked", () -> station.calls().size() == 1);
    assertThat(station.calls().get(0).payload()).isEqualTo("{\"transactionId\":42}");
    station.says(
        "StopTransaction",
        "{\"transactionId\":42,\"meterStop\":9,\"timestamp\":\"2026-01-01T00:00:00Z\"}",
        "{}");
    Rig.await("the stop", () -> csms.heard().size() == 4);
    assertThat(csms.heard().get(3).payload()).contains("\"transactionId\":7001");
    Rig.await(
        "the number is forgotten", () -> store.all("ocpp-upstream/cloud/transactions").isEmpty());
  }

  @Test
  void passesRequestsOnUnderIdsOfItsOwn() throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    Rig.await("connected", () -> csms.connected("CS01"));
    String wanted =
        "{\"getVariableData\":[{\"component\":{\"name\":\"A\"},\"variable\":{\"name\":\"B\"}}]}";
    csms.say("CS01", "[2,\"theirs-1\",\"GetVariables\"," + wanted + "]");
    Rig.await("the station is asked", () -> station.calls().size() == 1);
    OutboundCall call = station.calls().get(0);
    assertThat(call.id()).isNotEqualTo("theirs-1").hasSizeLessThanOrEqualTo(36);
    assertThat(call.payload()).isEqualTo(wanted);
    assertThat(station.answers(call, "{\"getVariableResult\":[]}")).isTrue();
    Rig.await(
        "it has the answer",
        () ->
            csms.heard().stream()
                .anyMatch(m -> m.text().equals("[3,\"theirs-1\",{\"getVariableResult\":[]}]")));
  }

  @Test
  void asksAStationToBootThatDoesNotByItself() throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("the station is asked", () -> station.calls().size() == 1);
    assertThat(station.calls().get(0).action()).isEqualTo("TriggerMessage");
    assertThat(station.calls().get(0).payload())
        .isEqualTo("{\"requestedMessage\":\"BootNotification\"}");
    assertThat(csms.heard()).isEmpty();
  }

  @Test
  void refusesWhatItMayNotAndWhatMovesPower() throws Exception {
    Rig.add(exchange, Rig.settings("cloud", csms.url(), "may=read, configure"));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    Rig.await("connected", () -> csms.connected("CS01"));
    csms.say("CS01", "[2,\"a\",\"Reset\",{\"type\":\"Immediate\"}]");
    csms.say("CS01", "[2,\"b\",\"UpdateFirmware\",{}]");
    csms.say("CS01", "[2,\"c\",\"Unheard\",{}]");
    csms.say(
        "CS01",
        "[2,\"d\",\"SetVariables\",{\"setVariableData\":[{\"attributeValue\":\"x\",\"component\":"
            + "{\"name\":\"SecurityCtrlr\"},\"variable\":{\"name\":\"\\u0042asicAuthPassword\"}}]}]");
    csms.say("CS01", "[2,\"e\",\"CertificateSigned\",{\"certificateChain\":\"x\"}]");
    csms.say("CS01", "[2,\"f\",\"Reset\",{\"type\":\"Immediate\",\"type\":\"OnIdle\"}]");
    Rig.await("answers", () -> csms.heard().size() == 7);
    assertThat(csms.heard())
        .extracting(CsmsDouble.Message::text)
        .anyMatch(t -> t.startsWith("[4,\"a\",\"SecurityError\""))
        .anyMatch(t -> t.startsWith("[4,\"b\",\"OccurrenceConstraintViolation\""))
        .anyMatch(t -> t.startsWith("[4,\"c\",\"NotImplemented\""))
        .anyMatch(t -> t.startsWith("[4,\"d\",\"SecurityError\""))
        .anyMatch(t -> t.startsWith("[3,\"e\",{\"status\":\"Rejected\""))
        .anyMatch(t -> t.startsWith("[4,\"f\",\"FormatViolation\""));
    assertThat(station.calls()).isEmpty();
  }

  @Test
  void saysWhatTheSystemDoesNotOffer() throws Exception {
    csms.close();
    csms = new CsmsDouble("ocpp1.6");
    Upstream upstream = Rig.add(exchange, Rig.settings("cloud", csms.url()));
    new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("amber", () -> Health.of(upstream).toString().contains(Link.NOT_OFFERED));
    assertThat(Health.of(upstream).getStatus().name()).isEqualTo("WARN");
  }

  @Test
  void asksAtOnceWhatOnlySomebodyAboveKnows() throws Exception {
    csms.answers(
        (action, payload) ->
            action.equals("Get15118EVCertificate")
                ? Optional.of("{\"status\":\"Accepted\",\"exiResponse\":\"QUJD\"}")
                : CsmsDouble.usual(action, payload));
    Upstream upstream = Rig.add(exchange, Rig.settings("cloud", csms.url()));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    station.says("BootNotification", BOOT, BOOTED);
    Rig.await("accepted", () -> upstream.ready("CS01"));
    String request =
        "{\"iso15118SchemaVersion\":\"urn:iso:15118:2:2013:MsgDef\",\"action\":\"Install\",\"exiRequest\":\"QQ==\"}";
    String failed = "{\"status\":\"Failed\",\"exiResponse\":\"\"}";
    assertThat(station.says("Get15118EVCertificate", request, failed))
        .hasValue("[3,\"st-1\",{\"status\":\"Accepted\",\"exiResponse\":\"QUJD\"}]");
    // an answer that breaks the rules is none
    csms.answers((action, payload) -> Optional.of("{\"status\":\"Yes\"}"));
    assertThat(station.says("Get15118EVCertificate", request, failed))
        .hasValue("[3,\"st-2\"," + failed + "]");
    csms.answers((action, payload) -> Optional.empty());
    assertThat(station.says("Get15118EVCertificate", request, failed))
        .as("nobody answers in time")
        .hasValue("[3,\"st-3\"," + failed + "]");
    csms.kill();
    Rig.await("the link is gone", () -> !upstream.ready("CS01"));
    assertThat(station.says("Get15118EVCertificate", request, failed))
        .hasValue("[3,\"st-4\"," + failed + "]");
  }
}
