package io.tidegate.core.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.ClockQuality;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private final ClockWatch watch = new ClockWatch(ClockSettings.Source.CHRONY, 100);

  private static long seconds(double seconds) {
    return (long) (seconds * Duration.ofSeconds(1).toNanos());
  }

  private static Reading off(double offsetMs) {
    return new Reading(true, offsetMs, "kept");
  }

  @Test
  void theLastAnswerStandsForTenSeconds() {
    watch.answered(off(0.2), 0);
    assertThat(watch.silent("gone", seconds(10)).synchronised()).isTrue();
    ClockQuality late = watch.silent("gone", seconds(10) + 1);
    assertThat(late).isEqualTo(new ClockQuality("chrony", false, Double.NaN, "gone"));
  }

  @Test
  void withoutAnyAnswerTheClockIsNotSynchronised() {
    assertThat(watch.silent("never", 0).synchronised()).isFalse();
  }

  @Test
  void tellsAtOnceWhatChangesAndTheRestEveryFiveSeconds() {
    ClockQuality good = watch.answered(off(0.2), 0);
    assertThat(watch.worthTelling(good, 0)).isTrue();
    watch.told(good, 0);
    assertThat(watch.worthTelling(watch.answered(off(0.9), seconds(1)), seconds(1))).isFalse();
    assertThat(watch.worthTelling(watch.answered(off(1.5), seconds(2)), seconds(2))).isTrue();
    assertThat(watch.worthTelling(watch.answered(off(0.2), seconds(5)), seconds(5))).isTrue();
    Reading lost = Reading.unsynchronised("lost");
    assertThat(watch.worthTelling(watch.answered(lost, seconds(1)), seconds(1))).isTrue();
  }

  @Test
  void tellsWhenTheLimitIsCrossedHoweverSmallTheStep() {
    ClockQuality good = watch.answered(off(99.9), 0);
    watch.told(good, 0);
    ClockQuality over = watch.answered(off(100.1), seconds(1));
    assertThat(watch.worthTelling(over, seconds(1))).isTrue();
    assertThat(watch.isBad(over)).isTrue();
    assertThat(watch.isBad(good)).isFalse();
  }
}
