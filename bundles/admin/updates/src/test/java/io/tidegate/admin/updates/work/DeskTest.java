package io.tidegate.admin.updates.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.admin.updates.engine.House;
import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Errand;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.StateFile;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** What the desk refuses while an order waits, and which orders it does not take in (P2). */
class DeskTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private static UpdateOrder order(String id, Instant notBefore) {
    return new UpdateOrder(
        id, "rest", new ReleaseSource.OfFile(Path.of("none.dp")), notBefore, false, false);
  }

  /** A desk that has found an order in that state, and does not go on with it. */
  private Desk waiting(String id, String sentence, boolean approvable) throws IOException {
    UpdateView first = Views.first(id, "rest", UpdateStep.FETCH, NOW);
    UpdateView view = Views.step(first, UpdateStep.WAIT, NOW, "", sentence);
    new StateFile(folder.resolve("state.json"))
        .write(
            State.initial()
                .with(
                    new Errand(
                        Optional.of(order(id, NOW)),
                        Views.saying(view, -1, sentence, approvable),
                        "boot",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Before.unknown(),
                        0,
                        false,
                        "")));
    return desk();
  }

  private Desk desk() throws IOException {
    return new Desk(new Nowhere(folder));
  }

  private static void refused(UpdateCode code, String sentence, ThrowingCallable call) {
    UpdateRefusedException refused = catchThrowableOfType(UpdateRefusedException.class, call);
    assertThat(refused).as("it is taken in").isNotNull();
    assertThat(refused).hasMessage(sentence);
    assertThat(refused.code()).isEqualTo(code);
  }

  @Test
  void doesNotApproveAnOrderThatWaitsForItsTime() throws Exception {
    String waits = "It waits for its time, 2026-11-30T01:00:00Z.";
    try (Desk desk = waiting("night", waits, false)) {
      refused(
          UpdateCode.TOO_LATE,
          "Order night does not wait for a word: " + waits,
          () -> desk.approve("night"));
    }
  }

  @Test
  void approvesAnOrderThatWaitsForAWord() throws Exception {
    try (Desk desk = waiting("night", "It waits for an operator's approval.", true)) {
      assertThat(desk.approve("night").id()).isEqualTo("night");
    }
    assertThat(new StateFile(folder.resolve("state.json")).read().errand().orElseThrow().approved())
        .isTrue();
  }

  @Test
  void saysWhatAnOrderInTheWayWaitsForAndHowToBeRidOfIt() throws Exception {
    String waits = "It waits for its time, 2026-11-30T01:00:00Z.";
    try (Desk desk = waiting("night", waits, false)) {
      String busy =
          "Order night is under way. " + waits + " `tidegate updates cancel night` gives it up.";
      refused(UpdateCode.BUSY, busy, () -> desk.rollBack("tidegate-site"));
      refused(UpdateCode.BUSY, busy, () -> desk.order(order("other", NOW)));
    }
  }

  @Test
  void takesNoOrderInThatWouldKeepOthersAwayForLongerThanAMonth() throws Exception {
    try (Desk desk = desk()) {
      Instant far = NOW.plusSeconds(31 * 86_400L + 1);
      refused(
          UpdateCode.TOO_LATE,
          "Its time, "
              + far
              + ", is more than 31 days ahead, and no other order could be carried out until then;"
              + " give it nearer to its day.",
          () -> desk.order(order("far", far)));
      // within the month the next thing is looked at: the file, which is not there
      UpdateRefusedException near =
          catchThrowableOfType(
              UpdateRefusedException.class, () -> desk.order(order("near", far.minusSeconds(1))));
      assertThat(near.code()).isEqualTo(UpdateCode.FETCH_FAILED);
      assertThat(desk.current()).isEmpty();
    }
  }

  /** A gateway of which only folder and clock are there. */
  private record Nowhere(Path folder) implements Surroundings {
    @Override
    public BundleContext context() {
      return (BundleContext)
          Proxy.newProxyInstance(
              DeskTest.class.getClassLoader(),
              new Class<?>[] {BundleContext.class},
              (proxy, method, arguments) -> {
                throw new IllegalStateException(method + " is not asked for");
              });
    }

    @Override
    public House house() {
      throw new IllegalStateException("nothing is carried out");
    }

    @Override
    public Opener opener() {
      throw new IllegalStateException("nothing is opened");
    }

    @Override
    public Fetcher fetcher() {
      throw new IllegalStateException("nothing is fetched");
    }

    @Override
    public Supplier<Terms> terms() {
      return () -> new Terms(null, null, null, null, null, 0);
    }

    @Override
    public Path distribution() {
      return folder;
    }

    @Override
    public String product() {
      return "tidegate-site";
    }

    @Override
    public String boot() {
      return "boot";
    }

    @Override
    public String trial() {
      return "";
    }

    @Override
    public InstantSource clock() {
      return InstantSource.fixed(NOW);
    }

    @Override
    public void tell(UpdateView view, boolean step) {
      // nobody listens
    }

    @Override
    public boolean restart() {
      return false;
    }
  }
}
