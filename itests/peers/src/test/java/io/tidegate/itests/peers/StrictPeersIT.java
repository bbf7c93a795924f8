package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution between two peers that nobody here has written: ocpp-rpc in strict mode as a
 * station, pymodbus as the grid meter (rows P7, S1.3, S1.11, S5.4).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictPeersIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Home home;
  private Gateway gateway;
  private Peer meter;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    int meterPort = Home.freePorts(1)[0];
    home =
        Home.in(folder)
            .set("io.tidegate.core.clock/source=assumed")
            .copy(StrictPeersIT.class, "site.yaml", "config/site.yaml")
            .copy(StrictPeersIT.class, "meter.yaml", "config/registers/pymodbus.yaml")
            .write("config/idtokens.txt", "PEER-TOKEN ISO14443\n")
            .write(
                "config/io.tidegate.hardware.modbus.bus~grid.cfg",
                "name = grid\nhost = 127.0.0.1\nport = "
                    + meterPort
                    + "\nbackOffMinMs = 100\nbackOffMaxMs = 500\n")
            .write(
                "config/io.tidegate.hardware.modbus.meter~grid.cfg",
                "name = grid\nbus = grid\nunit = 7\nmap = pymodbus\n");
    meter = Peer.python("meter.py", "" + meterPort);
    show(3_000, 231, 50.02);
    gateway = Gateway.start(home).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    if (meter != null) {
      meter.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private void show(double powerW, double voltageV, double frequencyHz) throws Exception {
    int from = meter.lines().size();
    meter.tell(powerW + " " + voltageV + " " + frequencyHz);
    meter.await("the meter shows it", from, SOON, "ok"::equals);
  }

  @Test
  void readsAMeterOfAnotherMaker() throws Exception {
    for (double powerW : new double[] {12_345, -6_789, 3_000}) {
      show(powerW, 231, 50.02);
      Await.until(
          "the site sees " + powerW + " W",
          SOON,
          () -> {
            JsonNode power = gateway.rest().site().path("power");
            return !power.path("gridEstimated").asBoolean()
                && Math.abs(power.path("gridW").asDouble() - powerW) < 1;
          },
          gateway::story);
    }
    assertThat(gateway.rest().health("meter grid").path("status").asText()).isEqualTo("ok");
  }

  @Test
  void dischargesAStrictStationWithoutASchemaErrorOnEitherSide() throws Exception {
    Rest rest = gateway.rest();
    try (Peer station = Peer.node("station.cjs", home.ocpp().toString(), "PEER-1")) {
      String transaction = begins(station);
      int from = station.lines().size();
      rest.keepAlive();
      Instant now = Instant.now();
      assertThat(rest.command("peers", -8_000, now, now.plusSeconds(60)).status()).isEqualTo(202);
      JsonNode setpoint = awaitProfile(station, from, p -> p.path("limit").asDouble() < 0);
      assertThat(setpoint.path("limit").asDouble()).isEqualTo(-8_000);
      assertThat(setpoint.path("purpose").asText()).isEqualTo("TxProfile");
      assertThat(setpoint.path("kind").asText()).isEqualTo("Absolute");
      assertThat(setpoint.path("transaction").asText()).isEqualTo(transaction);
      assertThat(setpoint.path("periods").asInt()).isEqualTo(1);
      assertThat(setpoint.path("remaining").asDouble()).isBetween(5.0, 30.0);
      assertThat(setpoint.path("validFor").asDouble()).isBetween(5.0, 30.0);
      Await.until(
          "the site sees the discharge in the station's reports",
          SOON,
          () -> rest.site().path("power").path("vehiclesW").asDouble() < -7_900,
          gateway::story);
      // nobody keeps the mandate alive: it lapses, and the station is told to charge
      awaitProfile(station, station.lines().size(), p -> p.path("limit").asDouble() >= 0);
      ends(station, transaction);
    }
  }

  /** Boot to charging needs; the transaction's id. */
  private static String begins(Peer station) throws Exception {
    JsonNode booted = event(station, "booted");
    assertThat(booted.path("status").asText()).isEqualTo("Accepted");
    assertThat(booted.path("extensions").asText()).isEqualTo("permessage-deflate");
    assertThat(Instant.parse(event(station, "heartbeat").path("currentTime").asText()))
        .isCloseTo(Instant.now(), within(Duration.ofSeconds(20)));
    assertThat(event(station, "authorised").path("status").asText()).isEqualTo("Accepted");
    String transaction = event(station, "started").path("transaction").asText();
    assertThat(event(station, "needs").path("status").asText()).isEqualTo("Accepted");
    JsonNode share =
        awaitProfile(station, 0, p -> p.path("purpose").asText().equals("TxDefaultProfile"));
    assertThat(share.path("limit").asDouble()).isEqualTo(4_200);
    awaitProfile(station, 0, p -> p.path("purpose").asText().equals("TxProfile"));
    return transaction;
  }

  /** The transaction is ended and booked, and neither side has met a fault. */
  private void ends(Peer station, String transaction) throws Exception {
    station.tell("end");
    JsonNode ended = event(station, "ended");
    assertThat(station.awaitEnd(SOON)).isZero();
    assertThat(ended.path("exportWh").asDouble()).isPositive();
    JsonNode booked = booked(transaction);
    assertThat(booked.path("endedAt").asText()).isNotEmpty();
    assertThat(booked.path("missing")).isEmpty();
    assertThat(booked.path("exportWh").asDouble())
        .isCloseTo(ended.path("exportWh").asDouble(), within(0.01));
    assertThat(booked.path("importWh").asDouble())
        .isCloseTo(ended.path("importWh").asDouble(), within(0.01));

    List<JsonNode> events = events(station);
    assertThat(events)
        .extracting(e -> e.path("event").asText())
        .doesNotContain("schema-error", "bad-message", "call-error", "unexpected", "failed");
    assertThat(answered(events, true))
        .as("calls of the station")
        .contains(
            "BootNotification",
            "StatusNotification",
            "Heartbeat",
            "Authorize",
            "TransactionEvent",
            "NotifyEVChargingNeeds");
    assertThat(answered(events, false))
        .as("calls of the gateway")
        .contains("SetChargingProfile", "SetVariables", "GetVariables", "TriggerMessage");
    assertThat(home.log()).doesNotContain("OCPP_JSON_INVALID");
  }

  /** Methods of the calls that were answered, the station's own or the gateway's. */
  private static Set<String> answered(List<JsonNode> events, boolean stations) {
    Set<String> methods = new TreeSet<>();
    for (JsonNode event : events) {
      if (event.path("event").asText().equals("answered")
          && event.path("outbound").asBoolean() == stations) {
        methods.add(event.path("method").asText());
      }
    }
    return methods;
  }

  private JsonNode booked(String transaction) throws Exception {
    for (JsonNode each : gateway.rest().get("/api/v1/transactions").body().path("transactions")) {
      if (each.path("transaction").asText().equals(transaction)) {
        return each;
      }
    }
    throw new AssertionError("transaction " + transaction + " is not in the ledger");
  }

  private static JsonNode event(Peer station, String name) throws Exception {
    return JSON.readTree(
        station.await(name, 0, SOON, line -> line.startsWith("{\"event\":\"" + name + "\"")));
  }

  private interface Fits {
    boolean test(JsonNode profile);
  }

  private static JsonNode awaitProfile(Peer station, int from, Fits fits) throws Exception {
    return JSON.readTree(
        station.await(
            "a charging profile",
            from,
            SOON,
            line -> line.startsWith("{\"event\":\"profile\"") && fits.test(parse(line))));
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(line, e);
    }
  }

  /** Everything the station has said; a line that is none of its own is a fault of Node's. */
  private static List<JsonNode> events(Peer station) {
    List<JsonNode> events = new ArrayList<>();
    station.lines().forEach(line -> events.add(parse(line)));
    return events;
  }
}
