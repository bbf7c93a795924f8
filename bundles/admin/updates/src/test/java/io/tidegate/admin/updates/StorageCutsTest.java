package io.tidegate.admin.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.Errand;
import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Kind;
import io.tidegate.admin.updates.store.Part;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.StateFile;
import io.tidegate.admin.updates.store.Store;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.Health;
import io.tidegate.codec.release.Host;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.ReleaseWriter;
import io.tidegate.codec.release.Requires;
import io.tidegate.codec.release.Role;
import io.tidegate.codec.release.Root;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.SignedRelease;
import io.tidegate.codec.release.Signer;
import io.tidegate.codec.release.Swap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The updater's files are cut off after every single operation on them: two releases come into
 * force and a third one is undone; whatever was done last, by SIGKILL or by the power, the state is
 * the one before or the one after, and what it needs is there and sound (P3, P8).
 */
class StorageCutsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private static final String NAME = "dialects";

  /** So many cuts are followed by an order. */
  private static final int EACH = 25;

  @TempDir Path folder;
  private final Trace trace = new Trace();
  private final List<Stretch> stretches = new ArrayList<>();
  private Path distribution;
  private Path traced;
  private StateFile file;
  private Store store;
  private State state = State.initial();
  private Signer signer;

  /** While a state is being written either of two may be found; from the end on the new one. */
  private record Stretch(int begin, int end, State before, State after) {}

  @BeforeEach
  void open() throws Exception {
    distribution = Files.createDirectories(folder.resolve("distribution/lib")).getParent();
    signer = new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    Role one = new Role(1, List.of(signer.key().id()));
    Root root =
        new Root(
            1,
            NOW.plusSeconds(1_000_000),
            Map.of(signer.key().id(), signer.key()),
            Map.of(Purpose.ROOT, one, Purpose.RELEASE, one));
    Files.write(distribution.resolve("lib/root.json"), root.write());
    Path data = Files.createDirectory(folder.resolve("data"));
    traced = new TracedFiles(data, trace).root().resolve("updates");
    file = new StateFile(traced.resolve("state.json"));
    store = new Store(traced.resolve("store/sha256"));
  }

  private Releases releases(Path home) {
    Host host = new Host("tidegate-site", 17, "linux-x86_64", "", "");
    return new Releases(distribution, home, host, InstantSource.fixed(NOW), (type, detail) -> {});
  }

  /** With two bundles; one of them is that of the release before. */
  private Path archive(int counter) throws Exception {
    Path archive = folder.resolve(counter + ".dp");
    if (Files.exists(archive)) {
      return archive;
    }
    List<BundleEntry> bundles = new ArrayList<>();
    Map<String, byte[]> contents = new java.util.TreeMap<>();
    for (int n : List.of(counter, counter + 1)) {
      byte[] content = new byte[5_000];
      new Random(n).nextBytes(content);
      String digest =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      String bundle = "a.b" + n;
      contents.put("bundles/" + bundle + ".jar", content);
      bundles.add(
          new BundleEntry(
              bundle,
              "1.0." + n,
              "bundles/" + bundle + ".jar",
              digest,
              content.length,
              5,
              Swap.BLUE_GREEN));
    }
    bundles.sort(Comparator.comparing(BundleEntry::symbolicName));
    Manifest manifest =
        new Manifest(
            NAME,
            "tidegate-site",
            "1.0." + counter,
            counter,
            0,
            NOW.plusSeconds(100_000),
            Requires.NOTHING,
            bundles,
            List.of(),
            new Health(1),
            Optional.empty());
    SignedDocument signed = signer.sign(Purpose.RELEASE, SignedDocument.unsigned(manifest.write()));
    try (OutputStream out = Files.newOutputStream(archive)) {
      ReleaseWriter.write(
          SignedRelease.of(signed), (name, to) -> to.write(contents.get(name)), out);
    }
    return archive;
  }

  private void write(State next) throws IOException {
    int begin = trace.length();
    file.write(next);
    stretches.add(new Stretch(begin, trace.length(), state, next));
    state = next;
  }

  private static UpdateView view(int counter, UpdateStep step) {
    return new UpdateView(
        "o-" + counter, "test", NAME, "", counter, step, -1, "", "", false, List.of());
  }

  /**
   * What the updater does to its files for an order, as in {@code Conductor} and {@code Ending}.
   */
  private void order(int counter, boolean good) throws Exception {
    Errand errand =
        new Errand(
            Optional.empty(),
            view(counter, UpdateStep.FETCH),
            "boot",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Before.unknown(),
            0,
            false,
            "");
    write(state.with(errand));
    write(state.with(errand.with(view(counter, UpdateStep.VERIFY))));
    Release release = releases(traced).open(archive(counter), state);
    errand = errand.wanting(release);
    for (UpdateStep step : List.of(UpdateStep.VERIFY, UpdateStep.RESOLVE, UpdateStep.WAIT)) {
      write(state.with(errand.with(view(counter, step))));
    }
    errand = errand.changing(List.of(new Change("a.b", "from", "to", 5, Kind.BLUE_GREEN)));
    for (UpdateStep step : List.of(UpdateStep.START, UpdateStep.HAND_OVER, UpdateStep.PROBATION)) {
      write(state.with(errand.with(view(counter, step))));
    }
    write(
        good
            ? state.confirmed(release).ended(view(counter, UpdateStep.CONFIRMED))
            : state.ended(view(counter, UpdateStep.ROLLED_BACK)));
    store.keep(needed(state));
  }

  /** Of what is in force, and of what was before it. */
  private static Set<String> needed(State state) {
    Set<String> digests = new HashSet<>();
    for (InForce in : state.releases()) {
      Stream.concat(in.release().parts().stream(), in.before().parts().stream())
          .map(Part::sha256)
          .forEach(digests::add);
    }
    return digests;
  }

  private Set<State> possible(int done) {
    State last = State.initial();
    for (Stretch stretch : stretches) {
      if (done >= stretch.end()) {
        last = stretch.after();
      } else if (done > stretch.begin()) {
        return Set.of(stretch.before(), stretch.after());
      }
    }
    return Set.of(last);
  }

  @Test
  void findsOneStateOrTheNextAndAllThatItNeedsWhereverItIsCutOff() throws Exception {
    order(1, true);
    order(2, true);
    order(3, false);
    Random random = new Random(7);
    int cuts = 0;
    for (int done = 0; done <= trace.length(); done++) {
      for (Trace.Loss loss : Trace.Loss.values()) {
        Path found = Files.createDirectory(folder.resolve("cut-" + cuts++));
        trace.rebuild(done, loss, random, found);
        boolean thorough = cuts % EACH == 0;
        String where = loss + " after " + done + " " + trace.last(done);
        check(found.resolve("updates"), possible(done), thorough, where);
      }
    }
    assertThat(cuts).isGreaterThan(500);
  }

  /** That it can fail. */
  @Test
  void findsTheMixtureThatAWriteWithoutAFlushLeaves() throws Exception {
    write(State.initial().without(List.of("a"), List.of()));
    Path draft = traced.resolve("draft");
    Files.writeString(draft, Files.readString(traced.resolve("state.json")));
    Files.move(draft, traced.resolve("state.json"), StandardCopyOption.REPLACE_EXISTING);
    Path found = Files.createDirectory(folder.resolve("found"));
    trace.flushed("updates");
    trace.rebuild(trace.length(), Trace.Loss.ALL, new Random(1), found);
    assertThatThrownBy(() -> new StateFile(found.resolve("updates/state.json")).read())
        .isInstanceOf(IOException.class);
  }

  private void check(Path home, Set<State> possible, boolean thorough, String where)
      throws Exception {
    StateFile found = new StateFile(home.resolve("state.json"));
    State read = found.read();
    assertThat(possible).as(where).contains(read);
    Store jars = new Store(home.resolve("store/sha256"));
    for (String digest : needed(read)) {
      assertThat(jars.sound(digest)).as(where + ": " + digest).isTrue();
    }
    if (read.errand().filter(Errand::touched).isPresent()) {
      for (Part part : read.errand().get().wanted().orElseThrow().parts()) {
        assertThat(jars.sound(part.sha256())).as(where + ": " + part).isTrue();
      }
    }
    if (thorough) {
      goesOn(home, read, found, jars, where);
    }
    delete(home.getParent());
  }

  /** The next order goes well on what was found, and sweeps away what is not needed. */
  private void goesOn(Path home, State read, StateFile found, Store jars, String where)
      throws Exception {
    Release next = releases(home).open(archive(9), read);
    State after = read.confirmed(next).ended(view(9, UpdateStep.CONFIRMED));
    found.write(after);
    assertThat(found.read()).as(where).isEqualTo(after);
    jars.keep(needed(after));
    try (Stream<Path> left = Files.list(home.resolve("store/sha256"))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .as(where)
          .containsExactlyInAnyOrderElementsOf(
              needed(after).stream().map(digest -> digest + ".jar").toList());
    }
    for (String digest : needed(after)) {
      assertThat(jars.sound(digest)).as(where + ": " + digest).isTrue();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
