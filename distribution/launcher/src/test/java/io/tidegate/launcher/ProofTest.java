package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A confirmed release has to start from nothing, else the one before has its turn (P3, P8). */
class ProofTest {
  private static final Machine MACHINE = new Machine("m-1", 1_000_000);
  private static final OptionalLong NO = OptionalLong.empty();

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Distribution distribution;
  private Home home;
  private Path state;
  private Path starts;
  private Path older;

  @BeforeEach
  void build() throws Exception {
    distribution = new Distribution(folder.resolve("dist"));
    home = new Home(folder.resolve("home"));
    jar(folder.resolve("dist/bundle/5/a.jar"), "1.0.0");
    state = home.data().resolve("updates/state.json");
    starts = home.data().resolve("updates/starts.json");
    String old = release(6, 20, "1.0.2");
    older = stored;
    state(release(7, 5, "1.0.3"), old, "");
  }

  private Path stored;

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

  private String release(int counter, int probationS, String version) throws Exception {
    Path draft = jar(folder.resolve("draft.jar"), version);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(draft));
    String hex = HexFormat.of().formatHex(digest);
    stored = home.data().resolve("updates/store/sha256/" + hex + ".jar");
    Files.createDirectories(stored.getParent());
    Files.move(draft, stored);
    return "{\"name\":\"site\",\"version\":\"1.%s\",\"counter\":%s,\"minCounter\":0,\"probationS\":%s,\"bundles\":[{\"symbolicName\":\"io.tidegate.a\",\"version\":\"%s\",\"sha256\":\"%s\",\"level\":5,\"update\":\"restart\"}],\"features\":[]}"
        .formatted(counter, counter, probationS, version, hex);
  }

  private void state(String release, String before, String order) throws IOException {
    Files.writeString(
        state,
        "{\"format\":1,\"releases\":[{\"highest\":7,\"floor\":5,\"release\":%s,\"before\":%s}],\"removed\":[],\"leftOut\":[]%s,\"history\":[]}"
            .formatted(release, before, order));
  }

  private Optional<Proof> start(Machine machine) {
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Proof.begin(distribution, home, new Proof.Terms(10_000, machine), err);
  }

  private Proof start() {
    return start(MACHINE).orElseThrow();
  }

  private Map<String, Object> inForce() throws IOException {
    Map<String, Object> read = Report.map(Json.read(Files.readString(state)));
    return Report.maps(read.get("releases")).get(0);
  }

  private Object counter() throws IOException {
    return Report.map(inForce().get("release")).get("counter").toString();
  }

  private void prove(Proof proof) throws IOException {
    OptionalLong ready = OptionalLong.of(60_000);
    assertThat(proof.look(new Stake.Signs(61_000, ready, OptionalLong.of(0))))
        .isEqualTo(Stake.Verdict.PASSED);
  }

  @Test
  void asksNothingOfAStartWithoutReleasesAndWritesNothing() throws Exception {
    Files.writeString(state, "{\"format\":1,\"releases\":[],\"removed\":[\"console\"]}");
    assertThat(start(MACHINE)).isEmpty();
    Files.delete(state);
    assertThat(start(MACHINE)).isEmpty();
    assertThat(starts).doesNotExist();
  }

  @Test
  void asksAReleaseForOneStartAndNothingAfterIt() throws Exception {
    Proof proof = start();
    OptionalLong alive = OptionalLong.of(0);
    assertThat(proof.look(new Stake.Signs(10_000, NO, NO))).isEqualTo(Stake.Verdict.OPEN);
    assertThat(proof.look(new Stake.Signs(9_999, OptionalLong.of(4_999), alive)))
        .as("still in the release's probation of 5 s")
        .isEqualTo(Stake.Verdict.OPEN);
    assertThat(proof.look(new Stake.Signs(9_999, OptionalLong.of(5_000), alive)))
        .isEqualTo(Stake.Verdict.PASSED);
    String written = Files.readString(starts);
    assertThat(start(MACHINE)).isEmpty();
    assertThat(Files.readString(starts)).isEqualTo(written);
  }

  @Test
  void failsWhenItIsNotReadyInTimeOrItsUpdaterDoesNotRun() throws Exception {
    Proof proof = start();
    assertThat(proof.look(new Stake.Signs(10_001, NO, NO)).failure()).contains("not ready");
    assertThat(proof.look(new Stake.Signs(10_001, OptionalLong.of(9_000), NO)).failure())
        .contains("updater does not run");
  }

  @Test
  void goesBackAfterThreeStartsThatWereNotReady() throws Exception {
    for (int i = 0; i < Proof.STARTS; i++) {
      assertThat(counter()).isEqualTo("7");
      start().failed("It was not ready within 10 s.");
    }
    assertThat(start(MACHINE)).as("nobody knows whether the one before starts").isPresent();
    assertThat(counter()).isEqualTo("6");
    assertThat(inForce().get("highest")).as("no older one comes in by it").hasToString("7");
    Map<String, Object> order =
        Report.map(Report.map(Json.read(Files.readString(state))).get("order"));
    assertThat(order)
        .containsEntry(
            "failure", "Started 3 times in a row, it did not stay: it was not ready within 10 s.");
    assertThat(Report.map(order.get("view"))).containsEntry("version", "1.7");
    assertThat(Overlay.of(distribution, home).bundles().get(5)).containsExactly(older);
  }

  @Test
  void goesBackWhenTheProcessDiedThreeTimes() throws Exception {
    for (int i = 0; i < Proof.STARTS; i++) {
      start();
    }
    assertThat(counter()).isEqualTo("7");
    start();
    assertThat(counter()).isEqualTo("6");
  }

  @Test
  void countsNoPowerCutAndNoOrderlyEnd() throws Exception {
    for (int i = 0; i < 3 * Proof.STARTS; i++) {
      start(new Machine("m-" + i, i * 100_000L));
      start(new Machine("m-" + (i + 1), 0)).orElseThrow().stopped();
    }
    assertThat(counter()).isEqualTo("7");
  }

  @Test
  void knowsThatAMachineWasOffByTheClockWhereItsKernelIsNotSeen() {
    Machine before = new Machine("", 1_000_000);
    assertThat(new Machine("", 1_002_000).sameAs(before)).isTrue();
    assertThat(new Machine("", 1_060_000).sameAs(before)).isFalse();
    assertThat(new Machine("m", 1_060_000).sameAs(new Machine("m", 0))).isTrue();
    assertThat(new Machine("m", 0).sameAs(new Machine("n", 0))).isFalse();
    assertThat(Machine.now().sameAs(Machine.now())).isTrue();
  }

  @Test
  void goesBackNoFurtherThanWhatHasProvenItself() throws Exception {
    String newer = Files.readString(state);
    state(Json.write(inForce().get("before")), Json.write(inForce().get("before")), "");
    prove(start());
    Files.writeString(state, newer);
    for (int i = 0; i < Proof.STARTS; i++) {
      start();
    }
    assertThat(start(MACHINE)).as("nothing is asked of it any more").isEmpty();
    assertThat(counter()).isEqualTo("6");
  }

  @Test
  void countsFromOneAgainWhenAnotherReleaseIsInForce() throws Exception {
    start();
    start();
    start();
    state(release(8, 0, "1.0.4"), Json.write(inForce().get("release")), "");
    start();
    assertThat(counter()).isEqualTo("8");
  }

  @Test
  void givesAReleaseThatComesAgainItsThreeStarts() throws Exception {
    String newer = Files.readString(state);
    state(Json.write(inForce().get("before")), Json.write(inForce().get("before")), "");
    prove(start());
    Files.writeString(state, newer);
    for (int i = 0; i <= Proof.STARTS; i++) {
      start(MACHINE);
    }
    assertThat(counter()).isEqualTo("6");
    Files.writeString(state, newer);
    start();
    assertThat(counter()).isEqualTo("7");
  }

  @Test
  void staysWithTheReleaseWhenTheOneBeforeIsNotKept() throws Exception {
    Files.delete(older);
    for (int i = 0; i <= Proof.STARTS; i++) {
      start();
    }
    assertThat(counter()).isEqualTo("7");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("No way back", "is missing");
  }

  @Test
  void leavesAStartOnTrialToItsOrder() throws Exception {
    state(
        Json.write(inForce().get("release")),
        Json.write(inForce().get("before")),
        ",\"order\":{\"touched\":true,\"restarts\":true,\"trials\":1,\"view\":{\"id\":\"o\"}}");
    assertThat(start(MACHINE)).isEmpty();
    assertThat(starts).doesNotExist();
  }

  @Test
  void doesNotKeepAGatewayFromStartingWhenItsFilesAreDamaged() throws Exception {
    start();
    Files.writeString(starts, "{\"proven\":[");
    assertThat(start(MACHINE)).isEmpty();
    Files.writeString(state, "nothing");
    assertThat(start(MACHINE)).isEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("are not counted");
  }
}
