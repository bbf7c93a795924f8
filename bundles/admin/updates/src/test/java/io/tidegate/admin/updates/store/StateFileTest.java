package io.tidegate.admin.updates.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final Instant T0 = Instant.parse("2026-03-01T18:00:00Z");
  private static final UpdateView VIEW =
      new UpdateView(
          "o-1",
          "rest",
          "tidegate-site",
          "1.0.1",
          7,
          UpdateStep.PROBATION,
          50,
          "",
          "a \"word\"",
          false,
          List.of(new UpdateView.Done(UpdateStep.FETCH, T0)),
          Optional.of(new UpdateView.Resources(6, 101, 49, 9_000, 35_000_000, 60_000_000)),
          Optional.empty());

  @TempDir Path folder;

  private static Release release(long counter, String sha256) {
    return new Release(
        "tidegate-site",
        "1.0." + counter,
        counter,
        1,
        30,
        List.of(new Part("a.b", "1.0.0", sha256, 5, Kind.BLUE_GREEN)),
        List.of(new Release.Feature("f", "A feature.", false, List.of("a.b"))));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    StateFile file = new StateFile(folder.resolve("updates/state.json"));
    assertThat(file.read()).isEqualTo(State.initial());
    UpdateOrder order =
        new UpdateOrder(
            "o-1",
            "rest",
            new ReleaseSource.OfUri(URI.create("https://x/y"), Map.of("A", "b"), 12, ""),
            Instant.MIN,
            true,
            false);
    Errand errand =
        new Errand(
            Optional.of(order),
            VIEW,
            "boot",
            Optional.of(release(7, "cd")),
            Optional.of(List.of("console")),
            List.of(new Change("a.b", "from", "to", 5, Kind.RESTART)),
            new Before(
                List.of("x"),
                List.of("y"),
                List.of("z"),
                true,
                List.of(
                    new Before.Offer(
                        "a.b", "1.0.0", List.of("c"), List.of(new Before.Service("d.E", 3)))),
                List.of("f~g"),
                List.of("a.b"),
                List.of("c", "c"),
                List.of(new Before.Bond("a.b", "1.0.0", "a.b.c", "d.E", "(x=1)", List.of("g.h"))),
                List.of(new Before.Door("servlet", "/i/*", "a.b", "1.0.0", 200)),
                List.of(new Before.Post("a.b", "reference:file:/a.jar", 5)),
                List.of(new Before.Reading("a.b", "1.0.0", "f~g"))),
            2,
            true,
            "It was not ready.");
    State state =
        State.initial()
            .confirmed(release(6, "ab"))
            .without(List.of("console"), List.of("c.d"))
            .with(errand);
    file.write(state);
    assertThat(file.read()).isEqualTo(state);
    file.write(state.ended(VIEW));
    assertThat(file.read().history()).containsExactly(VIEW);
    assertThat(file.read().errand()).isEmpty();
  }

  @Test
  void remembersWhatTheGatewayTookAfterAnOrder() throws IOException {
    StateFile file = new StateFile(folder.resolve("updates/state.json"));
    UpdateView after =
        new UpdateView(
            VIEW.id(),
            VIEW.giver(),
            VIEW.release(),
            VIEW.version(),
            VIEW.counter(),
            VIEW.step(),
            VIEW.percent(),
            VIEW.code(),
            VIEW.sentence(),
            VIEW.approvable(),
            VIEW.steps(),
            VIEW.before(),
            Optional.of(new UpdateView.Resources(6, 101, 48, 9_010, 36_000_000, 60_000_001)));
    State state = State.initial().ended(VIEW);
    file.write(state.amended("another", view -> after));
    assertThat(file.read().history()).containsExactly(VIEW);
    file.write(state.amended(VIEW.id(), view -> after));
    assertThat(file.read().history()).containsExactly(after);
  }

  @Test
  void goesBackOnceAndRemembersTheHighestCounter() {
    State two = State.initial().confirmed(release(6, "ab")).confirmed(release(7, "cd"));
    InForce now = two.release("tidegate-site").orElseThrow();
    assertThat(now.before()).isEqualTo(release(6, "ab"));
    State back = two.confirmed(now.before());
    InForce then = back.release("tidegate-site").orElseThrow();
    assertThat(then.release().counter()).isEqualTo(6);
    assertThat(then.before().parts()).isEmpty();
    assertThat(then.highest()).isEqualTo(7);
  }

  @Test
  void readsWhatAnOlderUpdaterWroteOfHowItWas() throws IOException {
    Path path = folder.resolve("updates/state.json");
    StateFile file = new StateFile(path);
    Errand errand =
        new Errand(
            Optional.empty(),
            VIEW,
            "boot",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            new Before(
                List.of("x"),
                List.of("y"),
                List.of("z"),
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()),
            0,
            false,
            "");
    file.write(State.initial().with(errand));
    String text = Files.readString(path);
    String older = text.replaceFirst(",\"offers\":\\[\\],\"configurations\".*\"doors\":\\[\\]", "");
    assertThat(older).isNotEqualTo(text);
    Files.writeString(path, older);
    assertThat(file.read().errand()).contains(errand);
    Files.writeString(path, older.replace("\"deciding\"", "\"newer\":[7],\"deciding\""));
    assertThat(file.read().errand()).as("what a newer one added is ignored").contains(errand);
    Files.writeString(path, older.replace("\"format\":1", "\"format\":2"));
    assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("format");
  }

  @Test
  void saysThatAFileIsNoState() throws IOException {
    Path file = Files.writeString(folder.resolve("state.json"), "{\"format\":1,\"releases\":[{}]}");
    assertThatThrownBy(() -> new StateFile(file).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no state");
  }

  @Test
  void keepsJarsByTheirDigestAndNothingElse() throws IOException {
    Store store = new Store(folder.resolve("store"));
    String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    store.put(out -> new ByteArrayInputStream("abc".getBytes("UTF-8")).transferTo(out), digest, 3);
    assertThat(store.sound(digest)).isTrue();
    assertThatThrownBy(() -> store.put(out -> out.write(7), "ab".repeat(32), 1))
        .isInstanceOf(IOException.class);
    Files.writeString(store.jar(digest), "abd");
    assertThat(store.sound(digest)).isFalse();
    store.keep(Set.of());
    assertThat(store.jar(digest)).doesNotExist();
  }

  @Test
  void remembersWhatWasConfirmedBeforeAnOlderStateWasRestored() throws IOException {
    Path state = folder.resolve("updates/state.json");
    new StateFile(state).write(State.initial().confirmed(release(5, "aa")));
    State newer =
        State.initial().confirmed(release(5, "aa")).confirmed(release(9, "bb")).confirmed(other(3));
    new StateFile(folder.resolve("updates/seen/1.json")).write(newer);
    new StateFile(folder.resolve("updates/seen/2.json")).write(State.initial());
    State merged = new StateFile(state).readWithSeen();
    assertThat(merged.release("tidegate-site").orElseThrow())
        .isEqualTo(new InForce(release(5, "aa"), Release.none("tidegate-site"), 8, 1));
    assertThat(merged.release("acme").orElseThrow())
        .isEqualTo(new InForce(Release.none("acme"), Release.none("acme"), 2, 2));
    assertThat(folder.resolve("updates/seen")).doesNotExist();
    assertThat(new StateFile(state).readWithSeen()).isEqualTo(merged);
    State wentBack = newer.confirmed(release(5, "aa"));
    assertThat(
            State.initial().remembering(wentBack).release("tidegate-site").orElseThrow().highest())
        .as("what was given up there does not come again")
        .isEqualTo(9);
  }

  @Test
  void putsAsideWhatIsNoStateAndTakesTheOthersOver() throws IOException {
    Path state = folder.resolve("updates/state.json");
    new StateFile(folder.resolve("updates/seen/2.json"))
        .write(State.initial().confirmed(release(9, "bb")));
    Files.writeString(folder.resolve("updates/seen/1.json"), "{");
    assertThat(new StateFile(state).readWithSeen().release("tidegate-site").orElseThrow().highest())
        .isEqualTo(8);
    assertThat(folder.resolve("updates/seen-1.json.damaged")).exists();
    assertThat(folder.resolve("updates/seen")).doesNotExist();
  }

  private static Release other(long counter) {
    return new Release("acme", "2", counter, 2, 30, List.of(), List.of());
  }
}
