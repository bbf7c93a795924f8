package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MS = 1_000_000L;

  @Test
  void letsASecondsWorthThroughAtOnceAndThenOneAtATime() {
    Pace pace = new Pace(100, 0);
    for (int i = 0; i <= 100; i++) {
      assertThat(pace.take(0)).isZero();
    }
    assertThat(pace.take(0)).isEqualTo(10 * MS);
    assertThat(pace.take(9 * MS)).isEqualTo(MS);
    assertThat(pace.take(10 * MS)).isZero();
    assertThat(pace.take(10 * MS)).isEqualTo(10 * MS);
  }

  @Test
  void savesNoMoreThanASecond() {
    Pace pace = new Pace(20, 7);
    long later = 3_600_000 * MS;
    int through = 0;
    while (pace.take(later) == 0) {
      through++;
    }
    assertThat(through).isEqualTo(21);
  }
}
