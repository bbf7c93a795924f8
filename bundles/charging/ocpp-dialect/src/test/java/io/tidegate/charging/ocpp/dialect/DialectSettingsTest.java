package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.quantity.StationId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The configuration, validated. */
class DialectSettingsTest {
  @Test
  void nameWhatIsWrong() {
    assertThatThrownBy(
            () ->
                DialectSettings.of(
                    Bench.PID,
                    Map.of(
                        "validation", "sloppy",
                        "idtokens", "some",
                        "set.variables", "NoDot=5; A.B=1")))
        .hasMessageContaining("field validation: must be one of strict, tolerant, observe")
        .hasMessageContaining("field idtokens")
        .hasMessageContaining("field set.variables");
  }

  @Test
  void readVariablesInTheirOrder() {
    assertThat(DialectSettings.of(Bench.PID, Map.of("set.variables", "A.B=1,2; C.D=")).variables())
        .containsExactly(Map.entry("A.B", "1,2"), Map.entry("C.D", ""));
  }

  @Test
  void keepEveryHeartbeatWithinTenPercent() {
    for (int i = 0; i < 1_000; i++) {
      assertThat((double) DialectSettings.DEFAULT.heartbeatOf(new StationId("S" + i)))
          .isCloseTo(300, within(30.0));
    }
  }
}
