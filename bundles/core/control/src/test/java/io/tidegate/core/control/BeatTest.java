package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BeatTest {
  private static final long SECOND = Beat.PERIOD_NANOS;
  private static final long BEGUN = Long.MAX_VALUE - SECOND; // the count of nanoseconds may wrap

  private final Beat beat = new Beat();

  BeatTest() {
    beat.begin(BEGUN);
  }

  private void decided(double seconds) {
    assertThat(beat.due(at(seconds))).isTrue();
    beat.decided(at(seconds));
  }

  private static long at(double seconds) {
    return BEGUN + (long) (seconds * SECOND);
  }

  @Test
  void missesNothingWhileEachSecondHasItsDecision() {
    for (int n = 0; n < 10; n++) {
      assertThat(beat.due(at(n - 0.01))).isFalse();
      decided(n + n * 0.1);
    }
    assertThat(beat.cycles()).isEqualTo(10);
    assertThat(beat.missed()).isZero();
    assertThat(beat.latestNanos()).isBetween(SECOND * 89 / 100, SECOND * 91 / 100);
  }

  @Test
  void countsCyclesThatWereSkippedSinceALaterOneWasDue() {
    decided(0);
    decided(2.5); // due at 1; that of 2 follows at once
    decided(2.5);
    assertThat(beat.missed()).isZero();
    assertThat(beat.cycles()).isEqualTo(3);
    decided(7.7); // due at 3.5; that of 7.5 follows at once, those of 4.5, 5.5 and 6.5 have none
    assertThat(beat.missed()).isEqualTo(3);
    decided(7.7);
    assertThat(beat.cycles()).isEqualTo(8);
    assertThat(beat.missed()).isEqualTo(3);
    assertThat(beat.latestNanos()).isBetween(SECOND * 41 / 10, SECOND * 43 / 10);
  }

  @Test
  void countsCyclesThatMetADefect() {
    decided(0);
    beat.failed(at(0.5)); // none was due
    assertThat(beat.missed()).isZero();
    beat.failed(at(1.1));
    assertThat(beat.missed()).isEqualTo(1);
    assertThat(beat.due(at(2))).isFalse();
    decided(2.2);
    assertThat(beat.missed()).isEqualTo(1);
    assertThat(beat.cycles()).isEqualTo(3);
  }
}
