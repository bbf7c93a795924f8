package io.tidegate.sim.ev;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Durations, counted in steps of at most 1 % from 1 µs to some minutes. Any thread. */
public final class Latencies {
  private static final int PER_OCTAVE = 100;
  private static final int OCTAVES = 28;
  private static final double MICRO = 1_000;

  private final AtomicLongArray counts = new AtomicLongArray(PER_OCTAVE * OCTAVES);
  private final AtomicLong most = new AtomicLong();
  private final AtomicLong number = new AtomicLong();

  /** Counts one. */
  public void add(long nanos) {
    number.incrementAndGet();
    most.accumulateAndGet(nanos, Math::max);
    counts.incrementAndGet(slot(nanos));
  }

  private static int slot(long nanos) {
    double octaves = Math.log(Math.max(1, nanos / MICRO)) / Math.log(2);
    return (int) Math.min(PER_OCTAVE * OCTAVES - 1, octaves * PER_OCTAVE);
  }

  public long count() {
    return number.get();
  }

  public double maxMs() {
    return most.get() / 1e6;
  }

  /**
   * The duration that so many percent do not exceed, ms, at most 1 % too high; NaN without any.
   *
   * @param percent 0–100
   */
  public double percentileMs(double percent) {
    long all = 0;
    for (int i = 0; i < counts.length(); i++) {
      all += counts.get(i);
    }
    if (all == 0) {
      return Double.NaN;
    }
    long wanted = (long) Math.ceil(all * percent / 100);
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= Math.max(1, wanted)) {
        return Math.min(maxMs(), Math.pow(2, (i + 1.0) / PER_OCTAVE) * MICRO / 1e6);
      }
    }
    return maxMs();
  }
}
