package io.tidegate.hardware.modbus.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterSettingsTest {
  private static final String PID = "io.tidegate.hardware.modbus.meter~grid";

  @Test
  void readsTheDefaults() {
    MeterSettings settings = MeterSettings.read(PID, Map.of("name", "grid", "bus", "grid"));
    assertThat(settings.interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(settings.map()).isEqualTo("example-40001");
  }

  @Test
  void refusesAMapOutsideItsFolderAndAnIntervalTooShort() {
    assertThatThrownBy(
            () ->
                MeterSettings.read(
                    PID, Map.of("name", "grid", "map", "../../etc/passwd", "intervalMs", "10")))
        .hasMessageContaining("field bus: is missing")
        .hasMessageContaining("field map")
        .hasMessageContaining("field intervalMs");
  }
}
