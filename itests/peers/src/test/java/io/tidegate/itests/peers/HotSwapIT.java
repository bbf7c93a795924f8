package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.bench.ocpp.Fleet;
import io.tidegate.bench.ocpp.Histogram;
import io.tidegate.bench.ocpp.LoadOptions;
import io.tidegate.bench.ocpp.Tally;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Swap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dialects are updated in place under stations that are connected and talk: no socket is closed, no
 * call is lost or answered twice, and nothing of the old version stays (S2.7, X1; C8 of the hostile
 * inputs). The gateway is the distribution in a process of its own with one bundle more, the test's
 * hand.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HotSwapIT {
  private static final int STATIONS = 1_000;
  private static final int OTHERS = 100;
  private static final int A_SECOND = 500;
  private static final int UPDATES = 100;

  /** Answers between two updates, a third of a second's. */
  private static final int BETWEEN = 150;

  private static final double POWER_W = 11_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DIALECT = "io.tidegate.charging.ocpp.";

  private Home home;
  private Gateway gateway;
  private Swap swap;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    home =
        Home.in(folder)
            .write("config/site.yaml", site())
            .set("io.tidegate.core.clock/source=assumed")
            // classes live for a second here: the second compiler would take a third of the
            // processor for code that is thrown away
            .environment("TIDEGATE_JAVA_OPTS", "-XX:TieredStopAtLevel=1")
            .set("io.tidegate.core.planner/enabled=false");
    gateway = Gateway.swappable(home, folder.resolve("distribution")).awaitReady();
    swap = new Swap(gateway, folder.resolve("jars"));
  }

  @AfterAll
  void close() throws Exception {
    if (swap != null) {
      swap.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private static String site() {
    StringBuilder out = new StringBuilder("site: Hot swap\n");
    out.append("grid: {importCapKw: 20000, exportCapKw: 20000, buildingDesignLoadKw: 0}\n");
    out.append("nodes:\n  - {id: T1, kind: transformer, parent: grid, ratingKw: 20000}\n");
    out.append("stations:\n");
    stations(out, "CS", STATIONS);
    stations(out, "NEW", OTHERS);
    stations(out, "OLD", OTHERS);
    out.append("mandates:\n");
    out.append("  - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}\n");
    return out.toString();
  }

  private static void stations(StringBuilder out, String prefix, int count) {
    for (int n = 0; n < count; n++) {
      out.append("  - {id: ").append(prefix).append(n);
      out.append(", setpointInterval: 0s, evses: [{id: E-").append(prefix).append(n);
      out.append(", number: 1, node: T1, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}\n");
    }
  }

  private Fleet fleet(String prefix, String protocol, int stations, int rate) throws Exception {
    return new Fleet(
        LoadOptions.of(
            "--url",
            home.ocpp().toString(),
            "--stations",
            Integer.toString(stations),
            "--prefix",
            prefix,
            "--protocol",
            protocol,
            "--rate",
            Integer.toString(rate)));
  }

  private static void connect(Fleet fleet, int stations) throws InterruptedException {
    Fleet.Arrival arrival = fleet.connect();
    assertThat(arrival.accepted()).isEqualTo(stations);
    assertThat(arrival.tally().troubles).isEmpty();
  }

  @Test
  @Order(1)
  void losesNothingInAHundredUpdatesUnderAThousandStations() throws Exception {
    try (Fleet fleet = fleet("CS", "ocpp2.0.1", STATIONS, A_SECOND)) {
      connect(fleet, STATIONS);
      fleet.begin();
      answered(fleet, 2 * A_SECOND);
      long heap = swap.heap();
      long files = files();
      List<Duration> took = new ArrayList<>();
      for (int update = 0; update < UPDATES; update++) {
        if (update % 10 == 0) {
          // so that setpoints are on their way
          command(update, STATIONS * POWER_W * (update % 20 == 0 ? 0.5 : 0.8));
        }
        took.add(swap.update(DIALECT + "v201"));
        answered(fleet, BETWEEN);
      }
      Tally tally = fleet.finish(PATIENCE);
      tell("100 updates, 1,000 stations, " + A_SECOND + "/s", tally, took);
      complete(fleet, tally, STATIONS);
      nothingIsLeft(heap, files);
      booked(fleet.readings());
    }
  }

  @Test
  @Order(2)
  void losesNothingWhenTheOtherVersionsAreUpdated() throws Exception {
    try (Fleet younger = fleet("NEW", "ocpp2.1", OTHERS, OTHERS);
        Fleet older = fleet("OLD", "ocpp1.6", OTHERS, OTHERS)) {
      connect(younger, OTHERS);
      connect(older, OTHERS);
      younger.begin();
      older.begin();
      List<Duration> took = new ArrayList<>();
      for (int update = 0; update < 5; update++) {
        command(UPDATES + update, 2 * OTHERS * POWER_W * (update % 2 == 0 ? 0.5 : 0.8));
        took.add(swap.update(DIALECT + "v21"));
        took.add(swap.update(DIALECT + "v16"));
        answered(younger, OTHERS / 2);
        answered(older, OTHERS / 2);
      }
      Tally spoken = younger.finish(PATIENCE);
      tell("5 updates of 2.1, 100 stations, 100/s", spoken, took);
      complete(younger, spoken, OTHERS);
      Tally said = older.finish(PATIENCE);
      tell("5 updates of 1.6, 100 stations, 100/s", said, took);
      complete(older, said, OTHERS);
      Await.until("old class loaders are collected", PATIENCE, () -> swap.left() == 0);
      booked(younger.readings());
    }
  }

  private void command(int number, double powerW) throws Exception {
    Instant now = Instant.now();
    assertThat(gateway.rest().command("swap-" + number, powerW, now, now.plusSeconds(60)).status())
        .isEqualTo(202);
    assertThat(gateway.rest().keepAlive().status()).isLessThan(300);
  }

  /** Waits for so many answers, and until no more wait than are due in a tenth of a second. */
  private void answered(Fleet fleet, int more) throws InterruptedException {
    long before = fleet.tally().answered;
    Await.until(
        more + " answers, and hardly any is waited for",
        PATIENCE,
        () -> {
          Tally now = fleet.tally();
          return now.answered >= before + more && now.due - now.answered <= A_SECOND / 10;
        },
        gateway::output);
  }

  /** Each message that was due was sent and answered once, on the socket that it began with. */
  private void complete(Fleet fleet, Tally tally, int stations) {
    assertThat(tally.troubles).as("closed sockets, errors, answers nobody waits for").isEmpty();
    assertThat(tally.missed).isZero();
    assertThat(tally.answered).isEqualTo(tally.due);
    assertThat(tally.asked).as("setpoints and questions of the gateway").isPositive();
    assertThat(fleet.accepted()).isEqualTo(stations);
    assertThat(home.log().lines().filter(line -> line.contains(" ERROR "))).isEmpty();
  }

  private void nothingIsLeft(long heapBefore, long filesBefore) throws Exception {
    Await.until(
        "old class loaders are collected", PATIENCE, () -> swap.left() == 0, gateway::output);
    long heap = swap.heap();
    long files = files();
    System.out.printf(
        Locale.ROOT,
        "heap after a collection: %.1f MiB before, %.1f after; open files %d, %d%n",
        heapBefore / 1048576.0,
        heap / 1048576.0,
        filesBefore,
        files);
    assertThat(files).as("open files").isLessThan(filesBefore + UPDATES / 2);
  }

  private long files() throws java.io.IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + gateway.pid() + "/fd"))) {
      return files.count();
    }
  }

  private static void tell(String what, Tally tally, List<Duration> took) {
    Histogram updates = new Histogram();
    took.forEach(each -> updates.add(each.toNanos()));
    System.out.printf(
        Locale.ROOT,
        "%s: due %d, answered %d, asked by the gateway %d%n  answers %s%n  updates %s%n  %s%n",
        what,
        tally.due,
        tally.answered,
        tally.asked,
        tally.latency,
        updates,
        tally.troubles);
  }

  /** The ledger holds every reading of every station, each number once. */
  private void booked(Map<String, Integer> readings) throws Exception {
    Map<String, Integer> booked = new HashMap<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:file:" + home.folder().resolve("data/journal.db") + "?mode=ro");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT c.station, COUNT(*), COUNT(DISTINCT e.sequence), MIN(e.sequence),"
                    + " MAX(e.sequence) FROM charge c JOIN charge_event e ON e.charge = c.id"
                    + " GROUP BY c.id")) {
      while (row.next()) {
        String station = row.getString(1);
        int events = row.getInt(2);
        if (readings.containsKey(station)) {
          assertThat(booked.put(station, events)).as("one transaction of " + station).isNull();
          assertThat(List.of(row.getInt(3), row.getInt(4), row.getInt(5) + 1))
              .as("numbers of %s", station)
              .containsExactly(events, 0, events);
        }
      }
    }
    assertThat(new TreeMap<>(booked)).isEqualTo(new TreeMap<>(readings));
  }
}
