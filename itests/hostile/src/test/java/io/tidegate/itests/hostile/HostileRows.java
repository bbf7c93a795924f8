package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import java.nio.file.Path;
import java.time.Duration;
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
 * Every row of malformed and hostile input over one version that the gateway speaks: the answer is
 * the one that is promised, and afterwards a good station boots soon (rows S1.4, S4.9, P8). A class
 * a version, since the rows mostly wait and the versions can wait together.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract sealed class HostileRows permits Ocpp16HostileIT, Ocpp201HostileIT {
  /** A boot takes some 30 ms; the rest is for a machine that does other things too. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Version version;
  private final AtomicInteger identities = new AtomicInteger();
  private Gateway gateway;

  HostileRows(Version version) {
    this.version = version;
  }

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    gateway = Gateway.start(HostileSite.prepare(folder)).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void everyVersionIsWalked() {
    assertThat(HostileRows.class.getPermittedSubclasses()).hasSameSizeAs(Version.values());
  }

  static Stream<Row> rows() {
    return Row.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void answersAsPromisedAndServesTheNext(Row row) throws Exception {
    Scene scene = new Scene(gateway, version, identities);
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

  /** Hostile input is an event, never a failure of ours. */
  private static boolean failure(String line) {
    return line.contains(" ERROR ") && line.contains("charging.ocpp");
  }
}
