package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.sim.slac.Main;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over raw Ethernet: our end of a veth pair in this network namespace, the vehicle's in another, as
 * a process of its own. Needs root and iproute2; without them it fails.
 */
@Tag("long")
class NamespacesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir Path temporary;

  /**
   * The kernel takes a namespace and its interfaces away when it finds the time: each test has
   * other names.
   */
  private final String name =
      "tgv" + ProcessHandle.current().pid() % 100_000 + "n" + NAMES.incrementAndGet();

  private PacketLoop loop;
  private SlacLink link;
  private Process vehicle;
  private BufferedWriter tell;
  private BufferedReader said;

  @BeforeEach
  void joinTheNamespaces() throws Exception {
    run("ip", "netns", "add", name);
    run("ip", "link", "add", name + "e", "type", "veth", "peer", "name", "vehicle", "netns", name);
    run("ip", "link", "set", name + "e", "up");
    run("ip", "-n", name, "link", "set", "vehicle", "up");
    vehicle =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                name,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "vehicle")
            .redirectErrorStream(true)
            .start();
    tell = vehicle.outputWriter(StandardCharsets.UTF_8);
    said = vehicle.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo("ready");
    loop = new PacketLoop(temporary);
    link =
        loop.add(
            SlacSettings.read("slac~E01", Map.of("evse", "E01", "interface", name + "e"))
                .orElseThrow());
  }

  @AfterEach
  void cleanUp() throws Exception {
    loop.remove(link);
    loop.close();
    vehicle.destroyForcibly().waitFor();
    run("ip", "netns", "del", name);
  }

  private static void run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("%s (needs root and apt-get install iproute2): %s", List.of(words), output)
        .isZero();
  }

  private String ask(String line) throws IOException {
    tell.write(line + "\n");
    tell.flush();
    return said.readLine();
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s, not %s", what, link.report()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void state(PlcLink.State state) throws InterruptedException {
    await(state.name(), () -> link.report().state() == state);
  }

  @Test
  void matchesWatchesAndLeavesOverRawEthernet() throws Exception {
    state(PlcLink.State.UNMATCHED);
    link.match();
    state(PlcLink.State.MATCHING);
    await("the key is set", () -> link.report().detail().startsWith("No vehicle has asked"));
    assertThat(ask("match")).startsWith("matched ").endsWith(" 12.0 dB");
    state(PlcLink.State.MATCHED);
    assertThat(link.report().attenuationDb()).isEqualTo(12);
    ask("statistics off");
    await("signs of life", () -> link.report().lossPct() == 0);
    ask("lose 10");
    await("loss", () -> link.report().lossPct() > 5);
    ask("lose 0");
    ask("leave");
    state(PlcLink.State.FAILED);
    assertThat(link.report().detail()).contains("has left the network");

    link.match();
    await("the key is set", () -> link.report().detail().startsWith("No vehicle has asked"));
    assertThat(ask("match")).startsWith("matched ");
    state(PlcLink.State.MATCHED);
    link.terminate();
    state(PlcLink.State.UNMATCHED);
    assertThat(link.report().attenuationDb()).isNaN();
  }

  @Test
  void comesBackWhenTheInterfaceDoes() throws Exception {
    state(PlcLink.State.UNMATCHED);
    run("ip", "link", "set", name + "e", "down");
    state(PlcLink.State.DOWN);
    run("ip", "link", "set", name + "e", "up");
    state(PlcLink.State.UNMATCHED);
    link.match();
    await("the key is set", () -> link.report().detail().startsWith("No vehicle has asked"));
    assertThat(ask("match")).startsWith("matched ");
    assertThat(link.report().attenuationDb()).isCloseTo(12, within(0.01));
  }

  @Test
  void endsItsThreadWithItsLastLink() throws Exception {
    state(PlcLink.State.UNMATCHED);
    loop.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("tidegate-slac"));
  }
}
