package io.tidegate.itests.vehicles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.sim.board.SimulatedEvse;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Plug;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vehicle in another network namespace than the gateway, with a pair of virtual interfaces
 * between as the power line: matching, discovery by multicast, TLS, charge, discharge on a grid
 * command, a clean stop. Needs root and iproute2; without them it fails.
 */
@Tag("long")
class NamespacesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final String name = "tgi" + ProcessHandle.current().pid() % 100_000;
  private final StringBuffer said = new StringBuffer();
  private Process vehicle;
  private BufferedWriter tell;

  private static void run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("%s (needs root and apt-get install iproute2): %s", List.of(words), output)
        .isZero();
  }

  @Test
  void matchesFindsSpeaksChargesDeliversAndStopsFromOneNamespaceToAnother(@TempDir Path folder)
      throws Exception {
    run("ip", "netns", "add", name);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      run("ip", "link", "add", name, "type", "veth", "peer", "name", "vehicle", "netns", name);
      run("ip", "link", "set", name, "up");
      run("ip", "-n", name, "link", "set", "vehicle", "up");
      try (OwnSite site = new OwnSite(folder, name, 1, 0)) {
        site.home()
            .write(
                "config/io.tidegate.charging.slac~E01.cfg",
                "evse = E01\ninterface = " + name + "\n");
        site.start();
        begin(site, folder);
        SimulatedEvse evse = site.bays().evse(0);
        var unused = clock.scheduleAtFixedRate(() -> feel(site), 0, 20, TimeUnit.MILLISECONDS);
        await(site, "a match", () -> said.indexOf("matched") >= 0);
        await(site, "charge", () -> evse.powerW() > 3_000);
        site.command("give-ns", -20_000, 30);
        await(site, "discharge", () -> evse.powerW() < -19_000);
        tell("stop");
        await(site, "a clean stop", () -> said.indexOf("ended DONE") >= 0);
        await(site, "open", () -> !evse.energised());
        assertThat(evse.arced()).isFalse();
      }
    } finally {
      clock.shutdownNow();
      if (vehicle != null) {
        vehicle.destroyForcibly().waitFor();
      }
      run("ip", "netns", "del", name);
    }
  }

  private void await(OwnSite site, String what, Await.Condition condition)
      throws InterruptedException {
    Await.until(what, PATIENCE, condition, () -> said + "\n" + site.story());
  }

  private void begin(OwnSite site, Path folder) throws Exception {
    Credentials credentials = site.pki().vehicle("WNS1");
    Credentials.Held held = credentials.vehicle().orElseThrow();
    Files.write(folder.resolve("key"), held.key().getEncoded());
    Files.write(folder.resolve("chain"), der(held.chain()));
    Files.write(folder.resolve("anchor"), der(credentials.anchors()));
    vehicle =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                name,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                VehicleProcess.class.getName(),
                "vehicle",
                Integer.toString(site.bays().door(0).sdpPort()),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    tell = vehicle.outputWriter(StandardCharsets.UTF_8);
    Plug plug = site.bays().plug(0);
    Thread reader = new Thread(() -> obey(vehicle.inputReader(StandardCharsets.UTF_8), plug));
    reader.setDaemon(true);
    reader.start();
  }

  private static byte[] der(List<X509Certificate> certificates) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (X509Certificate certificate : certificates) {
      bytes.write(certificate.getEncoded());
    }
    return bytes.toByteArray();
  }

  private void obey(BufferedReader lines, Plug plug) {
    lines
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ");
              switch (words[0]) {
                case "pilot" -> plug.pilot(Plug.Pilot.valueOf(words[1]));
                case "battery" ->
                    plug.battery(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
                case "isolate" -> plug.isolate();
                case "draw" -> plug.draw(Double.parseDouble(words[1]));
                default -> said.append(line).append('\n');
              }
            });
  }

  private void feel(OwnSite site) {
    Plug.Reading felt = site.bays().plug(0).reading();
    tell(
        "felt "
            + felt.contactorClosed()
            + " "
            + felt.volts()
            + " "
            + felt.amps()
            + " "
            + felt.watts()
            + " "
            + felt.dutyPct());
  }

  private synchronized void tell(String line) {
    try {
      tell.write(line + "\n");
      tell.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
