package io.tidegate.charging.slac;

import java.util.ArrayList;
import java.util.List;

/**
 * Packets of the last ten seconds, in buckets of one.
 *
 * @param buckets oldest first
 */
record Loss(List<Bucket> buckets) {
  static final Loss NONE = new Loss(List.of());

  /** Fewer packets than this tell nothing. */
  static final long LEAST = 20;

  private static final long BUCKET_NS = Rules.ms(1_000);
  private static final int BUCKETS = 10;
  private static final double PERCENT = 100;

  /** What began at a time, ns. */
  record Bucket(long begun, long good, long lost) {}

  Loss {
    buckets = List.copyOf(buckets);
  }

  Loss plus(long good, long lost, long now) {
    List<Bucket> next = new ArrayList<>();
    for (Bucket bucket : buckets) {
      if (now - bucket.begun() < BUCKETS * BUCKET_NS) {
        next.add(bucket);
      }
    }
    Bucket last = next.isEmpty() ? null : next.get(next.size() - 1);
    if (last != null && now - last.begun() < BUCKET_NS) {
      next.set(next.size() - 1, new Bucket(last.begun(), last.good() + good, last.lost() + lost));
    } else {
      next.add(new Bucket(now, good, lost));
    }
    return new Loss(next);
  }

  /** 0–100; NaN when too little was sent to tell. */
  double percent() {
    long good = buckets.stream().mapToLong(Bucket::good).sum();
    long lost = buckets.stream().mapToLong(Bucket::lost).sum();
    return good + lost < LEAST ? Double.NaN : PERCENT * lost / (good + lost);
  }
}
