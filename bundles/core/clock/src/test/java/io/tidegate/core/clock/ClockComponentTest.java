package io.tidegate.core.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockComponentTest {
  private static final ClockQuality GOOD = new ClockQuality("kernel", true, 0.25, "kept");
  private final List<ClockQuality> posted = new CopyOnWriteArrayList<>();
  private final AtomicBoolean inboxFull = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger();
  private final SiteInbox inbox =
      input -> {
        if (inboxFull.get()) {
          return false;
        }
        return posted.add(((SiteInput.ClockReport) input).quality());
      };
  private volatile ClockSource source = () -> new Reading(true, 0.25, "kept");
  private ClockComponent component;

  @AfterEach
  void stop() {
    component.deactivate();
  }

  private void start(String... pairs) {
    component =
        new ClockComponent(
            inbox,
            settings(pairs),
            settings ->
                settings.source() == ClockSettings.Source.ASSUMED
                    ? new AssumedSource()
                    : () -> {
                      asked.incrementAndGet();
                      return source.read();
                    },
            5);
  }

  private static Map<String, Object> settings(String... pairs) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Result.Status health() {
    return component.execute().getStatus();
  }

  @Test
  void tellsTheLoopOnceWhileNothingChanges() {
    start();
    until(() -> asked.get() > 20);
    assertThat(posted).containsExactly(GOOD);
    assertThat(health()).isEqualTo(Result.Status.OK);
  }

  @Test
  void tellsAtOnceWhenTheClockIsLostAndWhenItIsBack() {
    start();
    until(() -> posted.size() == 1);
    source = () -> Reading.unsynchronised("lost");
    until(() -> posted.size() == 2);
    assertThat(posted.get(1).synchronised()).isFalse();
    assertThat(component.execute().toString()).contains("FAILED_TO_SYNC_PHASE").contains("lost");
    assertThat(health()).isEqualTo(Result.Status.CRITICAL);
    source = () -> new Reading(true, 0.25, "kept");
    until(() -> posted.size() == 3);
    assertThat(posted.get(2)).isEqualTo(GOOD);
  }

  @Test
  void triesAgainWhatTheInboxDidNotTake() {
    inboxFull.set(true);
    start();
    until(() -> asked.get() > 3);
    assertThat(posted).isEmpty();
    inboxFull.set(false);
    until(() -> posted.size() == 1);
  }

  @Test
  void isAmberBeyondTheTargetAndRedBeyondTheLimit() {
    source = () -> new Reading(true, 40, "kept");
    start();
    until(() -> posted.size() == 1);
    assertThat(health()).isEqualTo(Result.Status.WARN);
    source = () -> new Reading(true, 101, "kept");
    until(() -> posted.size() == 2);
    assertThat(health()).isEqualTo(Result.Status.CRITICAL);
  }

  @Test
  void anAssumedClockIsAmberForEver() {
    start("source", "assumed");
    until(() -> posted.size() == 1);
    assertThat(posted.get(0).source()).isEqualTo("assumed");
    assertThat(posted.get(0).synchronised()).isTrue();
    assertThat(posted.get(0).offsetMs()).isZero();
    assertThat(health()).isEqualTo(Result.Status.WARN);
    assertThat(component.execute().toString()).contains("demonstrations only");
  }

  @Test
  void aSourceThatCannotBeReachedIsUnsynchronised() {
    source =
        () -> {
          throw new IOException("506 Cannot talk to daemon");
        };
    start("source", "chrony");
    until(() -> posted.size() == 1);
    assertThat(posted.get(0).synchronised()).isFalse();
    assertThat(component.execute().toString()).contains("506 Cannot talk to daemon");
  }

  @Test
  void takesAnotherSourceWhileRunningAndKeepsTheLastGoodConfiguration() {
    start();
    until(() -> posted.size() == 1);
    component.modified(settings("source", "sundial", "limit.ms", "-1"));
    assertThat(health()).isEqualTo(Result.Status.CRITICAL);
    assertThat(component.execute().toString())
        .contains("config/io.tidegate.core.clock.cfg, field source")
        .contains("field limit.ms");
    int before = asked.get();
    until(() -> asked.get() > before + 2); // the kernel is still asked
    component.modified(settings("source", "assumed"));
    until(() -> posted.size() == 2);
    assertThat(posted.get(1).source()).isEqualTo("assumed");
  }

  @Test
  void stopsWhileTheSourceIsBeingAsked() {
    CountDownLatch entered = new CountDownLatch(1);
    source =
        () -> {
          entered.countDown();
          return new Reading(
              new CountDownLatch(1).await(30, TimeUnit.SECONDS), 0, "never comes to this");
        };
    start();
    until(() -> entered.getCount() == 0);
    long begun = System.nanoTime();
    component.deactivate();
    assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(2));
    // an executor has terminated a moment before its last thread is gone
    until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("tidegate-clock")));
  }
}
