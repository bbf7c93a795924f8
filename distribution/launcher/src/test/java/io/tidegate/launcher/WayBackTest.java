package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Back to the release before where no gateway runs that could be told (P3). */
class WayBackTest {
  private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

  @TempDir Path folder;
  private Distribution distribution;
  private Path home;
  private Path state;
  private Path older;

  @BeforeEach
  void build() throws Exception {
    distribution = new Distribution(folder.resolve("dist"));
    home = folder.resolve("home");
    Files.createDirectories(home.resolve("run"));
    jar(folder.resolve("dist/bundle/5/a.jar"), "1.0.0");
    state = home.resolve("data/updates/state.json");
    Files.createDirectories(state.getParent());
    String newer = stored("1.0.3");
    String old = stored("1.0.2");
    Files.writeString(
        state,
        "{\"format\":1,\"releases\":[{\"highest\":7,\"floor\":5,\"release\":"
            + release(7, newer)
            + ",\"before\":"
            + release(6, old)
            + "}],\"removed\":[\"console\"],\"leftOut\":[],\"history\":[]}");
  }

  private static Path jar(Path file, String version) throws IOException {
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-SymbolicName", "io.tidegate.a");
    main.putValue("Bundle-Version", version);
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return file;
  }

  private String stored(String version) throws Exception {
    Path draft = jar(folder.resolve("draft.jar"), version);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(draft));
    String hex = HexFormat.of().formatHex(digest);
    older = home.resolve("data/updates/store/sha256/" + hex + ".jar");
    Files.createDirectories(older.getParent());
    Files.move(draft, older);
    return "{\"symbolicName\":\"io.tidegate.a\",\"version\":\"%s\",\"sha256\":\"%s\",\"level\":5,\"update\":\"restart\"}"
        .formatted(version, hex);
  }

  private static String release(int counter, String bundle) {
    return "{\"name\":\"site\",\"version\":\"1.%s\",\"counter\":%s,\"minCounter\":0,\"probationS\":0,\"bundles\":[%s],\"features\":[]}"
        .formatted(counter, counter, bundle);
  }

  private String back() throws CommandException {
    return WayBack.go("site", home, distribution, NOW);
  }

  private Map<String, Object> state() throws IOException {
    return Report.map(Json.read(Files.readString(state)));
  }

  private List<String> runs() throws Exception {
    return Overlay.of(distribution, new Home(home)).bundles().values().stream()
        .flatMap(List::stream)
        .map(jar -> jar.getFileName().toString())
        .toList();
  }

  @Test
  void putsTheReleaseBeforeInForceForTheNextStart() throws Exception {
    assertThat(runs()).doesNotContain(older.getFileName().toString());
    assertThat(back()).isEqualTo("site is 1.6 (6) at the next start");
    assertThat(runs()).containsExactly(older.getFileName().toString());
    Map<String, Object> in = Report.maps(state().get("releases")).get(0);
    assertThat(in.get("highest")).as("no older one comes in by it").hasToString("7");
    assertThat(in.get("floor")).hasToString("5");
    assertThat(state().get("removed")).isEqualTo(List.of("console"));
    Map<String, Object> last = Report.maps(state().get("history")).get(0);
    assertThat(last)
        .containsEntry("id", "back-" + NOW.toEpochMilli())
        .containsEntry("step", "CONFIRMED")
        .containsEntry("version", "1.6");
  }

  @Test
  void goesBackToTheDistributionsOwnTheSecondTimeAndNoFurther() throws Exception {
    back();
    assertThat(back()).isEqualTo("site is the distribution's own at the next start");
    assertThat(runs()).containsExactly("a.jar");
    assertThatThrownBy(this::back).hasMessageStartingWith("NOTHING_TO_RETURN_TO: of site");
  }

  @Test
  void changesNothingWhenABundleOfTheReleaseBeforeIsGone() throws Exception {
    Files.delete(older);
    String before = Files.readString(state);
    assertThatThrownBy(this::back)
        .hasMessageContaining(older + " is missing")
        .hasMessageContaining("site 1.6");
    assertThat(Files.readString(state)).isEqualTo(before);
  }

  @Test
  void changesNothingWhileAGatewayRuns() throws Exception {
    String before = Files.readString(state);
    try (FileChannel gateway = new Home(home).lock()) {
      assertThat(gateway.isOpen()).isTrue();
      assertThatThrownBy(this::back).hasMessageContaining("another gateway runs");
    }
    assertThat(Files.readString(state)).isEqualTo(before);
  }

  @Test
  void givesUpAnOrderThatWasUnderWay() throws Exception {
    Files.writeString(
        state,
        Files.readString(state)
            .replace(
                "\"history\":[]",
                "\"history\":[],\"order\":{\"touched\":true,\"restarts\":true,\"trials\":1,\"view\":{\"id\":\"o-1\",\"step\":\"PROBATION\"}}"));
    back();
    assertThat(state()).doesNotContainKey("order");
    assertThat(Report.maps(state().get("history")).get(1))
        .containsEntry("id", "o-1")
        .containsEntry("step", "ROLLED_BACK")
        .containsEntry("code", "INTERRUPTED");
  }

  @Test
  void hasNothingToReturnToWhereNoReleaseWasInstalled() throws Exception {
    assertThatThrownBy(() -> WayBack.go("another", home, distribution, NOW))
        .hasMessageStartingWith("NOTHING_TO_RETURN_TO");
    Files.delete(state);
    assertThatThrownBy(this::back).hasMessageStartingWith("NOTHING_TO_RETURN_TO");
  }
}
