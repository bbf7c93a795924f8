package io.tidegate.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.quantity.EvseId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T18:00:00Z");
  private static final String NAME = "tidegate_[a-z0-9_]+";
  private final CommandLatency latency = new CommandLatency();

  @Test
  void writesNothingThatTheTextFormatForbids() {
    FakeBackend backend = new FakeBackend();
    String text = new String(new Metrics(backend, latency).text(NOW), StandardCharsets.UTF_8);
    assertThat(text).endsWith("\n");
    Set<String> families = new HashSet<>();
    Set<String> samples = new HashSet<>();
    String family = "";
    for (String line : text.split("\n")) {
      if (line.startsWith("# HELP ")) {
        family = line.split(" ")[2];
        assertThat(families.add(family)).as("one block a family: %s", family).isTrue();
        assertThat(family).matches(NAME);
      } else if (line.startsWith("# TYPE ")) {
        assertThat(line).matches("# TYPE " + family + " (counter|gauge|histogram)");
        assertThat(family.endsWith("_total")).isEqualTo(line.endsWith("counter"));
      } else {
        assertThat(line)
            .matches(
                family
                    + "(_bucket|_sum|_count)?(\\{[a-z_]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\""
                    + "(,[a-z_]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\")*})? -?[0-9.E+-]+");
        assertThat(samples.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
      }
    }
    assertThat(text)
        .contains("tidegate_decisions_total 42\n")
        .contains("tidegate_decision_duration_seconds{stat=\"p99\"} 9.0E-4\n")
        .contains("tidegate_node_hot_spot_celsius{node=\"T1\"} 96.5\n")
        .doesNotContain("tidegate_node_hot_spot_celsius{node=\"grid\"}")
        .contains("tidegate_stations_connected 1\n");
  }

  @Test
  void escapesLabelsAndSpellsNumbersAsTheFormatWants() {
    MetricsText text = new MetricsText();
    text.gauge("tidegate_x", "Help with \\ in it.")
        .sample(Double.POSITIVE_INFINITY, "a", "say \"hi\"\\\n")
        .sample(Double.NaN, "a", "unknown")
        .sample(0.1, "a", "b");
    assertThat(new String(text.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            # HELP tidegate_x Help with \\\\ in it.
            # TYPE tidegate_x gauge
            tidegate_x{a="say \\"hi\\"\\\\\\n"} +Inf
            tidegate_x{a="b"} 0.1
            """);
  }

  @Test
  void countsHistogramsCumulatively() {
    Histogram histogram = new Histogram();
    histogram.observe(500_000);
    histogram.observe(1_000_000);
    histogram.observe(3_000_000);
    histogram.observe(9_000_000_000L);
    String text =
        new String(
            new MetricsText().histogram("tidegate_h", "H.", histogram).bytes(),
            StandardCharsets.UTF_8);
    assertThat(text)
        .contains("tidegate_h_bucket{le=\"0.001\"} 2\n")
        .contains("tidegate_h_bucket{le=\"0.005\"} 3\n")
        .contains("tidegate_h_bucket{le=\"5\"} 3\n")
        .contains("tidegate_h_bucket{le=\"+Inf\"} 4\n")
        .contains("tidegate_h_sum 9.0045\n", "tidegate_h_count 4\n");
  }

  @Test
  void measuresACommandUntilItsFirstSetpointLeavesAndOnlyOnce() {
    Setpoint mine = setpoint("cmd-1");
    latency.arrived("cmd-1", 1_000);
    latency.written(List.of(setpoint("other")), 2_000);
    assertThat(latency.toWire.seconds()).isZero();
    latency.written(List.of(mine), 5_001_000);
    latency.written(List.of(mine), 9_000_000_000L);
    assertThat(latency.toWire.seconds()).isEqualTo(0.005);
  }

  @Test
  void doesNotLetARepetitionMoveTheArrivalOfACommandUnderWay() {
    assertThat(latency.arrived("cmd-1", 0)).isTrue();
    boolean first = latency.arrived("cmd-1", 1_000_000);
    latency.forget("cmd-1", first);
    latency.written(List.of(setpoint("cmd-1")), 2_000_000);
    assertThat(latency.toWire.seconds()).isEqualTo(0.002);
  }

  private static Setpoint setpoint(String command) {
    return new Setpoint(
        1,
        new EvseId("E01"),
        java.util.Optional.empty(),
        -5_000,
        NOW,
        NOW.plusSeconds(30),
        List.of(Reason.of(ReasonCode.RAMP), new Reason(ReasonCode.GRID_COMMAND, command, -5_000)));
  }
}
