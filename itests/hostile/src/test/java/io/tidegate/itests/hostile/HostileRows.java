package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Swap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of malformed and hostile input over a version that the gateway speaks: the answer is
 * the one that is promised, and afterwards a good station boots soon (rows S1.4, S4.9, P8). The
 * classes walk beside each other, since the rows mostly wait. {@code mvn verify} walks OCPP 2.0.1,
 * the profile {@code peers} the others too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract sealed class HostileRows permits Ocpp16HostileIT, Ocpp201HostileIT, Ocpp21HostileIT {
  /** A boot takes some 30 ms; the rest is for a machine that does other things too. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Version version;
  private final AtomicInteger identities = new AtomicInteger();
  private BackendRows backends;
  private Gateway gateway;
  private Path jars;

  HostileRows(Version version) {
    this.version = version;
  }

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    backends = new BackendRows();
    Home home = HostileSite.prepare(folder);
    backends.configure(home);
    gateway = Gateway.swappable(home, folder.resolve("distribution")).awaitReady();
    jars = folder.resolve("jars");
  }

  @AfterAll
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
    if (backends != null) {
      backends.close();
    }
  }

  @Test
  void everyVersionIsWalked() {
    assertThat(Arrays.stream(HostileRows.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Version.values()).map(HostileRows::walker).toList());
  }

  private static String walker(Version version) {
    return "Ocpp" + version.bundle().substring(1) + "HostileIT";
  }

  /** A row over one version. */
  record Walk(Version version, Row row) {
    @Override
    public String toString() {
      return version.wire() + " " + row;
    }
  }

  Stream<Walk> walks() {
    return Row.of(version).stream().map(row -> new Walk(version, row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("walks")
  void answersAsPromisedAndServesTheNext(Walk walk) throws Exception {
    Row row = walk.row();
    Scene scene = new Scene(gateway, walk.version(), identities);
    try {
      row.attack().on(scene);
    } finally {
      assertThat(gateway.isAlive()).as(gateway.output()).isTrue();
    }
    long begin = System.nanoTime();
    scene.booted().close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    assertThat(gateway.home().log().lines().filter(HostileRows::failure)).isEmpty();
  }

  /**
   * C8: what a station was asked before an update it answers to the new version; the next question
   * follows, none comes twice, and the station's own requests are answered meanwhile.
   */
  @Test
  void hearsTheAnswerToAnOlderVersionsQuestionOnce() throws Exception {
    Scene scene = new Scene(gateway, version, identities);
    try (HostileStation station = scene.booted();
        Swap swap = new Swap(gateway, jars)) {
      Transaction transaction = new Transaction(station);
      transaction.event("Started", 0, 100);
      JsonNode open = station.question();
      Set<String> ids = new HashSet<>(Set.of(open.path(1).asText()));
      swap.update("io.tidegate.charging.ocpp." + version.bundle());
      transaction.event("Updated", 1, 200);
      assertThat(station.questions()).as("one question at a time").isZero();
      station.willing(open);
      JsonNode next = station.question();
      assertThat(ids.add(next.path(1).asText())).as("another question").isTrue();
      station.willing(next);
      transaction.event("Ended", 2, 300);
      station.drain(
          call -> assertThat(ids.add(call.path(1).asText())).as("asked once: %s", call).isTrue());
      station.alive();
    }
    assertThat(gateway.home().log().lines().filter(HostileRows::failure)).isEmpty();
  }

  /** A row of a system above over one version. */
  record Above(Version version, BackendRows.Backend row) {
    @Override
    public String toString() {
      return version.wire() + " " + row;
    }
  }

  Stream<Above> above() {
    return BackendRows.all().stream().map(row -> new Above(version, row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("above")
  void standsBetweenStationsAndTheSystemsAbove(Above above) throws Exception {
    above.row().attack().on(backends, new Scene(gateway, above.version(), identities));
    assertThat(gateway.home().log().lines().filter(HostileRows::failure)).isEmpty();
  }

  /** Hostile input is an event, never a failure of ours. */
  static boolean failure(String line) {
    return line.contains(" ERROR ") && line.contains("charging.ocpp");
  }
}
