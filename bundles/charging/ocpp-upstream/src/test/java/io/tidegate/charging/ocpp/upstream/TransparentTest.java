package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.OutboundCall;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Systems that answer stations themselves, one or several, over real sockets. */
@Timeout(60)
class TransparentTest {
  private static final String BOOT =
      "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}";
  private static final String GATEWAYS = "{\"by\":\"gateway\"}";

  private final MemoryStore store = new MemoryStore();
  private CsmsDouble first;
  private CsmsDouble second;
  private Exchange exchange;

  @BeforeEach
  void open() throws Exception {
    first = new CsmsDouble("ocpp2.0.1,ocpp1.6");
    second = new CsmsDouble("ocpp2.0.1,ocpp1.6");
    exchange = Rig.exchange(store);
  }

  @AfterEach
  void close() throws Exception {
    exchange.close();
    first.close();
    second.close();
  }

  private Upstream add(String name, CsmsDouble csms, String... fields) throws Exception {
    String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = "mode=transparent";
    return Rig.add(exchange, Rig.settings(name, csms.url(), all));
  }

  private static List<String> texts(CsmsDouble csms) {
    return csms.heard().stream().map(CsmsDouble.Message::text).toList();
  }

  @Test
  void relaysARequestAsItCameAndTheAnswerBack() throws Exception {
    add("one", first);
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    first.answers((action, payload) -> Optional.of("{\"by\" : \"" + action + "\"}"));
    assertThat(station.says("BootNotification", BOOT, GATEWAYS))
        .hasValue("[3,\"st-0\",{\"by\" : \"BootNotification\"}]");
    assertThat(station.says("Heartbeat", "{ }", GATEWAYS))
        .hasValue("[3,\"st-1\",{\"by\" : \"Heartbeat\"}]");
    assertThat(station.says("OfItsOwn", "{\"x\":[1 ,2]}", "!NotImplemented"))
        .hasValue("[3,\"st-2\",{\"by\" : \"OfItsOwn\"}]");
    assertThat(texts(first))
        .containsExactly(
            "[2,\"st-0\",\"BootNotification\"," + BOOT + "]",
            "[2,\"st-1\",\"Heartbeat\",{ }]",
            "[2,\"st-2\",\"OfItsOwn\",{\"x\":[1 ,2]}]");
    first.answers((action, payload) -> Optional.of("!SecurityError"));
    assertThat(station.says("Heartbeat", "{}", GATEWAYS))
        .hasValue("[4,\"st-3\",\"SecurityError\",\"no\",{}]");
  }

  @Test
  void keepsWhatIsMalformedFromTheSystem() throws Exception {
    add("one", first);
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    assertThat(station.says("Heartbeat", "{\"x\":1}", "!FormatViolation").orElseThrow())
        .contains("FormatViolation");
    station.says("Heartbeat", "{}", GATEWAYS);
    assertThat(texts(first)).containsExactly("[2,\"st-1\",\"Heartbeat\",{}]");
  }

  @Test
  void letsTheStationGoWhenTheLinkIsLost() throws Exception {
    Upstream upstream = add("one", first);
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("the link", () -> upstream.ready("CS01"));
    first.kill();
    Rig.await("the station is let go", () -> station.closings().equals(List.of(1001)));
    Rig.await("nothing is tried without it", () -> upstream.links().isEmpty());
  }

  @Test
  void endsItsLinkWithTheStation() throws Exception {
    add("one", first);
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("the link", () -> first.connected("CS01"));
    station.leaves();
    Rig.await("its end", () -> !first.connected("CS01"));
  }

  @Test
  void answersItselfAndForwardsLaterWhereItShall() throws Exception {
    Upstream upstream = add("one", first, "when.lost=answer");
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("the link", () -> upstream.ready("CS01"));
    first.kill();
    Rig.await("its end", () -> !upstream.ready("CS01"));
    assertThat(station.says("StatusNotification", "{\"n\":1}", GATEWAYS).orElseThrow())
        .contains("gateway");
    assertThat(station.closings()).isEmpty();
    first.start();
    Rig.await("it is told", () -> first.heard().size() == 1);
    assertThat(first.heard().get(0).payload()).isEqualTo("{\"n\":1}");
    Rig.await("and it answers again", () -> upstream.ready("CS01"));
    assertThat(station.says("Heartbeat", "{}", GATEWAYS)).hasValue("[3,\"st-1\",{}]");
  }

  @Test
  void hasTheFirstThatIsConnectedAnswerAndTheOthersHear() throws Exception {
    Upstream one = add("one", first, "priority=1");
    Upstream two = add("two", second, "priority=2");
    first.answers((action, payload) -> Optional.of("{\"by\":\"first\"}"));
    second.answers((action, payload) -> Optional.of("{\"by\":\"second\"}"));
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("both links", () -> one.ready("CS01") && two.ready("CS01"));
    assertThat(station.says("Heartbeat", "{}", GATEWAYS).orElseThrow()).contains("first");
    Rig.await("the other has heard", () -> second.heard().size() == 1);
    assertThat(second.heard().get(0).text()).doesNotContain("st-0");
    first.kill();
    Rig.await("its link is gone", () -> !one.ready("CS01"));
    assertThat(station.says("Heartbeat", "{}", GATEWAYS).orElseThrow()).contains("second");
    assertThat(station.closings()).as("somebody is there").isEmpty();
  }

  @Test
  void answersWhoeverAskedAndNobodyElse() throws Exception {
    Upstream one = add("one", first, "priority=1", "may=read");
    Upstream two = add("two", second, "priority=2", "may=read, reset");
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("both links", () -> one.ready("CS01") && two.ready("CS01"));
    // the same id from both of them
    first.say("CS01", "[2,\"same\",\"GetLocalListVersion\",{}]");
    Rig.await("the first asks", () -> station.calls().size() == 1);
    second.say("CS01", "[2,\"same\",\"Reset\",{\"type\":\"OnIdle\"}]");
    Rig.await("the second asks", () -> station.calls().size() == 2);
    OutboundCall version = station.calls().get(0);
    OutboundCall reset = station.calls().get(1);
    assertThat(version.id()).isNotEqualTo(reset.id());
    station.answers(reset, "{\"status\":\"Scheduled\"}");
    assertThat(exchange.ended(station, version, CallFate.UNANSWERED)).isTrue();
    Rig.await("both answers", () -> first.heard().size() == 1 && second.heard().size() == 1);
    assertThat(texts(second)).containsExactly("[3,\"same\",{\"status\":\"Scheduled\"}]");
    assertThat(texts(first).get(0)).startsWith("[4,\"same\",\"GenericError\"");
    first.say("CS01", "[2,\"no\",\"Reset\",{\"type\":\"OnIdle\"}]");
    Rig.await("refused", () -> first.heard().size() == 2);
    assertThat(texts(first).get(1)).startsWith("[4,\"no\",\"SecurityError\"");
    assertThat(station.calls()).hasSize(2);
  }

  @Test
  void passesUnknownActionsToAStationWhereTheSystemMay() throws Exception {
    Upstream one = add("one", first, "may=unknown, data");
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("the link", () -> one.ready("CS01"));
    first.say("CS01", "[2,\"u\",\"OfItsOwn\",{\"a\": 1}]");
    Rig.await("it arrives", () -> station.calls().size() == 1);
    assertThat(station.calls().get(0).action()).isEqualTo("OfItsOwn");
    assertThat(station.calls().get(0).payload()).isEqualTo("{\"a\": 1}");
    first.say("CS01", "[2,\"v\",\"DataTransfer\",{\"vendorId\":\"x\"}]");
    Rig.await("it arrives", () -> station.calls().size() == 2);
  }

  @Test
  void givesOldStationsTheGatewaysTransactionNumber() throws Exception {
    Upstream one = add("one", first);
    StationDouble station = new StationDouble(exchange, "CS16", "ocpp1.6");
    Rig.await("the link", () -> one.ready("CS16"));
    String answer =
        station
            .says(
                "StartTransaction",
                "{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":0,\"timestamp\":\"2026-01-01T00:00:00Z\"}",
                "{\"transactionId\":42,\"idTagInfo\":{\"status\":\"Accepted\"}}")
            .orElseThrow();
    assertThat(answer).contains("\"transactionId\":42,");
    station.says("StopTransaction", "{\"transactionId\":42,\"meterStop\":1}", "{}");
    assertThat(first.heard().get(1).payload())
        .isEqualTo("{\"transactionId\":7001,\"meterStop\":1}");
  }

  @Test
  void saysNothingWhileNobodyAboveAnswers() throws Exception {
    Upstream one = add("one", first);
    StationDouble station = new StationDouble(exchange, "CS01", "ocpp2.0.1");
    Rig.await("the link", () -> one.ready("CS01"));
    first.answers((action, payload) -> Optional.empty());
    assertThat(station.says("Heartbeat", "{}", GATEWAYS))
        .as("the station tries again; the gateway must not pretend")
        .isEmpty();
  }
}
