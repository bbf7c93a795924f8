package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy that fails shows, whatever it says of itself (P2). */
class PolicyWatchTest {
  private long nanos = Long.MAX_VALUE - 1_000;
  private final PolicyWatch watch = new PolicyWatch("peak-shaving", () -> nanos);

  @BeforeEach
  void asked() {
    watch.begin();
  }

  private void after(long ms) {
    nanos += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  private void throwsOnceMore() {
    watch.begin();
    watch.threw(new IllegalStateException("no\nstation"));
  }

  @Test
  void isWellWhileItsEvaluationsEnd() {
    after(90);
    watch.good();
    after(10_000);
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void isPatientWithFailuresForThreeSeconds() {
    throwsOnceMore();
    after(3_000);
    throwsOnceMore();
    assertThat(watch.trouble()).isEmpty();
    after(1);
    assertThat(watch.trouble())
        .isEqualTo(
            "ERR_POLICY_FAILED: policy peak-shaving has failed for 3 s"
                + " (java.lang.IllegalStateException: no), so nothing is done that it would ask"
                + " for; the log has more; go back to the release before, or stop its bundle");
  }

  @Test
  void startsToCountAnewAfterAGoodEvaluation() {
    throwsOnceMore();
    after(2_900);
    watch.begin();
    watch.good();
    after(200);
    throwsOnceMore();
    after(2_900);
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void tellsOfEvaluationsThatAllComeTooLate() {
    for (int i = 0; i < 2; i++) {
      watch.begin();
      after(2_000);
      watch.late();
    }
    assertThat(watch.trouble()).contains("has failed for 4 s (its evaluation took 2000 ms)");
  }

  @Test
  void tellsOfAnEvaluationThatHasNotReturnedYet() {
    after(3_000);
    assertThat(watch.trouble()).isEmpty();
    after(1_000);
    assertThat(watch.trouble()).contains("has failed for 4 s (its evaluation does not return)");
    watch.late();
    watch.begin();
    watch.good();
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void repeatsNoMoreThanABitOfWhatWasThrown() {
    watch.threw(new IllegalStateException("x".repeat(10_000)));
    after(4_000);
    assertThat(watch.trouble()).hasSizeLessThan(500).contains("xxx…)");
  }
}
