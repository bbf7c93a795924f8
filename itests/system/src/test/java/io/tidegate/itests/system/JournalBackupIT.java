package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine is lost; its journal goes on in another home (rows S1.14, X2). */
@Tag("long")
class JournalBackupIT {
  private static final Duration SOON = Duration.ofSeconds(25);

  @TempDir Path folder;

  @Test
  void continuesInAFreshHomeWithTheBackupOfARunningOne() throws Exception {
    int meterPort = Home.freePorts(1)[0];
    Home home = home("first", meterPort);
    Path backup = folder.resolve("backup.db");
    Map<String, String> sessions;
    JsonNode ended;
    Instant start = Instant.now();
    try (Gateway gateway = Gateway.start(home);
        Depot depot = new Depot(home, meterPort)) {
      gateway.awaitReady();
      depot.start();
      depot.plugInAll();
      depot.await("vehicles charge", SOON, s -> s.charging() >= 3);
      assertThat(gateway.rest().command("known", 9_000, start, start.plusSeconds(600)).status())
          .isEqualTo(202);
      depot.unplug(4);
      Await.until(
          "one transaction is booked",
          SOON,
          () -> sessions(gateway.rest()).size() == 3 && transaction(gateway, "CS04") != null,
          gateway::story);
      sessions = sessions(gateway.rest());
      ended = transaction(gateway, "CS04");

      Gateway.Ended copy = journal("backup", home, backup.toString());
      assertThat(copy.code()).as(copy.output()).isZero();
      assertThat(copy.output()).contains("copied to " + backup);
      Gateway.Ended again = journal("backup", home, backup.toString());
      assertThat(again.code()).as("a backup is never overwritten").isEqualTo(1);
      Gateway.Ended busy = journal("restore", home, backup.toString());
      assertThat(busy.code()).as("not below a running gateway: " + busy.output()).isEqualTo(1);
      gateway.kill();

      Home fresh =
          home("second", meterPort)
              .set("io.tidegate.charging.ocpp.transport/port=" + home.ocppPort());
      Gateway.Ended restored = journal("restore", fresh, backup.toString());
      assertThat(restored.code()).as(restored.output()).isZero();
      Gateway.Ended list = journal("list", fresh);
      assertThat(list.code()).as(list.output()).isZero();
      assertThat(list.output()).contains(fresh.folder() + "/data/journal.db", "last decisions");

      continues(fresh, depot, sessions, ended, start);
      Gateway.Ended replay = Gateway.run("replay", fresh.folder() + "/data/journal.db");
      assertThat(replay.code()).as(replay.output()).isZero();
    }
  }

  private void continues(
      Home fresh, Depot depot, Map<String, String> sessions, JsonNode ended, Instant start)
      throws Exception {
    try (Gateway gateway = Gateway.start(fresh)) {
      gateway.awaitReady();
      depot.await("stations return", SOON, s -> s.accepted() == Depot.STATIONS);
      Await.until(
          "the sessions continue under their ids",
          SOON,
          () -> sessions(gateway.rest()).equals(sessions),
          () -> "before " + sessions + "\n" + gateway.story());
      assertThat(transaction(gateway, "CS04")).isEqualTo(ended);
      Rest.Answer known = gateway.rest().command("known", 9_000, start, start.plusSeconds(600));
      assertThat(known.body().path("repeated").asBoolean()).isTrue();
      gateway.terminate(Duration.ofSeconds(20));
    }
  }

  private Home home(String name, int meterPort) throws Exception {
    Home home = Home.in(folder.resolve(name)).set("io.tidegate.core.clock/source=assumed");
    Depot.configure(home, meterPort);
    return home;
  }

  private static Gateway.Ended journal(String verb, Home home, String... files) throws Exception {
    String[] words = new String[files.length + 4];
    words[0] = "journal";
    words[1] = verb;
    System.arraycopy(files, 0, words, 2, files.length);
    words[words.length - 2] = "--home";
    words[words.length - 1] = home.folder().toString();
    return Gateway.run(words);
  }

  /** Station to session and transaction. */
  private static Map<String, String> sessions(Rest rest) throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode evse : rest.get("/api/v1/sessions").body().path("sessions")) {
      JsonNode session = evse.path("session");
      found.put(
          evse.path("station").asText(),
          session.path("id").asText() + " " + session.path("transaction").asText());
    }
    return found;
  }

  /** What is booked of the transaction that a station has ended; null while there is none. */
  private static JsonNode transaction(Gateway gateway, String station) throws Exception {
    for (JsonNode each : gateway.rest().get("/api/v1/transactions").body().path("transactions")) {
      if (each.path("station").asText().equals(station) && each.hasNonNull("endedAt")) {
        return each;
      }
    }
    return null;
  }
}
