package io.tidegate.itests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a guard lets in and what it vetoes, on one kind of host; version 1 is installed before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GuardedHost {
  private final Rig.Kind kind;
  private Samples samples;
  private Path home;
  private Path first;
  private Rig rig;

  GuardedHost(Rig.Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    samples = new Samples(folder.resolve("samples"));
    home = folder.resolve("kura/data/tidegate");
    samples.pin(home);
    first = samples.signed(1);
    rig = Rig.start(kind, folder.resolve("kura"), host());
  }

  /** What a host has that controls a site: the api, and a site. */
  private Path[] host() throws IOException {
    List<Path> bundles = new java.util.ArrayList<>();
    for (String name : List.of("api.quantity", "api.site", "api.control")) {
      try (Stream<Path> files = Files.list(Rig.BUNDLES)) {
        bundles.add(
            files
                .filter(f -> f.toString().contains("io.tidegate." + name + "-"))
                .findFirst()
                .orElseThrow());
      }
    }
    bundles.add(samples.busy());
    return bundles.toArray(Path[]::new);
  }

  @AfterAll
  void stop() throws Exception {
    rig.close();
  }

  @BeforeEach
  void installTheFirst() throws Exception {
    rig.ask("property tests.discharging false");
    if (!rig.ask("state " + Samples.ONE).equals("none")) {
      assertThat(rig.ask("uninstall tidegate-core")).isEqualTo("uninstalled");
    }
    Files.deleteIfExists(home.resolve("config/io.tidegate.host.dp.guard.cfg"));
    Files.deleteIfExists(home.resolve("data/dp-guard/tidegate-core.release"));
    assertThat(rig.ask("install " + first)).startsWith("installed");
    serves(1);
  }

  private void serves(int version) throws IOException {
    assertThat(rig.ask("served")).isEqualTo("version " + version);
    assertThat(rig.ask("state " + Samples.ONE)).isEqualTo("active 1.0." + version);
  }

  private void vetoed(Path archive, String... reasons) throws IOException {
    assertThat(rig.ask("install " + archive)).startsWith("failed").contains(reasons);
    serves(1);
    // and nothing of it stands in the way of a good one
    assertThat(rig.ask("install " + samples.signed(7))).startsWith("installed");
    serves(7);
  }

  @Test
  void letsANewerOneInAndOutAgain() throws Exception {
    assertThat(rig.ask("install " + samples.signed(2))).startsWith("installed");
    serves(2);
    assertThat(rig.ask("uninstall tidegate-core")).isEqualTo("uninstalled");
    assertThat(rig.ask("served")).isEqualTo("nothing");
    assertThat(rig.ask("count io.tidegate.sample")).isEqualTo("0");
  }

  @Test
  void vetoesABundleThatWouldNotResolve() throws Exception {
    vetoed(samples.unresolvable(2), "UNRESOLVABLE", "com.nobody.has.that");
  }

  @Test
  void vetoesABundleThatWasNotSigned() throws Exception {
    byte[] forged = Samples.bundle(Samples.ONE, 2, Samples.GOOD, "something else");
    Path archive =
        samples.with(samples.signed(2), "bundles/" + Samples.ONE + ".jar", any -> forged);
    vetoed(archive, "TAMPERED", Samples.ONE);
  }

  @Test
  void vetoesAManifestThatWasNotSigned() throws Exception {
    Path archive =
        samples.with(
            samples.signed(2),
            "release.json",
            json ->
                new String(json, StandardCharsets.UTF_8)
                    .replace("\"counter\": 2", "\"counter\": 3")
                    .getBytes(StandardCharsets.UTF_8));
    vetoed(archive, "TAMPERED");
  }

  @Test
  void vetoesUnsignedOnesAndThoseOfStrangers() throws Exception {
    assertThat(rig.ask("install " + samples.unsigned(2))).contains("UNSIGNED");
    serves(1);
    vetoed(samples.byStranger(2), "WRONG_KEY");
  }

  @Test
  void vetoesOlderAndExpiredOnes() throws Exception {
    assertThat(rig.ask("install " + samples.signed(3))).startsWith("installed");
    assertThat(rig.ask("install " + samples.withCounter(4, 2))).contains("REPLAYED");
    serves(3);
    assertThat(rig.ask("install " + samples.expired(5))).contains("EXPIRED");
    serves(3);
  }

  @Test
  void vetoesEverythingWhileNoKeysArePinned() throws Exception {
    Path root = home.resolve("root.json");
    Path aside = home.resolve("aside.json");
    Files.move(root, aside);
    try {
      assertThat(rig.ask("install " + samples.signed(2))).contains("WRONG_KEY", root.toString());
      serves(1);
      Files.createDirectories(home.resolve("config"));
      Files.writeString(home.resolve("config/io.tidegate.host.dp.guard.cfg"), "unsigned = true\n");
      assertThat(rig.ask("install " + samples.unsigned(2))).startsWith("installed");
      serves(2);
    } finally {
      Files.move(aside, root);
    }
  }

  @Test
  void leavesEverythingAsItIsWhileAVehicleDischarges() throws Exception {
    rig.ask("property tests.discharging true");
    assertThat(rig.ask("install " + samples.signed(2))).startsWith("failed");
    serves(1);
    assertThat(rig.log()).contains("WAIT: the package is left as it is, since 1 of the EVSEs");
    rig.ask("property tests.discharging false");
    assertThat(rig.ask("install " + samples.signed(2))).startsWith("installed");
    serves(2);
  }

  @Test
  void letsInAgainWhatItLetInBefore() throws Exception {
    // a Kura forgets its bundles over a restart and installs all of its packages again
    assertThat(rig.ask("uninstall tidegate-core")).isEqualTo("uninstalled");
    assertThat(rig.ask("install " + first)).startsWith("installed");
    serves(1);
  }
}
