package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One story: a discharge, SIGKILL in its middle, the next start, SIGTERM in another discharge, and
 * what the journal says of all of it (rows S1.8, S1.14, S3.3, X2).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartIT {
  private static final String FIRST = "before-the-crash";
  private static final double ASKED_W = -20_000;

  private Path folder;
  private Home home;
  private Depot depot;
  private Gateway gateway;
  private Upstream upstream;
  private Instant start;
  private Instant end;
  private Map<String, String> sessions;

  @BeforeAll
  void open(@TempDir Path temporary) throws Exception {
    folder = temporary;
    home = Home.in(folder).set("io.tidegate.core.clock/source=assumed");
    int meterPort = Home.freePorts(1)[0];
    Depot.configure(home, meterPort);
    gateway = Gateway.start(home);
    depot = new Depot(home, meterPort);
    gateway.awaitReady();
    upstream = new Upstream(gateway.rest());
    depot.start();
    depot.plugInAll();
  }

  @AfterAll
  void close() throws Exception {
    if (upstream != null) {
      upstream.close();
    }
    if (depot != null) {
      depot.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private Rest rest() {
    return gateway.rest();
  }

  /** Station to session and transaction. */
  private Map<String, String> sessions() throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode evse : rest().get("/api/v1/sessions").body().path("sessions")) {
      JsonNode session = evse.path("session");
      found.put(
          evse.path("station").asText(),
          session.path("id").asText() + " " + session.path("transaction").asText());
    }
    return found;
  }

  private boolean commanded() throws Exception {
    double sum = 0;
    for (JsonNode evse : rest().site().path("evses")) {
      sum += evse.path("setpointW").asDouble();
    }
    return sum < ASKED_W * .97;
  }

  private void awaitDischarge() throws Exception {
    depot.await("20 kW are discharged", Duration.ofSeconds(15), s -> s.vehiclesW() < ASKED_W * .97);
  }

  @Test
  @Order(1)
  void dischargesOnCommand() throws Exception {
    Await.until("four sessions", Duration.ofSeconds(10), () -> sessions().size() == Depot.STATIONS);
    sessions = sessions();
    start = Instant.now();
    end = start.plusSeconds(60);
    assertThat(rest().command(FIRST, ASKED_W, start, end).status()).isEqualTo(202);
    awaitDischarge();
    assertThat(depot.latest().evses().get(Depot.NOT_PERMITTED - 1).powerW()).isNotNegative();
  }

  @Test
  @Order(2)
  void continuesTheSessionsAfterAKillInTheMiddleOfADischarge() throws Exception {
    gateway.kill();
    gateway = Gateway.start(home).awaitReady();
    depot.await("stations return", Duration.ofSeconds(15), s -> s.accepted() == Depot.STATIONS);
    Await.until(
        "the sessions continue under their ids",
        Duration.ofSeconds(10),
        () -> sessions().equals(sessions),
        () -> "before " + sessions + "\n" + gateway.story());
    assertThat(Instant.now()).as("the test is about the middle of a command").isBefore(end);
  }

  @Test
  @Order(3)
  void knowsTheCommandAfterTheKill() throws Exception {
    Rest.Answer again = rest().command(FIRST, ASKED_W, start, end);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body().path("repeated").asBoolean()).isTrue();
    Rest.Answer other = rest().command(FIRST, ASKED_W - 1_000, start, end);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body().path("error").path("code").asText()).isEqualTo("ERR_COMMAND_CONFLICT");
    assertThat(rest().site().path("commands")).hasSize(1);
    assertThat(rest().site().path("commands").path(0).path("id").asText()).isEqualTo(FIRST);
  }

  @Test
  @Order(4)
  void executesOnlyTheRestOfTheCommandsWindow() throws Exception {
    // what was in force before goes on or pauses until the new process has spoken to everybody
    Await.until("the gateway commands it again", Duration.ofSeconds(10), this::commanded);
    awaitDischarge();
    assertThat(Instant.now()).isBefore(end);
    depot.await("the discharge ends", Duration.ofSeconds(70), Depot.Sample::chargeOnly);
    assertThat(Instant.now()).isBetween(end.minusMillis(200), end.plusSeconds(4));
    depot.record();
    depot.await("vehicles charge", Duration.ofSeconds(10), s -> s.charging() > 0);
    assertThat(rest().command(FIRST, ASKED_W, start, end).body().path("repeated").asBoolean())
        .isTrue();
    assertThat(depot.recorded()).allMatch(s -> s.evses().stream().allMatch(e -> e.limitW() >= 0));
  }

  @Test
  @Order(5)
  void sendsEveryStationItsSafeShareBeforeItEnds() throws Exception {
    Instant now = Instant.now();
    assertThat(rest().command("before-the-stop", ASKED_W, now, now.plusSeconds(300)).status())
        .isEqualTo(202);
    awaitDischarge();
    depot.record();
    Duration took = gateway.terminate(Duration.ofSeconds(20));
    System.out.printf("SIGTERM to exit: %d ms (the promise is 3 s)%n", took.toMillis());
    assertThat(gateway.exitCode()).as(gateway.output()).isZero();
    assertThat(took).isLessThan(Duration.ofSeconds(6));
    depot.await("connections end", Duration.ofSeconds(5), s -> s.accepted() == 0);
    // a station cannot hear of it once its socket is closed: its limit would still be a discharge
    assertThat(depot.latest().evses())
        .allSatisfy(e -> assertThat(e.limitW()).isBetween(0.0, Depot.SAFE_SHARE_W));
    assertThat(depot.recorded())
        .allMatch(s -> s.evses().stream().allMatch(e -> e.accepted() || e.limitW() >= 0));
  }

  @Test
  @Order(6)
  void keepsEveryTransactionOnceWithItsEnergy() throws Exception {
    gateway = Gateway.start(home).awaitReady();
    depot.await("stations return", Duration.ofSeconds(15), s -> s.accepted() == Depot.STATIONS);
    depot.unplugAll();
    Await.until(
        "all transactions are booked",
        Duration.ofSeconds(10),
        () -> transactions().stream().allMatch(t -> t.hasNonNull("endedAt")),
        () -> gateway.story());
    List<JsonNode> booked = transactions();
    assertThat(booked).hasSize(Depot.STATIONS);
    for (JsonNode transaction : booked) {
      String station = transaction.path("station").asText();
      assertThat(sessions.get(station))
          .isEqualTo(
              transaction.path("session").asText()
                  + " "
                  + transaction.path("transaction").asText());
      Depot.Evse meter = depot.latest().evses().get(station.charAt(3) - '1');
      assertThat(transaction.path("importWh").asDouble()).isCloseTo(meter.importWh(), within(0.5));
      assertThat(transaction.path("exportWh").asDouble()).isCloseTo(meter.exportWh(), within(0.5));
    }
    assertThat(booked.stream().mapToDouble(t -> t.path("exportWh").asDouble()).sum())
        .isGreaterThan(20);
    gateway.terminate(Duration.ofSeconds(20));
  }

  private List<JsonNode> transactions() throws Exception {
    List<JsonNode> all = new java.util.ArrayList<>();
    rest().get("/api/v1/transactions").body().path("transactions").forEach(all::add);
    return all;
  }

  @Test
  @Order(7)
  void reproducesTheWholeJournal() throws Exception {
    JournalCopy journal =
        JournalCopy.of(home.folder().resolve("data/journal.db"), folder.resolve("read.db"));
    assertThat(
            journal.number(
                "SELECT count(*) FROM once WHERE space = 'grid-command' AND key = ?", FIRST))
        .isEqualTo(1);
    long segments = journal.number("SELECT count(*) FROM segment");
    Gateway.Ended replay = Gateway.run("replay", home.folder() + "/data/journal.db");
    assertThat(replay.code()).as(replay.output()).isZero();
    List<String> lines = replay.output().lines().filter(l -> l.startsWith("segment ")).toList();
    assertThat(lines).hasSize((int) segments).hasSizeGreaterThanOrEqualTo(3);
    assertThat(lines)
        .allMatch(l -> l.endsWith("reproduced"))
        .noneMatch(l -> l.contains("gap") || l.contains("other versions"));
  }

  @Test
  @Order(8)
  void namesTheDecisionWhoseSetpointWasAltered() throws Exception {
    JournalCopy journal =
        JournalCopy.of(home.folder().resolve("data/journal.db"), folder.resolve("altered.db"));
    long decision = journal.alterOneSetpoint();
    Gateway.Ended replay = Gateway.run("replay", journal.file().toString());
    assertThat(replay.code()).isEqualTo(1);
    assertThat(replay.output()).contains("DIFFERENT: decision " + decision + " at ");
  }
}
