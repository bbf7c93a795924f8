package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of malformed and hostile input over every version that the gateway speaks: the answer
 * is the one that is promised, and afterwards a good station boots at once (rows S1.4, S4.9, P8).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final AtomicInteger identities = new AtomicInteger();
  private Gateway gateway;

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

  static Stream<Arguments> rows() {
    return Arrays.stream(Version.values())
        .flatMap(version -> Row.all().stream().map(row -> Arguments.of(version, row)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rows")
  void answersAsPromisedAndServesTheNext(Version version, Row row) throws Exception {
    Scene scene = new Scene(gateway, version, identities);
    try {
      row.attack().on(scene);
    } finally {
      assertThat(gateway.isAlive()).as(gateway.output()).isTrue();
    }
    long begin = System.nanoTime();
    scene.booted().close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
    assertThat(gateway.home().log().lines().filter(HostileIT::failure)).isEmpty();
  }

  /** Hostile input is an event, never a failure of ours. */
  private static boolean failure(String line) {
    return line.contains(" ERROR ") && line.contains("charging.ocpp");
  }
}
