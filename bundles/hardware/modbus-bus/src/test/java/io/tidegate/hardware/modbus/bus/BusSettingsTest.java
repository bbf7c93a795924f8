package io.tidegate.hardware.modbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BusSettingsTest {
  private static final String PID = "io.tidegate.hardware.modbus.bus~grid";

  @Test
  void hasDefaultsForAllButTheName() {
    BusSettings settings = BusSettings.read(PID, Map.of("name", "grid"));
    assertThat(settings.endpoint()).isEqualTo("127.0.0.1:502");
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void namesFileAndFieldOfWhatIsWrong() {
    assertThatThrownBy(
            () ->
                BusSettings.read(
                    PID, Map.of("port", "70000", "backOffMinMs", "5000", "backOffMaxMs", "100")))
        .hasMessageContaining("config/" + PID + ".cfg, field name: is missing")
        .hasMessageContaining("field port")
        .hasMessageContaining("field backOffMaxMs: must be at least backOffMinMs");
  }

  @Test
  void backsOffFromTheLeastToTheMostWithJitter() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
    for (long expected : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(backOff.failed().toMillis()).isBetween(expected * 500, expected * 1000);
    }
    backOff.reset();
    assertThat(backOff.failed().toMillis()).isBetween(500L, 1000L);
  }
}
