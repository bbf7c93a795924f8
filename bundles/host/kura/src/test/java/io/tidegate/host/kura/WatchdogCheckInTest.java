package io.tidegate.host.kura;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.watchdog.CriticalComponent;
import org.eclipse.kura.watchdog.WatchdogService;
import org.junit.jupiter.api.Test;

class WatchdogCheckInTest {
  private final List<CriticalComponent> watched = new ArrayList<>();
  private int checkIns;
  private final WatchdogService watchdog =
      new WatchdogService() {
        @Override
        public void registerCriticalComponent(CriticalComponent component) {
          watched.add(component);
        }

        @Override
        public void unregisterCriticalComponent(CriticalComponent component) {
          watched.remove(component);
        }

        @Override
        public void checkin(CriticalComponent component) {
          assertThat(watched).contains(component);
          checkIns++;
        }
      };

  private WatchdogCheckIn checkIn(Map<String, ?> properties) {
    return new WatchdogCheckIn(properties, watchdog, null);
  }

  private static DecisionView decision(long number) {
    Decision decision =
        new Decision(number, number, Instant.EPOCH, "test", List.of(), List.of(), 0);
    return new DecisionView(decision, null, null, null, List.of(), List.of(), null);
  }

  @Test
  void checksInOnceForEachDecision() {
    WatchdogCheckIn checkIn = checkIn(Map.of());
    assertThat(watched).containsExactly(checkIn);
    assertThat(checkIn.getCriticalComponentTimeout()).as("ms").isEqualTo(60_000);
    assertThat(checkIn.getCriticalComponentName()).isEqualTo("tidegate-control");
    for (long number : new long[] {1, 1, 2, 2, 3}) {
      checkIn.decided(decision(number));
    }
    assertThat(checkIns).isEqualTo(3);
  }

  @Test
  void isNotWatchedWhileItIsOffOrGone() {
    WatchdogCheckIn checkIn = checkIn(Map.of("enabled", false));
    checkIn.decided(decision(1));
    assertThat(watched).isEmpty();
    checkIn.modified(Map.of("enabled", true, "timeout.s", 10));
    checkIn.modified(Map.of("enabled", true, "timeout.s", 20));
    assertThat(watched).as("registered once").hasSize(1);
    assertThat(checkIn.execute().toString()).contains("20 s");
    checkIn.release();
    checkIn.release();
    checkIn.decided(decision(2));
    assertThat(watched).isEmpty();
    assertThat(checkIns).isZero();
  }

  @Test
  void keepsTheLastGoodTimeOut() {
    WatchdogCheckIn checkIn = checkIn(Map.of("timeout.s", 120));
    checkIn.modified(Map.of("timeout.s", 5));
    assertThat(checkIn.getCriticalComponentTimeout()).isEqualTo(120_000);
    assertThat(checkIn.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(checkIn.execute().toString()).contains("timeout.s");
  }
}
