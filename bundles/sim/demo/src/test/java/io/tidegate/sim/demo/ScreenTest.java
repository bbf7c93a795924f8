package io.tidegate.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {

  @Test
  void explainsItsColumnsAboveTheRows() {
    Watch watch = new Watch(120_000, 60_000, 63_000, 20);
    watch.sample(30_000, 1, 2, 0, List.of(new Depot.View(1, Optional.empty(), 0, 0, 0)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GatewayClient nobody =
        new GatewayClient(HttpClient.newHttpClient(), URI.create("http://127.0.0.1:1/"), "");
    new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), watch, nobody, List::of).table();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("SoC", "setpoint", "positive: into the vehicle");
    assertThat(lines.get(2)).startsWith("   E01  -");
    assertThat(String.join("", lines)).doesNotContain("\u001b");
  }
}
