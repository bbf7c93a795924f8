package io.tidegate.admin.updates.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.settings.Settings;
import io.tidegate.codec.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How fast, how soon again, and from which fields. */
class PaceTest {
  @Test
  void letsThroughWhatTheLimitAllowsOverAnyTime() {
    AtomicLong now = new AtomicLong();
    Bandwidth bandwidth = new Bandwidth(100_000, now::get);
    long sent = 0;
    for (int i = 0; i < 500; i++) {
      now.addAndGet(bandwidth.take(16_384));
      sent += 16_384;
    }

    double seconds = now.get() / 1e9;
    assertThat(sent / seconds).isBetween(100_000.0, 102_000.0);
  }

  @Test
  void savesUpNoMoreThanABurst() {
    AtomicLong now = new AtomicLong();
    Bandwidth bandwidth = new Bandwidth(100_000, now::get);
    now.set(3_600_000_000_000L);

    assertThat(bandwidth.take(25_000)).isZero();
    assertThat(bandwidth.take(100_000)).isEqualTo(1_000_000_000L);
  }

  @Test
  void drawsPausesThatGrowAndDiffer() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(3));
    long last = 1_000;
    long sum = 0;
    for (int i = 0; i < 100; i++) {
      long pause = backOff.next().toMillis();
      assertThat(pause).isBetween(1_000L, Math.min(60_000, last * 3 + 1));
      last = pause;
      sum += pause;
    }
    assertThat(sum / 100).isGreaterThan(10_000);
    backOff.reset();
    assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void namesEachFieldThatIsWrong() {
    Settings in =
        Settings.of(
            "io.tidegate.admin.updates",
            Map.of(
                "fetch.kilobytes.per.s", "-1",
                "fetch.backoff.min.ms", "5000",
                "fetch.backoff.max.ms", "100",
                "fetch.truststore.password.file", "x"));
    FetchSettings.of(in, Path.of("/home"));

    assertThatThrownBy(in::check)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("fetch.kilobytes.per.s")
        .hasMessageContaining("fetch.backoff.max.ms")
        .hasMessageContaining("fetch.truststore.password.file");
  }
}
