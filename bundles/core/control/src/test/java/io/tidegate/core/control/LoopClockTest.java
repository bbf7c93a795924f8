package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoopClockTest {
  private Instant wall = Instant.parse("2026-03-01T18:00:00Z");
  private final LoopClock clock = new LoopClock(() -> wall);

  @Test
  void followsTheWallClockForward() {
    wall = wall.plusSeconds(3_600);
    assertThat(clock.now()).isEqualTo(wall);
    assertThat(clock.setBack()).isEqualTo(Duration.ZERO);
  }

  @Test
  void saysOnceByHowMuchTheClockHasLeaptForward() {
    wall = wall.plusSeconds(60);
    clock.now();
    assertThat(clock.leapt()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(60));
    clock.now();
    assertThat(clock.leapt()).isEqualTo(Duration.ZERO);
  }

  @Test
  void seesALeapInManySmallSteps() {
    for (int i = 0; i < 4; i++) {
      wall = wall.plusSeconds(1);
      clock.now();
    }
    assertThat(clock.leapt()).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void neverRunsBackwardsAndTellsByHowMuchTheClockWasSetBack() {
    Instant before = clock.now();
    wall = wall.minusSeconds(600);
    Instant after = clock.now();
    assertThat(after).isAfterOrEqualTo(before);
    assertThat(clock.setBack()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(605));
    assertThat(clock.now()).isAfterOrEqualTo(after);
  }

  @Test
  void saysNothingOfASmallStepBack() {
    clock.now();
    wall = wall.minusMillis(800);
    clock.now();
    assertThat(clock.setBack()).isEqualTo(Duration.ZERO);
  }

  @Test
  void goesOnAfterTheLastEntryOfTheJournal() {
    Instant floor = wall.plusSeconds(100);
    clock.notBefore(floor);
    assertThat(clock.now()).isAfterOrEqualTo(floor);
    assertThat(clock.setBack()).isGreaterThan(Duration.ofSeconds(90));
  }
}
