package io.tidegate.host.kura.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.site.PriorityClass;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void readsAnAssetsChannels() {
    assertThat(Channel.read(Map.of("point", "vehicle.soc", "subject", " E1 ")))
        .isEqualTo(new Channel(Point.VEHICLE_SOC, "E1"));
    assertThat(Channel.read(Map.of("point", "node.request")))
        .as("the grid connection has no name")
        .isEqualTo(new Channel(Point.NODE_REQUEST, ""));
    assertThatThrownBy(() -> Channel.read(Map.of("point", "meter.power")))
        .hasMessage("the field subject is empty");
    assertThatThrownBy(() -> Channel.read(Map.of("subject", "E1")))
        .hasMessage("there is no point \"\"");
    assertThatThrownBy(() -> Channel.read(null)).isInstanceOf(IllegalArgumentException.class);
    Map<String, Object> odd = new HashMap<>();
    odd.put("point", null);
    odd.put("subject", 7);
    assertThatThrownBy(() -> Channel.read(odd)).hasMessage("there is no point \"\"");
  }

  @Test
  void namesEachPointOnceAndSaysWhatItMeans() {
    assertThat(Arrays.stream(Point.values()).map(Point::text))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("(evse|vehicle|meter|node)(\\.[a-z0-9]+)+"));
    assertThat(Point.values()).allMatch(point -> !point.meaning().isBlank());
    assertThat(Arrays.stream(Point.values()).filter(p -> p.request().isPresent()))
        .allMatch(point -> point.text().endsWith(".request"))
        .hasSize(5);
  }

  @Test
  void showsNoValueThatIsOlderThanItMayBe() {
    assertThat(Sample.measured(5, NOW.minusSeconds(3), 3, NOW))
        .isEqualTo(Sample.of(5.0, NOW.minusSeconds(3)));
    assertThat(Sample.measured(5, NOW.minusSeconds(4), 3, NOW).missing())
        .isEqualTo("was measured 4 s ago and may be so old at most 3.0");
    assertThat(Sample.measured(Double.NaN, NOW, 3, NOW).missing()).isEqualTo("was never measured");
    assertThat(Sample.number(Double.POSITIVE_INFINITY, NOW).present()).isFalse();
    assertThat(Sample.number(0, NOW).present()).isTrue();
  }

  @Test
  void asksByDefaultWithTheLeastWordForAMinute() {
    DriverSettings usual = DriverSettings.read(Map.of());
    assertThat(usual.mandate()).isEqualTo("kura");
    assertThat(usual.priority()).isEqualTo(PriorityClass.ECONOMY);
    assertThat(usual.hold()).hasSeconds(60);
    assertThatThrownBy(
            () ->
                DriverSettings.read(
                    Map.of("priority", "must-charge", "mandate", "policy:kura", "hold.s", 1)))
        .hasMessageContaining("priority: must be grid-emergency")
        .hasMessageContaining("mandate: must be 1-48")
        .hasMessageContaining("hold.s");
  }
}
