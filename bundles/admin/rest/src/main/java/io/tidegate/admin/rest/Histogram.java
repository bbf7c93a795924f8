package io.tidegate.admin.rest;

import java.util.concurrent.atomic.LongAdder;

/** Counts durations in fixed buckets from 1 ms to 5 s. Thread-safe. */
final class Histogram {
  /** Upper ends of the buckets, s. */
  static final double[] BOUNDS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5};

  private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  Histogram() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void observe(long duration) {
    int bucket = 0;
    while (bucket < BOUNDS.length && duration > BOUNDS[bucket] * 1e9) {
      bucket++;
    }
    counts[bucket].increment();
    nanos.add(duration);
  }

  /** Of each bucket alone; the last one has no upper end. */
  long[] counts() {
    long[] all = new long[counts.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = counts[i].sum();
    }
    return all;
  }

  double seconds() {
    return nanos.sum() / 1e9;
  }
}
