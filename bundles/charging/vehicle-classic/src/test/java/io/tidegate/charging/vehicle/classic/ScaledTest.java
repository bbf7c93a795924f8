package io.tidegate.charging.vehicle.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaledTest {
  private static double read(Scaled scaled) {
    return Scaled.read(scaled.exponent(), scaled.value());
  }

  @Test
  void writesWithAsManyDigitsAsFit() {
    assertThat(Scaled.of(400.25, -1)).isEqualTo(new Scaled(-1, 4_003));
    assertThat(Scaled.of(-12.5, -1)).isEqualTo(new Scaled(-1, -125));
    assertThat(Scaled.of(32_767, 0)).isEqualTo(new Scaled(0, 32_767));
    assertThat(Scaled.of(50_000, 0)).isEqualTo(new Scaled(1, 5_000));
    assertThat(Scaled.of(1e12, 0)).isEqualTo(new Scaled(3, 32_767));
    assertThat(Scaled.of(Double.NaN, 0)).isEqualTo(new Scaled(0, 0));
    assertThat(Scaled.of(Double.NEGATIVE_INFINITY, 0)).isEqualTo(new Scaled(3, -32_767));
  }

  @Test
  void writesNoLimitBeyondTheLimit() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double limit = Math.pow(10, random.nextDouble() * 7) * (random.nextBoolean() ? 1 : -1);
      double written = read(Scaled.atMost(limit, -1));
      assertThat(Math.abs(written)).isLessThanOrEqualTo(Math.abs(limit) + 1e-3 * Math.abs(limit));
      assertThat(written).isCloseTo(limit, within(Math.max(0.1, Math.abs(limit) * 1e-3)));
    }
    assertThat(read(Scaled.atMost(15.99, -1))).isEqualTo(15.9, within(1e-9));
    assertThat(read(Scaled.atMost(16, -1))).isEqualTo(16);
  }
}
