package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SeldomTest {
  private long nanos = Long.MIN_VALUE + 1_000;
  private final Seldom seldom = new Seldom(() -> nanos);

  @Test
  void letsTheFirstPassAtOnce() {
    assertThat(seldom.next()).hasValue(0);
  }

  @Test
  void letsOneAMinutePassAndCountsTheOthers() {
    int lines = 0;
    long told = 0;
    for (int halfSeconds = 0; halfSeconds <= 240; halfSeconds++) {
      var next = seldom.next();
      lines += next.isPresent() ? 1 : 0;
      told += next.orElse(0);
      nanos += TimeUnit.MILLISECONDS.toNanos(500);
    }
    assertThat(lines).isEqualTo(3);
    assertThat(told).isEqualTo(238);
  }
}
