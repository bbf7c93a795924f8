package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What strangers may write into the log. */
class LogBudgetTest {
  private final AtomicLong nanos = new AtomicLong(5);
  private final LogBudget budget =
      new LogBudget(LoggerFactory.getLogger(LogBudget.class), "E01", nanos::get);

  @Test
  void grantsThirtyLinesAMinuteAndThenCountsTheRestInOne() {
    try (Log log = new Log()) {
      for (int i = 0; i < 1000; i++) {
        budget.warn("knock {}", i);
      }
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
      budget.settle();
      assertThat(log.text().lines()).hasSize(30);

      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
      budget.settle();
      budget.settle();
      assertThat(log.text().lines()).hasSize(31);
      assertThat(log.text()).contains("E01: 970 more lines within a minute");

      budget.warn("knock again");
      assertThat(log.text()).contains("knock again");
    }
  }

  @Test
  void countsNothingWhereNothingWasKeptBack() {
    try (Log log = new Log()) {
      budget.warn("knock");
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
      budget.settle();
      assertThat(log.text().lines()).hasSize(1);
    }
  }
}
