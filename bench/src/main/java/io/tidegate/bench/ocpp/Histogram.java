package io.tidegate.bench.ocpp;

import java.util.Locale;

/**
 * Counts of durations in buckets that are logarithmic in the large and linear in the small: 128 an
 * octave, so a quantile is right within 0.8 %. One thread, or handed over between threads.
 */
public final class Histogram {
  private static final int STEPS = 128;
  private static final int STEP_BITS = 7;

  private final long[] buckets = new long[STEPS * (64 - STEP_BITS)];
  private long count;
  private long longest;

  /** Counts a duration, ns; a negative one as 0. */
  public void add(long nanos) {
    long value = Math.max(0, nanos);
    buckets[index(value)]++;
    count++;
    longest = Math.max(longest, value);
  }

  void add(Histogram other) {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
    count += other.count;
    longest = Math.max(longest, other.longest);
  }

  private static int index(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int octave = 63 - Long.numberOfLeadingZeros(value);
    int within = (int) (value >>> (octave - STEP_BITS)) & (STEPS - 1);
    return (octave - STEP_BITS + 1) * STEPS + within;
  }

  /** Least duration that falls into a bucket, ns. */
  private static long floor(int index) {
    if (index < STEPS) {
      return index;
    }
    int octave = index / STEPS + STEP_BITS - 1;
    return (1L << octave) + ((long) (index % STEPS) << (octave - STEP_BITS));
  }

  public long count() {
    return count;
  }

  /** Duration that a share of all does not exceed, ms; NaN when nothing was counted. */
  public double millis(double quantile) {
    if (count == 0) {
      return Double.NaN;
    }
    long rank = Math.max(1, (long) Math.ceil(quantile * count));
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank) {
        return Math.min(floor(i), longest) / 1e6;
      }
    }
    return longest / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "n=%d p50=%.2f p99=%.2f p99.9=%.2f max=%.2f ms",
        count,
        millis(0.5),
        millis(0.99),
        millis(0.999),
        longest / 1e6);
  }
}
