package io.tidegate.core.arbiter;

/**
 * Finds the water level of one limit: the level {@code t} at which {@code Σ cᵢ·(clamp(wᵢ·t, loᵢ,
 * topᵢ) − loᵢ)} equals what is left. Each vehicle is a piece between the levels where it begins to
 * rise and where it is full; a bracket around {@code t} shrinks, alternately at a breakpoint of a
 * piece that is still open and at the middle of the bracket in the order of the doubles, and pieces
 * whose breakpoints have left the bracket are summed up once and dropped. The second kind of step
 * bounds the rounds by 128 whatever the numbers are, so the cost is linear in the pieces.
 */
final class Level {
  private static final int MOST_ROUNDS = 256;

  private double[] begin = new double[0];
  private double[] full = new double[0];
  private double[] slope = new double[0];
  private int open;

  // sums of the pieces that the bracket has left behind
  private double fullW;
  private double risingSlope;
  private double risingStartW;

  /** Pieces looked at since the object was made, for the tests of complexity. */
  private long steps;

  void reset(int capacity) {
    if (begin.length < capacity) {
      begin = new double[capacity];
      full = new double[capacity];
      slope = new double[capacity];
    }
    open = 0;
  }

  /**
   * Adds a vehicle.
   *
   * @param coefficient how much of its power loads the limit, &gt; 0
   * @param weight &gt; 0
   * @param low power below which it does not fall, W
   * @param top power that it does not exceed, W
   */
  void add(double coefficient, double weight, double low, double top) {
    if (top > low) {
      begin[open] = low / weight;
      full[open] = top / weight;
      slope[open] = coefficient * weight;
      open++;
    }
  }

  long steps() {
    return steps;
  }

  /**
   * The level.
   *
   * @param leftW what the vehicles may take above their lows, W
   * @return 0 when nothing is left; infinite when all may be full
   */
  double solve(double leftW) {
    if (!(leftW > 0)) {
      return 0;
    }
    double allSlope = 0;
    double high = 0;
    for (int i = 0; i < open; i++) {
      allSlope += slope[i];
      high = Math.max(high, full[i]);
    }
    steps += open;
    fullW = 0;
    risingSlope = 0;
    risingStartW = 0;
    // below this level even pieces that begin at 0 and never fill could not use up what is left
    double low = leftW / allSlope;
    if (!(low < high) || takenAt(high) <= leftW) {
      return Double.POSITIVE_INFINITY;
    }
    settle(low, high);
    for (int round = 0; open > 0 && round < MOST_ROUNDS; round++) {
      double pivot = (round & 1) == 0 ? breakpoint(low, high) : middle(low, high);
      if (takenAt(pivot) > leftW) {
        high = pivot;
      } else {
        low = pivot;
      }
      settle(low, high);
    }
    return risingSlope > 0
        ? Math.min(high, Math.max(low, (leftW - fullW + risingStartW) / risingSlope))
        : low;
  }

  /** A breakpoint within the open bracket: of the piece in the middle, which has one there. */
  private double breakpoint(double low, double high) {
    int i = open >>> 1;
    return begin[i] > low && begin[i] < high ? begin[i] : full[i];
  }

  /** The double half-way between two positive doubles in their own order. */
  private static double middle(double low, double high) {
    long a = Double.doubleToRawLongBits(low);
    long b = Double.doubleToRawLongBits(high);
    return Double.longBitsToDouble(a + ((b - a) >>> 1));
  }

  private double takenAt(double level) {
    double taken = fullW + risingSlope * level - risingStartW;
    for (int i = 0; i < open; i++) {
      double reached = Math.min(level, full[i]);
      if (reached > begin[i]) {
        taken += slope[i] * (reached - begin[i]);
      }
    }
    steps += open;
    return taken;
  }

  /** Drops the pieces without a breakpoint inside the bracket. */
  private void settle(double low, double high) {
    int kept = 0;
    for (int i = 0; i < open; i++) {
      double from = begin[i];
      double until = full[i];
      if (until <= low) {
        fullW += slope[i] * (until - from);
      } else if (from <= low && until >= high) {
        risingSlope += slope[i];
        risingStartW += slope[i] * from;
      } else if (from < high) {
        begin[kept] = from;
        full[kept] = until;
        slope[kept] = slope[i];
        kept++;
      }
    }
    steps += open;
    open = kept;
  }
}
