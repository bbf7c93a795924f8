package io.tidegate.host.kura.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.quantity.ControllerId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private long now;

  @Test
  void givesSoManyAMinuteAndNotMoreAfterALongRest() {
    Budget budget = new Budget(() -> now);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 6; i++) {
        assertThat(budget.take(6)).isTrue();
      }
      assertThat(budget.take(6)).isFalse();
      now += Duration.ofHours(1).toNanos();
    }
    now -= Duration.ofHours(1).toNanos();
    assertThat(budget.take(6)).isFalse();
    now += Duration.ofSeconds(10).toNanos();
    assertThat(budget.take(6)).as("one every ten seconds").isTrue();
    assertThat(budget.take(6)).isFalse();
  }

  @Test
  void letsNobodyCommandUnlessTold() {
    CloudSettings usual = CloudSettings.read(Map.of());
    assertThat(usual.controllers()).isEmpty();
    assertThat(usual.updates()).isFalse();
    assertThat(CloudSettings.read(Map.of("controllers", " dms,, agg ")).controllers())
        .containsExactlyInAnyOrder(new ControllerId("dms"), new ControllerId("agg"));
    assertThatThrownBy(
            () -> CloudSettings.read(Map.of("controllers", "d m s", "requests.per.minute", 0)))
        .hasMessageContaining("controllers: \"d m s\" is no id")
        .hasMessageContaining("requests.per.minute");
  }
}
