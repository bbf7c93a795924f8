package io.tidegate.core.arbiter;

import java.util.Arrays;

/**
 * Maximises the sum of variables {@code 0 ≤ y ≤ u} under rows {@code A·y ≤ b}: the primal simplex
 * method on a dense tableau with upper bounds kept out of the rows. It starts at 0; rows that 0
 * breaks ({@code b < 0}) are brought in first, and from then on every step stays feasible, so that
 * stopping early costs optimality only. For the few dozen rows that phases leave of one site.
 */
final class Simplex {
  private static final double EPSILON = 1e-9;

  /** A row counts as broken beyond this much, W. */
  private static final double FEASIBLE = 1e-7;

  private static final int SLOW_START = 400;
  private static final int MOST_PIVOTS = 1200;

  private final int columns;
  private final int rows;
  private final double[][] a;
  private final double[] b;
  private final double[] gain;
  private final double[] upper;

  /** Whether the column stands for {@code u − y}. */
  private final boolean[] flipped;

  /** Variable of each row and of each column; slacks follow the variables. */
  private final int[] basic;

  private final int[] free;

  /**
   * @param coefficients by row and variable; taken over
   * @param limits b of each row; taken over
   * @param uppers u of each variable, ≥ 0 and finite
   */
  Simplex(double[][] coefficients, double[] limits, double[] uppers) {
    rows = limits.length;
    columns = uppers.length;
    a = coefficients;
    b = limits;
    gain = new double[columns];
    upper = new double[columns + rows];
    flipped = new boolean[columns + rows];
    basic = new int[rows];
    free = new int[columns];
    for (int j = 0; j < columns; j++) {
      gain[j] = 1;
      free[j] = j;
      upper[j] = uppers[j];
    }
    for (int i = 0; i < rows; i++) {
      basic[i] = columns + i;
      upper[columns + i] = Double.POSITIVE_INFINITY;
    }
  }

  /** The optimum, by variable; empty when nothing fits all rows. */
  double[] solve() {
    int pivots = 0;
    double[] relief = new double[columns];
    while (relieve(relief) && pivots < MOST_PIVOTS) {
      int entering = entering(relief, pivots++ >= SLOW_START);
      if (entering < 0) {
        return new double[0];
      }
      step(entering);
    }
    for (; pivots < MOST_PIVOTS; pivots++) {
      int entering = entering(gain, pivots >= SLOW_START);
      if (entering < 0) {
        break;
      }
      step(entering);
    }
    return values();
  }

  /** How much each column lessens what broken rows lack; false when no row is broken. */
  private boolean relieve(double[] relief) {
    boolean broken = false;
    Arrays.fill(relief, 0);
    for (int i = 0; i < rows; i++) {
      if (b[i] < -FEASIBLE) {
        broken = true;
        for (int j = 0; j < columns; j++) {
          relief[j] -= a[i][j];
        }
      }
    }
    return broken;
  }

  private double[] values() {
    double[] y = new double[columns + rows];
    for (int i = 0; i < rows; i++) {
      y[basic[i]] = b[i];
    }
    double[] result = new double[columns];
    for (int j = 0; j < columns; j++) {
      double value = flipped[j] ? upper[j] - y[j] : y[j];
      result[j] = Math.min(upper[j], Math.max(0, value));
    }
    return result;
  }

  /** The column of the steepest gain; the lowest variable once cycling is to be feared (Bland). */
  private int entering(double[] gains, boolean cautious) {
    int best = -1;
    for (int j = 0; j < columns; j++) {
      if (gains[j] > EPSILON && upper[free[j]] > 0) {
        boolean better =
            best < 0 || (cautious ? free[j] < free[best] : gains[j] > gains[best] + EPSILON);
        best = better ? j : best;
      }
    }
    return best;
  }

  private void step(int column) {
    double reach = upper[free[column]];
    int leaving = -1;
    boolean atUpper = false;
    for (int i = 0; i < rows; i++) {
      double slope = a[i][column];
      double room = Double.POSITIVE_INFINITY;
      if (b[i] < -FEASIBLE) {
        room = slope < -EPSILON ? b[i] / slope : room;
      } else if (slope > EPSILON) {
        room = Math.max(0, b[i]) / slope;
      } else if (slope < -EPSILON && upper[basic[i]] < Double.POSITIVE_INFINITY) {
        room = Math.max(0, upper[basic[i]] - b[i]) / -slope;
      }
      if (room < reach || (room == reach && leaving >= 0 && basic[i] < basic[leaving])) {
        reach = room;
        leaving = i;
        atUpper = slope < 0 && b[i] >= -FEASIBLE;
      }
    }
    if (leaving < 0) {
      flipColumn(column);
      return;
    }
    if (atUpper) {
      flipRow(leaving);
    }
    pivot(leaving, column);
  }

  /** The entering variable goes to its other bound: it becomes {@code u − y}. */
  private void flipColumn(int column) {
    int variable = free[column];
    flipped[variable] = !flipped[variable];
    for (int i = 0; i < rows; i++) {
      b[i] -= a[i][column] * upper[variable];
      a[i][column] = -a[i][column];
    }
    gain[column] = -gain[column];
  }

  private void flipRow(int row) {
    int variable = basic[row];
    flipped[variable] = !flipped[variable];
    b[row] = upper[variable] - b[row];
    for (int j = 0; j < columns; j++) {
      a[row][j] = -a[row][j];
    }
  }

  private void pivot(int row, int column) {
    double inverse = 1 / a[row][column];
    double[] pivotRow = a[row];
    for (int j = 0; j < columns; j++) {
      pivotRow[j] = j == column ? inverse : pivotRow[j] * inverse;
    }
    b[row] *= inverse;
    for (int i = 0; i < rows; i++) {
      double factor = a[i][column];
      if (i != row && factor != 0) {
        for (int j = 0; j < columns; j++) {
          a[i][j] = j == column ? -factor * inverse : a[i][j] - factor * pivotRow[j];
        }
        b[i] -= factor * b[row];
      }
    }
    double factor = gain[column];
    for (int j = 0; j < columns; j++) {
      gain[j] = j == column ? -factor * inverse : gain[j] - factor * pivotRow[j];
    }
    int leaving = basic[row];
    basic[row] = free[column];
    free[column] = leaving;
  }
}
