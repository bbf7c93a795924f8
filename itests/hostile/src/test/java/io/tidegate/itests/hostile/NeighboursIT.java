package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What good stations notice of the rows: nearly nothing. Undisturbed and disturbed windows take
 * turns on one gateway, so that whatever else the machine does meets both; only the ratio of the
 * medians is held to a limit.
 */
class NeighboursIT {
  private static final int TURNS = 5;
  private static final double MOST_TIMES = 3;

  /** Below it a p99 says more about the scheduler than about the gateway, ms. */
  private static final double GRAIN_MS = 5;

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(4);

  /** Rows that wait for a timeout or for the site, and the one that needs a station never seen. */
  private static final Set<String> WAITING = Set.of("C2", "C4", "H10", "S11", "S12", "P19", "S2");

  @Test
  void leavesTheLatencyOfGoodStationsWithinThreeTimes(@TempDir Path folder) throws Exception {
    List<Row> rows =
        Row.of(Version.values()[0]).stream().filter(row -> !WAITING.contains(row.id())).toList();
    AtomicInteger identities = new AtomicInteger();
    double[] quiet = new double[TURNS];
    double[] disturbed = new double[TURNS];
    try (Gateway gateway = Gateway.start(HostileSite.prepare(folder)).awaitReady()) {
      Scene scene = new Scene(gateway, Version.values()[0], identities);
      try (Reporters reporters = new Reporters(scene)) {
        walk(rows, scene, 0);
        for (int turn = 0; turn < TURNS; turn++) {
          long begin = System.nanoTime();
          int offset = turn;
          disturbed[turn] = reporters.p99While(() -> walk(rows, scene, offset));
          long length = System.nanoTime() - begin;
          quiet[turn] = reporters.p99While(() -> TimeUnit.NANOSECONDS.sleep(length));
        }
      }
    }
    String seen =
        "p99 in ms, quiet " + Arrays.toString(quiet) + ", disturbed " + Arrays.toString(disturbed);
    System.out.println(seen);
    assertThat(median(disturbed))
        .as(seen)
        .isLessThanOrEqualTo(MOST_TIMES * Math.max(GRAIN_MS, median(quiet)));
  }

  /** A fifth of the rows, others each turn, again and again for some seconds. */
  private static void walk(List<Row> rows, Scene scene, int offset) throws Exception {
    long begin = System.nanoTime();
    int i = offset;
    while (System.nanoTime() - begin < WINDOW_NANOS || i < rows.size()) {
      try {
        rows.get(i % rows.size()).attack().on(scene);
      } catch (AssertionError e) {
        throw new AssertionError(rows.get(i % rows.size()).toString(), e);
      }
      i += TURNS;
    }
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
