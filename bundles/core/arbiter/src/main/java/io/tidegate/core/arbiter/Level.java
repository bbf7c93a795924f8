package io.tidegate.core.arbiter;

import java.util.Arrays;

/**
 * Finds the water level of one limit: the level {@code t} at which {@code Σ cᵢ·(clamp(wᵢ·t, loᵢ,
 * topᵢ) − loᵢ)} equals what is left. Each vehicle is a piece between the levels where it begins to
 * rise and where it is full. A bracket around {@code t} is cut into buckets in the order of the
 * doubles, all pieces are summed up by the buckets of their two ends, and the bucket that holds
 * {@code t} becomes the bracket; pieces without an end inside it are summed up once and dropped. A
 * round shrinks the bracket at least 32-fold, so 13 rounds exhaust the doubles and the cost is
 * linear in the pieces whatever their numbers are; as a rule the second round sees a few per cent
 * of them.
 */
final class Level {
  private static final int BUCKETS = 64;

  /** So few pieces are cheaper to try one by one. */
  private static final int FEW = 12;

  private double[] begin = new double[0];
  private double[] full = new double[0];
  private double[] slope = new double[0];
  private int open;

  /** By bucket: slopes that begin less those that end, and the same times the level of the end. */
  private final double[] slopeIn = new double[BUCKETS];

  private final double[] startIn = new double[BUCKETS];

  private double low;
  private double high;

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
   * @param inverse of the weight
   * @param lowW power below which it does not fall
   * @param topW power that it does not exceed
   */
  void add(double coefficient, double weight, double inverse, double lowW, double topW) {
    if (topW > lowW) {
      begin[open] = lowW * inverse;
      full[open] = topW * inverse;
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
    if (!bracket(leftW)) {
      return Double.POSITIVE_INFINITY;
    }
    while (open > 0) {
      if (open <= FEW) {
        halve(leftW);
      } else {
        narrow(leftW);
      }
    }
    return risingSlope > 0
        ? Math.min(high, Math.max(low, (leftW - fullW + risingStartW) / risingSlope))
        : low;
  }

  /** False when all pieces together do not use up what is left. */
  private boolean bracket(double leftW) {
    double allSlope = 0;
    double allW = 0;
    double highest = 0;
    for (int i = 0; i < open; i++) {
      allSlope += slope[i];
      allW += slope[i] * (full[i] - begin[i]);
      highest = full[i] > highest ? full[i] : highest;
    }
    steps += open;
    fullW = 0;
    risingSlope = 0;
    risingStartW = 0;
    // below this level even pieces that begin at 0 and never fill could not use up what is left
    low = leftW / allSlope;
    high = highest;
    if (!(low < high) || allW <= leftW) {
      return false;
    }
    settle();
    return true;
  }

  /** Tries an end of the piece in the middle: it lies inside the bracket, so the piece settles. */
  private void halve(double leftW) {
    int i = open >>> 1;
    double pivot = begin[i] > low && begin[i] < high ? begin[i] : full[i];
    double taken = fullW + risingSlope * pivot - risingStartW;
    for (int k = 0; k < open; k++) {
      taken += slope[k] * Math.max(0, Math.min(pivot, full[k]) - begin[k]);
    }
    steps += open;
    if (taken > leftW) {
      high = pivot;
    } else {
      low = pivot;
    }
    settle();
  }

  private void narrow(double leftW) {
    long from = Double.doubleToRawLongBits(low);
    long width = Double.doubleToRawLongBits(high) - from;
    int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(width) - 6);
    Arrays.fill(slopeIn, 0);
    Arrays.fill(startIn, 0);
    for (int i = 0; i < open; i++) {
      double start = begin[i] > low ? begin[i] : low;
      double end = full[i] < high ? full[i] : high;
      int first = (int) ((Double.doubleToRawLongBits(start) - from) >>> shift);
      int last = (int) ((Double.doubleToRawLongBits(end) - from) >>> shift);
      slopeIn[first] += slope[i];
      startIn[first] += slope[i] * begin[i];
      slopeIn[last] -= slope[i];
      startIn[last] -= slope[i] * end;
    }
    steps += open;
    double rising = risingSlope;
    double starts = risingStartW - fullW;
    for (int bucket = 0; bucket < BUCKETS && low < high; bucket++) {
      rising += slopeIn[bucket];
      starts += startIn[bucket];
      double edge = Math.min(high, Double.longBitsToDouble(from + ((bucket + 1L) << shift)));
      if (rising * edge - starts > leftW) {
        high = edge;
        break;
      }
      low = edge;
    }
    settle();
  }

  /** Drops the pieces without an end inside the bracket. */
  private void settle() {
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
