package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When deadlines are looked at. */
class LanesTest {
  private final List<Long> seen = new ArrayList<>();
  private final Lanes.Lane lane = new Lanes.Lane(0);

  private void sweepAt(long ms) {
    lane.sweep(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  @Test
  void judgesNobodyBeforeWhatCameDuringAHoldUpIsHeard() {
    lane.add(now -> seen.add(TimeUnit.NANOSECONDS.toMillis(now)));
    sweepAt(100);
    sweepAt(900);
    sweepAt(9_000);
    assertThat(seen).containsExactly(100L, 900L);
    sweepAt(9_100);
    assertThat(seen).containsExactly(100L, 900L, 9_100L);
  }

  @Test
  void keepsDeadlinesWhereEverySweepIsLate() {
    lane.add(now -> seen.add(TimeUnit.NANOSECONDS.toMillis(now)));
    for (long ms = 2_000; ms <= 12_000; ms += 2_000) {
      sweepAt(ms);
    }
    assertThat(seen).containsExactly(4_000L, 8_000L, 12_000L);
  }

  @Test
  void keepsTheDeadlinesOfOthersWhereOneFails() {
    for (int i = 0; i < 3; i++) {
      lane.add(
          now -> {
            throw new IllegalStateException("a defect");
          });
      lane.add(now -> seen.add(TimeUnit.NANOSECONDS.toMillis(now)));
    }
    sweepAt(100);
    sweepAt(200);
    assertThat(seen).containsExactly(100L, 100L, 100L, 200L, 200L, 200L);
  }
}
