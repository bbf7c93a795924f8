package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Certificates;
import io.tidegate.itests.harness.Gateway;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows behind TLS, security profile 3 (S1.12, S4.9, S5.3): afterwards a good station with its
 * certificate boots. What TLS itself says is walked once, what OCPP says in every version, those
 * beside 2.0.1 in the profile {@code peers}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecuredHostileIT {
  private final AtomicInteger identities = new AtomicInteger();
  private Certificates authority;
  private Certificates stations;
  private Gateway gateway;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    authority = new Certificates("Gateway authority");
    stations = new Certificates(SecuredRows.AUTHORITY);
    gateway = Gateway.start(SecuredSite.prepare(folder, authority, stations)).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
  }

  /** A row over one version. */
  record Walk(Version version, SecuredRow row) {
    @Override
    public String toString() {
      return version.wire() + " " + row;
    }
  }

  static Stream<Walk> walks() {
    Stream<Walk> once = HelloRows.ROWS.stream().map(row -> new Walk(Version.OCPP_2_1, row));
    return Stream.concat(once, over(Version.OCPP_2_0_1));
  }

  static Stream<Walk> others() {
    return Arrays.stream(Version.values())
        .filter(version -> version != Version.OCPP_2_0_1)
        .flatMap(SecuredHostileIT::over);
  }

  private static Stream<Walk> over(Version version) {
    return SecuredRows.ROWS.stream().map(row -> new Walk(version, row));
  }

  @Tag("long")
  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void answersAsPromisedInTheOtherVersions(Walk walk) throws Exception {
    answersAsPromisedAndServesTheNext(walk);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("walks")
  void answersAsPromisedAndServesTheNext(Walk walk) throws Exception {
    SecuredScene scene =
        new SecuredScene(new Scene(gateway, walk.version(), identities), authority, stations);
    try {
      walk.row().attack().on(scene);
    } finally {
      assertThat(gateway.isAlive()).as(gateway.output()).isTrue();
    }
    try (HostileStation next = scene.booted()) {
      next.alive();
    }
    assertThat(gateway.home().log().lines().filter(HostileRows::failure)).isEmpty();
  }
}
