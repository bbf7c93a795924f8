package io.tidegate.itests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.TalkingStation;
import io.tidegate.packer.Edition;
import io.tidegate.packer.Packer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packages of this build on one kind of host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealPackages {
  private static final String TRANSPORT = "io.tidegate.charging.ocpp.transport";
  private static final String DIALECT = "io.tidegate.charging.ocpp.v201";
  private static final List<String> NAMES =
      List.of(
          "tidegate-core",
          "tidegate-ocpp",
          "tidegate-ocpp-dialects",
          "tidegate-iso15118",
          "tidegate-iso15118-dialects",
          "tidegate-modbus",
          "tidegate-console",
          "tidegate-kura");

  private final Rig.Kind kind;
  private final String version;
  private Path folder;
  private Path kura;
  private Home ports;
  private Rig rig;

  /**
   * @param version of Kura of which the types are there
   */
  RealPackages(Rig.Kind kind, String version) {
    this.kind = kind;
    this.version = version;
  }

  @BeforeAll
  void start(@TempDir Path given) throws Exception {
    folder = given;
    kura = folder.resolve("kura");
    ports = Home.in(folder.resolve("ports"));
    Path config = Files.createDirectories(kura.resolve("data/tidegate/config"));
    Files.copy(Rig.ROOT.resolve("config/site.yaml"), config.resolve("site.yaml"));
    Files.writeString(config.resolve("io.tidegate.host.dp.guard.cfg"), "unsigned = true\n");
    rig = Rig.start(kind, kura, KuraApi.bundle(version, folder.resolve("api")));
    configureOcpp();
    for (String name : NAMES) {
      assertThat(rig.ask("install " + built(name))).as(name).startsWith("installed");
    }
  }

  private void configureOcpp() throws IOException {
    rig.ask("configure " + TRANSPORT + " port " + ports.ocppPort());
    rig.ask("configure " + TRANSPORT + " security.minimum 0");
  }

  @AfterAll
  void stop() throws Exception {
    rig.close();
  }

  private static Path built(String name) throws IOException {
    try (Stream<Path> files = Files.list(Rig.PACKAGES)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "-[0-9].*-unsigned\\.dp"))
          .findFirst()
          .orElseThrow(() -> new IOException("no package " + name));
    }
  }

  @Test
  void startsEveryBundleOfEveryPackageAndServesStations() throws Exception {
    assertThat(rig.ask("unresolved")).isEmpty();
    assertThat(rig.ask("service io.tidegate.api.control.SiteView")).isEqualTo("true");
    assertThat(rig.ask("service io.tidegate.api.connection.Switchboard")).isEqualTo("true");
    try (TalkingStation station = connect("CS01")) {
      assertThat(station.call("Heartbeat", "{}").path(0).asInt()).isEqualTo(3);
    }
  }

  @Test
  void showsItsComponentsToTheHost() throws Exception {
    Await.until(
        "components that a Kura would show",
        Duration.ofSeconds(60),
        () -> {
          String shown = rig.ask("shown");
          return shown.contains(TRANSPORT + " ")
              && shown.contains("io.tidegate.policy.peak.shaving ");
        },
        this::said);
  }

  private String said() {
    try {
      return rig.ask("shown") + "\n" + rig.log();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private TalkingStation connect(String identity) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        TalkingStation station = TalkingStation.connect(ports, identity, "ocpp2.0.1");
        station.call("BootNotification", BOOT);
        return station;
      } catch (java.util.concurrent.ExecutionException | AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no way in for stations: " + rig.log(), e);
        }
        Thread.sleep(100); // until it listens
      }
    }
  }

  private static final String BOOT =
      "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"m\",\"vendorName\":\"v\"}}";

  @Test
  void keepsStationsAndConfigurationWhenDialectsAreReplaced() throws Exception {
    Path newer = newerDialects();
    try (TalkingStation station = connect("CS01")) {
      CompletableFuture<String> installed =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return rig.ask("install " + newer);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      long longestMs = 0;
      int calls = 0;
      while (!installed.isDone() || calls < 10) {
        long begun = System.nanoTime();
        assertThat(station.call("Heartbeat", "{}").path(0).asInt()).isEqualTo(3);
        longestMs = Math.max(longestMs, (System.nanoTime() - begun) / 1_000_000);
        calls++;
      }
      assertThat(installed.get()).startsWith("installed");
      assertThat(station.closed()).isFalse();
      System.getLogger("gap")
          .log(
              System.Logger.Level.INFO,
              "{0}: {1} calls, longest answer {2} ms, {3} ms",
              kind,
              calls,
              longestMs,
              installed.get());
    }
    assertThat(rig.ask("state " + DIALECT)).startsWith("active 0.2");
    assertThat(rig.ask("configured " + TRANSPORT + " port")).isEqualTo("" + ports.ocppPort());
  }

  /** The same dialects under another version. */
  private Path newerDialects() throws IOException {
    Path bundles = Files.createDirectories(folder.resolve("newer/bundles"));
    try (Stream<Path> files = Files.list(Rig.BUNDLES)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.startsWith("io.tidegate.charging.ocpp.v")) {
          copy(file, bundles.resolve(name));
        } else if (name.startsWith("io.tidegate.host.dp.guard")) {
          Files.copy(file, bundles.resolve(name));
        }
      }
    }
    Path plan = folder.resolve("newer/packages.txt");
    Files.writeString(plan, "tidegate-ocpp-dialects 6 io.tidegate.charging.ocpp.v*\n");
    Edition edition = new Edition("0.2.0", 2, 1, Instant.parse("2100-01-01T00:00:00Z"), List.of());
    return Packer.of(edition, plan, bundles, folder.resolve("newer/work"))
        .deploymentPackages(folder.resolve("newer"))
        .get(0);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (JarFile jar = new JarFile(from.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", "0.2.0");
      try (OutputStream file = Files.newOutputStream(to);
          JarOutputStream out = new JarOutputStream(file, manifest)) {
        out.setLevel(1);
        for (JarEntry entry : jar.stream().toList()) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream in = jar.getInputStream(entry)) {
              in.transferTo(out);
            }
          }
        }
      }
    }
  }
}
