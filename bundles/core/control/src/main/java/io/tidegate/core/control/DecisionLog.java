package io.tidegate.core.control;

import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The newest decisions and their times. Written by the loop, read by anyone. */
final class DecisionLog {
  private static final int MOST = 1_000;
  private static final int WINDOW = 1_024;
  private final ArrayDeque<Decision> recent = new ArrayDeque<>();
  private final long[] nanos = new long[WINDOW];
  private long decisions;
  private volatile DecisionView latest;

  void add(DecisionView view, long tookNanos) {
    latest = view;
    Decision decision = view.decision();
    synchronized (recent) {
      nanos[(int) (decisions++ % WINDOW)] = tookNanos;
      if (!decision.setpoints().isEmpty() || !decision.cause().equals(Cause.PERIOD)) {
        recent.addFirst(decision);
        if (recent.size() > MOST) {
          recent.removeLast();
        }
      }
    }
  }

  Optional<DecisionView> latest() {
    return Optional.ofNullable(latest);
  }

  List<Decision> recent(int most) {
    List<Decision> list = new ArrayList<>();
    synchronized (recent) {
      Iterator<Decision> newestFirst = recent.iterator();
      while (list.size() < most && newestFirst.hasNext()) {
        list.add(newestFirst.next());
      }
    }
    return list;
  }

  long decisions() {
    synchronized (recent) {
      return decisions;
    }
  }

  /** Time of a decision at the quantile, ns, over the last 1,024; 0 before the first. */
  long nanosAt(double quantile) {
    long[] sorted;
    synchronized (recent) {
      sorted = Arrays.copyOf(nanos, (int) Math.min(WINDOW, decisions));
    }
    if (sorted.length == 0) {
      return 0;
    }
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
  }

  /** Why the loop decided. */
  static final class Cause {
    static final String PERIOD = "period";
    static final String TELEMETRY = "telemetry";
    static final String WINDOW = "window";

    private Cause() {}
  }
}
