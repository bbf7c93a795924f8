package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Messages in order that mean something wrong. */
final class MeaningRows {
  static final List<Row> ROWS =
      List.of(
          new Row("S2", "a request without a boot", MeaningRows::withoutBoot),
          new Row("S3", "transactions replayed", MeaningRows::replayed),
          new Row("S4", "transactions with holes", MeaningRows::holes),
          new Row("S5", "registers that run backwards", MeaningRows::registers),
          new Row("S6", "clocks that are wrong", MeaningRows::clocks),
          new Row("S7", "another station's transaction, unknown tokens", MeaningRows::foreign),
          new Row("S11", "a vehicle that has not agreed to discharge", s -> commanded(s, -5_000)),
          new Row("S12", "a limit of 0", s -> commanded(s, 0)),
          new Row("P19", "a negative limit for a station without discharge", s -> commanded(s, -1)),
          new Row("S15", "a flood of one station", MeaningRows::flood));

  private MeaningRows() {}

  private static void withoutBoot(Scene scene) throws Exception {
    String identity;
    try (HostileStation station = scene.open()) {
      identity = station.identity();
      String id = station.id();
      station.say("[2,\"" + id + "\",\"Heartbeat\",{}]");
      JsonNode answer = station.answer();
      assertThat(answer.path(0).asInt()).isEqualTo(4);
      assertThat(answer.path(2).asText()).isEqualTo("SecurityError");
      JsonNode trigger = station.asked("TriggerMessage");
      assertThat(trigger.path(3).path("requestedMessage").asText()).isEqualTo("BootNotification");
      station.willing(trigger);
      station.boot();
    }
    try (HostileStation station = scene.station(identity).open()) {
      station.alive();
    }
  }

  private static void replayed(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      Transaction transaction = new Transaction(station);
      transaction.event("Started", 0, 100);
      transaction.event("Updated", 1, 200);
      transaction.event("Updated", 1, 200);
      transaction.event("Started", 0, 100);
      transaction.event("Ended", 2, 300);
      transaction.event("Ended", 2, 300);
      transaction.event("Updated", 1, 200);
      station.alive();
      assertThat(sessions(scene, transaction))
          .as("one vehicle, one session")
          .isLessThanOrEqualTo(1);
    }
  }

  private static long sessions(Scene scene, Transaction transaction) throws Exception {
    String all = scene.gateway().rest().get("/api/v1/sessions").text();
    return java.util.regex.Pattern.compile(transaction.id()).matcher(all).results().count();
  }

  private static void holes(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      new Transaction(station).event("Ended", 7, 100);
    }
    try (HostileStation station = scene.booted()) {
      Transaction transaction = new Transaction(station);
      transaction.event("Started", 0, 100);
      transaction.event("Updated", 900, 200);
      transaction.event("Ended", 901, 300);
    }
  }

  private static void registers(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      Version version = scene.version();
      for (String value : new String[] {"1000", "10", "0", "999999999999", "-5"}) {
        station.call("MeterValues", version.meterValues(version.register(value, "Wh")));
      }
      station.call("MeterValues", version.meterValues(version.register("1001", "")));
    }
  }

  private static void clocks(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (String time :
          new String[] {
            "1970-01-01T00:00:00Z",
            "2038-01-19T03:14:08Z",
            "9999-12-31T23:59:59Z",
            "2026-06-30T23:59:60Z",
            "2026-06-30T12:00:00+14:00",
            "2026-06-30T12:00:00.123456789Z",
            "2026-06-30T12:00:00"
          }) {
        String payload =
            scene
                .version()
                .status()
                .replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + time + "\"");
        station.call("StatusNotification", payload);
      }
      Instant told = Instant.parse(station.call("Heartbeat", "{}").path("currentTime").asText());
      assertThat(told)
          .as("ours, not the station's")
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }
  }

  private static void foreign(Scene scene) throws Exception {
    try (HostileStation one = scene.booted();
        HostileStation two = scene.booted()) {
      Transaction mine = new Transaction(one);
      mine.event("Started", 0, 100);
      new Transaction(two, mine.id()).event("Ended", 1, 200);
      mine.event("Updated", 1, 200);
      Await.until("it goes on", Duration.ofSeconds(10), () -> sessions(scene, mine) == 1);
      Version version = scene.version();
      assertThat(standing(one, version.authorize(HostileSite.TOKEN, "ISO14443")))
          .isEqualTo("Accepted");
      assertThat(standing(one, version.authorize("STOLEN", "ISO14443"))).isEqualTo("Invalid");
      if (!version.oneSix()) {
        assertThat(standing(one, version.authorize(HostileSite.TOKEN, "eMAID")))
            .isEqualTo("Invalid");
      }
      mine.event("Ended", 2, 300);
    }
  }

  private static String standing(HostileStation station, String payload) throws Exception {
    JsonNode answer = station.call("Authorize", payload);
    return answer.findPath("status").asText();
  }

  /** Whatever is commanded, a station without access to discharge never gets a negative limit. */
  private static void commanded(Scene scene, double powerW) throws Exception {
    try (HostileStation station = scene.booted()) {
      Transaction transaction = new Transaction(station);
      transaction.event("Started", 0, 100);
      Instant now = Instant.now();
      String command = "hostile-" + station.identity();
      int status =
          scene
              .gateway()
              .rest()
              .command(command, powerW, now, now.plus(Duration.ofSeconds(2)))
              .status();
      assertThat(status).isEqualTo(202);
      scene.gateway().rest().keepAlive();
      Set<Double> limits = new TreeSet<>();
      Instant end = now.plus(Duration.ofSeconds(3));
      int sequence = 1;
      Instant latest = now.plus(Duration.ofSeconds(40));
      while (Instant.now().isBefore(limits.isEmpty() ? latest : end)) {
        transaction.event("Updated", sequence++, 100);
        station.drain(
            call -> {
              call.findValues("limit").forEach(limit -> limits.add(limit.asDouble()));
            });
        Thread.sleep(20);
      }
      assertThat(limits).as("limits it was sent").isNotEmpty().allMatch(limit -> limit >= 0);
      transaction.event("Ended", sequence, 100);
    }
  }

  /** It is answered or not read; others are served meanwhile. */
  private static void flood(Scene scene) throws Exception {
    try (HostileStation station = scene.booted();
        HostileStation other = scene.booted()) {
      byte[] message =
          Attacker.masked(
              Attacker.TEXT,
              ("[2,\"flood\",\"StatusNotification\"," + scene.version().status() + "]")
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      int messages = 5_000;
      Thread reader = new Thread(() -> swallow(station), "swallow");
      reader.setDaemon(true);
      reader.start();
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < messages; i++) {
                    station.write(message);
                  }
                } catch (java.io.IOException e) {
                  Thread.currentThread().interrupt();
                }
              });
      writer.setDaemon(true);
      writer.start();
      Await.until(
          "others are served while it floods",
          Duration.ofSeconds(60),
          () -> {
            long begin = System.nanoTime();
            other.alive();
            return System.nanoTime() - begin < 1_000_000_000L;
          });
      for (int i = 0; i < 20; i++) {
        long begin = System.nanoTime();
        other.alive();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
      }
    }
  }

  private static void swallow(HostileStation station) {
    try {
      while (true) {
        station.read();
      }
    } catch (java.io.IOException e) {
      Thread.currentThread().interrupt();
    }
  }
}
