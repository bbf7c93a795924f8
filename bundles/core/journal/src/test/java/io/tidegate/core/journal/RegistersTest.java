package io.tidegate.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistersTest {
  private static double energy(double... readings) {
    return Registers.energyWh(readings);
  }

  @Test
  void isTheHighestLessTheLowestOfAMeterThatRuns() {
    assertThat(energy(1000, 1200, 1200, 1500)).isEqualTo(500);
    assertThat(energy(1000)).isZero();
  }

  @Test
  void isUnknownWithoutAReading() {
    assertThat(energy()).isNaN();
    assertThat(energy(Double.NaN, Double.POSITIVE_INFINITY, -5)).isNaN();
  }

  @Test
  void aReadingThatFallsOutOfLineIsIgnored() {
    assertThat(energy(10, 20, 0, 30)).isEqualTo(20);
    assertThat(energy(10, 1e9, 20, 30)).isEqualTo(20);
    assertThat(energy(10, Double.NaN, 30)).isEqualTo(20);
  }

  @Test
  void aMeterThatRunsBackwardsYieldsNothing() {
    assertThat(energy(50, 40, 30, 20)).isZero();
  }

  @Test
  void neverNegativeAndNeverMoreThanTheWholeSpan() {
    Random random = new Random(11);
    for (int round = 0; round < 2000; round++) {
      double[] readings = random.doubles(1 + random.nextInt(20), -10, 100).toArray();
      double energy = energy(readings);
      double[] valid = Arrays.stream(readings).filter(v -> v >= 0).toArray();
      if (valid.length == 0) {
        assertThat(energy).isNaN();
      } else {
        double span =
            Arrays.stream(valid).max().getAsDouble() - Arrays.stream(valid).min().getAsDouble();
        assertThat(energy).isBetween(0.0, span);
        Arrays.sort(valid);
        assertThat(energy(valid)).isEqualTo(span);
      }
    }
  }
}
