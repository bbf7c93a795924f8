package io.tidegate.core.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelTest {

  @Test
  void fillsAnyMixtureOfPiecesExactly() {
    Random random = new Random(1);
    Level level = new Level();
    for (int round = 0; round < 2000; round++) {
      int n = 1 + random.nextInt(round % 10 == 0 ? 600 : 40);
      double[] w = new double[n];
      double[] low = new double[n];
      double[] top = new double[n];
      double most = 0;
      for (int i = 0; i < n; i++) {
        w[i] = scale(random);
        low[i] = random.nextInt(3) == 0 ? 1000 * scale(random) : 0;
        top[i] = low[i] + (random.nextInt(5) == 0 ? 0 : 1000 * scale(random));
        most += top[i] - low[i];
      }
      double left = most * random.nextDouble();
      level.reset(n);
      for (int i = 0; i < n; i++) {
        level.add(1, w[i], 1 / w[i], low[i], top[i]);
      }
      double t = level.solve(left);
      double taken = 0;
      for (int i = 0; i < n; i++) {
        taken += Math.min(top[i], Math.max(low[i], w[i] * t)) - low[i];
      }
      assertThat(taken).as("round %d", round).isCloseTo(left, within(1e-9 * Math.max(1, most)));
    }
  }

  /** Spans many orders of magnitude now and then. */
  private static double scale(Random random) {
    return random.nextInt(4) == 0
        ? StrictMath.pow(10, 12 * random.nextDouble() - 6)
        : 0.1 + random.nextDouble();
  }

  @Test
  void findsTheLevelOfEqualPieces() {
    Level level = new Level();
    level.reset(100);
    for (int i = 0; i < 100; i++) {
      level.add(1, 1, 1, 0, 10);
    }
    assertThat(level.solve(500)).isEqualTo(5);
  }

  @Test
  void letsAllBeFullWhereThereIsEnough() {
    Level level = new Level();
    level.reset(2);
    level.add(1, 1, 1, 0, 10);
    level.add(1, 2, 0.5, 0, 10);
    assertThat(level.solve(20)).isEqualTo(Double.POSITIVE_INFINITY);
    level.reset(1);
    assertThat(level.solve(0)).isZero();
  }

  @Test
  void staysLinearForPiecesOfGrowingSize() {
    Level level = new Level();
    int n = 900;
    level.reset(n);
    for (int i = 0; i < n; i++) {
      level.add(1, 1, 1, 0, StrictMath.pow(2, i - 450));
    }
    level.solve(StrictMath.pow(2, 100));
    assertThat(level.steps()).isLessThan(30L * n);
  }
}
