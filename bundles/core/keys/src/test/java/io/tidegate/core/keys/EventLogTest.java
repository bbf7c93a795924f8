package io.tidegate.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.security.SecurityEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private int puts;
  private EventLog log;

  private final StateStore store =
      new StateStore() {
        @Override
        public CompletionStage<Void> put(String space, String key, byte[] value) {
          puts++;
          if (value == null) {
            stored.remove(key);
          } else {
            stored.put(key, value);
          }
          return CompletableFuture.completedStage(null);
        }

        @Override
        public Map<String, byte[]> all(String space) {
          return Map.copyOf(stored);
        }
      };

  @BeforeEach
  void start() {
    log = new EventLog(store, now::get);
  }

  @AfterEach
  void stop() {
    log.deactivate();
  }

  private void later(Duration time) {
    now.updateAndGet(n -> n.plus(time));
  }

  @Test
  void countsWhatRepeatsWithinAMinute() {
    for (int i = 0; i < 1000; i++) {
      log.raise("InvalidMessages", "CS01", "10.0.0.1:" + i, "no JSON");
    }
    assertThat(log.latest(10)).hasSize(1);
    assertThat(log.latest(1).get(0).count()).isEqualTo(1000);
    assertThat(puts).as("a storm costs the disk little").isLessThan(15);
    later(Duration.ofSeconds(61));
    log.raise("InvalidMessages", "CS01", "10.0.0.1:1", "no JSON");
    assertThat(log.latest(10)).hasSize(2);
  }

  @Test
  void countsTogetherWhatManyAddressesDo() {
    for (int i = 0; i < 5_000; i++) {
      log.raise("InvalidTLSVersion", "", "10.0." + i / 250 + "." + i % 250 + ":1", "old");
    }
    assertThat(log.latest(9_999)).hasSize(EventLog.A_SECOND + 1);
    assertThat(log.latest(1).get(0).remote()).isEmpty();
    assertThat(log.latest(9_999).stream().mapToLong(SecurityEvent::count).sum()).isEqualTo(5_000);
  }

  @Test
  void keepsTheLatestThousandOverARestart() {
    for (int i = 0; i < EventLog.MOST + 100; i++) {
      log.raise("InvalidMessages", "CS" + i, "", "no JSON");
      later(Duration.ofSeconds(1));
    }
    assertThat(log.latest(9_999)).hasSize(EventLog.MOST);
    assertThat(stored).hasSize(EventLog.MOST);
    List<SecurityEvent> before = log.latest(9_999);
    log.deactivate();
    log = new EventLog(store, now::get);
    log.raise("InvalidMessages", "CSX", "", "first after the restart");
    log.deactivate(); // waits for the reader
    assertThat(log.latest(2).get(0).station()).isEqualTo("CSX");
    assertThat(log.latest(9_999).subList(1, EventLog.MOST))
        .isEqualTo(before.subList(0, EventLog.MOST - 1));
  }

  @Test
  void takesNoLineBreaksAndNoNovels() {
    log.raise("Own\nType", "CS\r01", "x", "line\none " + "y".repeat(1000));
    SecurityEvent event = log.latest(1).get(0);
    assertThat(event.type()).isEqualTo("Own?Type");
    assertThat(event.station()).isEqualTo("CS?01");
    assertThat(event.detail()).hasSize(255).startsWith("line?one");
  }
}
