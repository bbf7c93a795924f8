package io.tidegate.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How work is gathered for one transaction (S1.8). */
@Timeout(20)
class IntakeTest {
  private static final long LONG = Duration.ofHours(1).toNanos();
  private final Intake intake = new Intake();

  private static Work work() {
    return new Work.Request<>(
        store -> null, new CompletableFuture<>(), Long.MAX_VALUE, Work.Haste.USUAL);
  }

  private List<Work> take(int most, long idleMillis) {
    List<Work> taken = new ArrayList<>();
    try {
      intake.take(taken, most, idleMillis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return taken;
  }

  @Test
  void givesUpWhenNothingComes() {
    assertThat(take(10, 5)).isEmpty();
  }

  @Test
  void workThatMayLingerGoesWithTheFirstThatMayNot() {
    Work first = work();
    Work second = work();
    Work urgent = work();
    intake.add(first, LONG);
    CompletableFuture<List<Work>> taken = CompletableFuture.supplyAsync(() -> take(10, 0));
    intake.add(second, LONG);
    assertThat(taken).isNotDone();
    intake.add(urgent, 0);
    assertThat(taken.join()).containsExactly(first, second, urgent);
  }

  @Test
  void workThatMayLingerGoesByItselfInTheEnd() {
    Work first = work();
    intake.add(first, Duration.ofMillis(5).toNanos());
    assertThat(take(10, 60_000)).containsExactly(first);
  }

  @Test
  void aFullTransactionDoesNotWaitAndWhatExceedsItIsNext() {
    Work first = work();
    Work second = work();
    Work third = work();
    intake.add(first, LONG);
    intake.add(second, LONG);
    intake.add(third, LONG);
    assertThat(take(2, 60_000)).containsExactly(first, second);
    assertThat(take(2, 60_000)).containsExactly(third);
  }

  @Test
  void theEndTakesEverythingAtOnce() {
    Work first = work();
    intake.add(first, LONG);
    List<Work> taken = new ArrayList<>();
    intake.drain(taken);
    assertThat(taken).containsExactly(first);
  }
}
