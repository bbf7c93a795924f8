package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The life of connections, and what a peer may make the gateway keep. */
final class LifeRows {
  private static final int NORMAL = 1000;
  private static final int GONE_AWAY = 1001;
  private static final int POLICY = 1008;
  private static final int UNAVAILABLE = 503;

  static final List<Row> ROWS =
      List.of(
          new Row("C1", "the same identity twice", LifeRows::twin),
          new Row("C2", "a socket that is silent and answers no ping", LifeRows::silent),
          new Row("C3", "a station that does not read", LifeRows::deaf),
          new Row("C4", "a frame byte by byte", LifeRows::slow),
          new Row("C5", "all sockets reset and back at once", LifeRows::storm),
          new Row("C6", "a station that comes back again and again", LifeRows::restless),
          new Row(
              "C7",
              "a report without an end",
              LifeRows::endlessReport,
              version -> !version.oneSix()));

  private LifeRows() {}

  private static void twin(Scene scene) throws Exception {
    try (HostileStation old = scene.booted();
        HostileStation young = scene.station(old.identity()).open().boot()) {
      assertThat(old.closeCode()).isEqualTo(NORMAL);
      old.close();
      young.alive();
    }
  }

  private static void silent(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      assertThat(station.closeCode()).as("after twice the ping interval").isEqualTo(GONE_AWAY);
    }
  }

  /** It is dropped when too much waits for it; who else is there notices nothing. */
  private static void deaf(Scene scene) throws Exception {
    byte[] heartbeats =
        Attacker.masked(
            Attacker.TEXT, "[2,\"deaf\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8));
    HostileStation station =
        new HostileStation(scene.port(), "127.0.0.1", 4_096, scene.version(), scene.identity());
    try (HostileStation other = scene.booted();
        station) {
      station.open().boot();
      station.socket().setSoTimeout(1);
      Thread talking = new Thread(() -> talk(station, heartbeats), "deaf");
      talking.start();
      Await.until(
          "the deaf one is dropped",
          Duration.ofSeconds(60),
          () -> {
            other.alive();
            return !talking.isAlive();
          });
    }
  }

  private static void talk(HostileStation station, byte... message) {
    try {
      while (true) {
        station.write(message);
      }
    } catch (java.io.IOException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void slow(Scene scene) throws Exception {
    try (HostileStation station = scene.open()) {
      byte[] frame = Attacker.masked(Attacker.TEXT, new byte[100]);
      Thread drip =
          new Thread(
              () -> {
                try {
                  for (byte b : frame) {
                    station.write(b);
                    TimeUnit.MILLISECONDS.sleep(500);
                  }
                } catch (Exception e) {
                  Thread.currentThread().interrupt();
                }
              });
      drip.setDaemon(true);
      drip.start();
      assertThat(station.closeCode()).isEqualTo(POLICY);
    }
  }

  private static void storm(Scene scene) throws Exception {
    int count = 150;
    List<HostileStation> stations = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        stations.add(scene.booted());
      }
      List<String> identities = stations.stream().map(HostileStation::identity).toList();
      for (HostileStation station : stations) {
        station.socket().setOption(StandardSocketOptions.SO_LINGER, 0);
        station.close();
      }
      stations.clear();
      long begin = System.nanoTime();
      Set<Integer> intervals = new HashSet<>();
      for (String identity : identities) {
        stations.add(scene.station(identity).open());
      }
      for (HostileStation station : stations) {
        JsonNode boot = station.call("BootNotification", scene.version().boot());
        assertThat(boot.path("status").asText()).isEqualTo("Accepted");
        intervals.add(boot.path("interval").asInt());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
      assertThat(intervals).as("heartbeats are spread").hasSizeGreaterThan(10);
    } finally {
      for (HostileStation station : stations) {
        station.close();
      }
    }
  }

  private static void restless(Scene scene) throws Exception {
    String identity = scene.identity();
    String refusal = "";
    for (int i = 0; i < 12 && refusal.isEmpty(); i++) {
      try (Attacker attacker = scene.socket()) {
        String head =
            attacker.exchange(
                Attacker.request(
                    "/" + identity, "Sec-WebSocket-Protocol: " + scene.version().wire()));
        refusal = head.startsWith("HTTP/1.1 101 ") ? "" : head;
      }
    }
    assertThat(refusal).startsWith("HTTP/1.1 " + UNAVAILABLE).containsIgnoringCase("retry-after:");
    scene.booted().close();
  }

  private static void endlessReport(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (int i = 0; i < 300; i++) {
        String report =
            "{\"requestId\":"
                + i % 7
                + ",\"generatedAt\":\""
                + Version.now()
                + "\",\"tbc\":true,\"seqNo\":"
                + i * 31 % 1000
                + ",\"reportData\":[{\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\""
                + "v".repeat(50)
                + "\"},\"variableAttribute\":[{\"value\":\""
                + "x".repeat(1_000)
                + "\"}]}]}";
        station.call("NotifyReport", report);
      }
      station.alive();
    } catch (SocketException e) {
      throw new AssertionError("an endless report is no reason to hang up", e);
    }
  }
}
