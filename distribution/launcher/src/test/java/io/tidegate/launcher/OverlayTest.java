package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
  @TempDir Path folder;
  private Distribution distribution;
  private Home home;

  @BeforeEach
  void build() throws Exception {
    distribution = new Distribution(folder.resolve("dist"));
    home = new Home(folder.resolve("home"));
    jar(folder.resolve("dist/bundle/2/other.jar"), "other", "1.0.0");
    jar(folder.resolve("dist/bundle/5/a.jar"), "io.tidegate.a", "1.0.0");
    jar(folder.resolve("dist/bundle/5/b.jar"), "io.tidegate.b", "1.0.0");
  }

  private static Path jar(Path file, String name, String version) throws IOException {
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-SymbolicName", name + ";singleton:=true");
    main.putValue("Bundle-Version", version);
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return file;
  }

  /** A jar in the store, as a release names it. */
  private String stored(String name, String version) throws Exception {
    Path draft = jar(folder.resolve("draft.jar"), name, version);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(draft));
    String hex = HexFormat.of().formatHex(digest);
    Path jar = store(hex);
    Files.createDirectories(jar.getParent());
    Files.move(draft, jar);
    return "{\"symbolicName\":\"%s\",\"version\":\"%s\",\"sha256\":\"%s\",\"level\":5}"
        .formatted(name, version, hex);
  }

  private Path store(String hex) {
    return folder.resolve("home/data/updates/store/sha256/" + hex + ".jar");
  }

  private static String release(String name, String... bundles) {
    return "{\"name\":\"%s\",\"version\":\"2\",\"bundles\":[%s]}"
        .formatted(name, String.join(",", bundles));
  }

  private Path state(String text) throws IOException {
    Path file = folder.resolve("home/data/updates/state.json");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String inForce(String release) {
    return "\"releases\":[{\"release\":" + release + "}]";
  }

  private List<String> names(Overlay overlay) {
    return overlay.bundles().values().stream()
        .flatMap(List::stream)
        .map(jar -> jar.startsWith(folder.resolve("home")) ? "new" : "" + jar.getFileName())
        .toList();
  }

  @Test
  void isTheDistributionWithoutAState() throws Exception {
    assertThat(names(Overlay.of(distribution, home)))
        .containsExactly("other.jar", "a.jar", "b.jar");
  }

  @Test
  void laysAReleaseOverTheDistribution() throws Exception {
    state("{" + inForce(release("fix", stored("io.tidegate.a", "1.1.0"))) + "}");
    Overlay overlay = Overlay.of(distribution, home);
    assertThat(names(overlay)).containsExactly("other.jar", "new", "b.jar");
    assertThat(overlay.problems()).isEmpty();
  }

  @Test
  void leavesOutWhatAReleaseOfTheWholeDoesNotHave() throws Exception {
    state("{" + inForce(release(Overlay.PRODUCT, stored("io.tidegate.a", "1.1.0"))) + "}");
    assertThat(names(Overlay.of(distribution, home))).containsExactly("new");
  }

  @Test
  void fallsBackToTheDistributionsOwnBundleWhenAJarIsDamaged() throws Exception {
    String entry = stored("io.tidegate.a", "1.1.0");
    state("{" + inForce(release("fix", entry)) + "}");
    String hex = entry.replaceAll(".*sha256\":\"|\",\"level.*", "");
    Files.write(store(hex), new byte[] {1});
    Overlay overlay = Overlay.of(distribution, home);
    assertThat(names(overlay)).containsExactly("other.jar", "a.jar", "b.jar");
    assertThat(overlay.problems()).singleElement().asString().contains("is damaged", "1.0.0 runs");
  }

  @Test
  void fallsBackToTheDistributionWhenTheStateCannotBeRead() throws Exception {
    state("{\"releases\":[{");
    Overlay overlay = Overlay.of(distribution, home);
    assertThat(names(overlay)).containsExactly("other.jar", "a.jar", "b.jar");
    assertThat(overlay.problems()).singleElement().asString().contains("state.json");
  }

  @Test
  void leavesOutBundlesOfRemovedFeatures() throws Exception {
    state("{\"releases\":[],\"leftOut\":[\"io.tidegate.b\"]}");
    assertThat(names(Overlay.of(distribution, home))).containsExactly("other.jar", "a.jar");
  }

  @Test
  void leavesNothingOutThatThereIsNoGatewayWithout() throws Exception {
    Path core = folder.resolve("dist/features/core.bndrun");
    Files.createDirectories(core.getParent());
    Files.writeString(core, "# Core.\nbnd.identity;id='io.tidegate.a'\n");
    state("{\"releases\":[],\"leftOut\":[\"io.tidegate.a\",\"io.tidegate.b\"]}");
    Overlay overlay = Overlay.of(distribution, home);
    assertThat(names(overlay)).containsExactly("other.jar", "a.jar");
    assertThat(overlay.problems())
        .singleElement()
        .asString()
        .contains("no gateway without", ": io.tidegate.a;")
        .doesNotContain("io.tidegate.b");
  }

  @Test
  void keepsAnAdditionThatIsOlderThanTheReleaseOfTheWhole() throws Exception {
    String addition = release("acme", stored("com.acme.quirks", "1.0.0"));
    String whole = release(Overlay.PRODUCT, stored("io.tidegate.a", "1.1.0"));
    state("{\"releases\":[{\"release\":%s},{\"release\":%s}]}".formatted(addition, whole));
    assertThat(names(Overlay.of(distribution, home))).containsExactly("new", "new");
    state("{\"releases\":[{\"release\":%s}]".formatted(addition) + order(true, whole) + "}");
    Overlay trial = Overlay.of(distribution, home);
    assertThat(trial.trial()).isEqualTo("o-1");
    assertThat(names(trial)).containsExactly("new", "new");
  }

  private String order(boolean restarts, String wanted) {
    return ",\"order\":{\"touched\":true,\"restarts\":%s,\"trials\":0,\"view\":{\"id\":\"o-1\"},\"wanted\":%s}"
        .formatted(restarts, wanted);
  }

  @Test
  void doesNotKnowAnOrderThatWasLeftInTheMiddle() throws Exception {
    String wanted = release("fix", stored("io.tidegate.a", "1.1.0"));
    state("{\"releases\":[]" + order(false, wanted) + "}");
    Overlay overlay = Overlay.of(distribution, home);
    assertThat(names(overlay)).containsExactly("other.jar", "a.jar", "b.jar");
    assertThat(overlay.trial()).isEmpty();
  }

  @Test
  void triesAReleaseThatTakesAStartThreeTimes() throws Exception {
    String wanted = release("fix", stored("io.tidegate.a", "1.1.0"));
    Path state = state("{\"releases\":[]" + order(true, wanted) + "}");
    for (int start = 0; start < 3; start++) {
      Overlay overlay = Overlay.of(distribution, home);
      assertThat(names(overlay)).containsExactly("other.jar", "new", "b.jar");
      assertThat(overlay.trial()).isEqualTo("o-1");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
          .isEqualTo("rw-------");
    }
    Overlay fourth = Overlay.of(distribution, home);
    assertThat(names(fourth)).containsExactly("other.jar", "a.jar", "b.jar");
    assertThat(fourth.trial()).isEmpty();
  }
}
