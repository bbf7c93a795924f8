package io.tidegate.bench;

import io.tidegate.sim.meter.SimulatedMeter;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway of its own for a benchmark: the real distribution in a child process, on a temporary
 * home.
 */
public final class BenchGateway implements AutoCloseable {
  final URI ocpp;
  final URI rest;
  private final SimulatedMeter meter;

  /** What the meter's transformer divides by: its register holds 327 kW at most. */
  private final int transformation;

  final double readySeconds;
  private final Process process;
  private final Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;

  /**
   * Starts it and waits until it is ready.
   *
   * @param command path of {@code bin/tidegate}
   * @param settings {@code PID.key=value}
   */
  public BenchGateway(String command, int evses, List<String> settings) throws Exception {
    this(command, evses, home -> BenchSite.yaml(evses), settings);
  }

  /** What a gateway's home needs beside the meter. */
  interface Prepared {
    /** Writes what else there is; the site file. */
    String site(Path home) throws IOException, GeneralSecurityException;
  }

  /**
   * Starts one with another site.
   *
   * @param evses how many of 11 kW the meter has to bear
   */
  BenchGateway(String command, int evses, Prepared prepared, List<String> settings)
      throws Exception {
    home = Files.createTempDirectory("tidegate-bench");
    int ocppPort = freePort();
    int restPort = freePort();
    int meterPort = freePort();
    ocpp = URI.create("ws://127.0.0.1:" + ocppPort + "/");
    rest = URI.create("http://127.0.0.1:" + restPort + "/");
    meter = new SimulatedMeter(meterPort);
    transformation = 1 + evses * 11_000 / 300_000;
    configure(prepared.site(home), meterPort);
    List<String> line = new ArrayList<>(List.of(command, "run", "--home", home.toString()));
    List<String> all =
        new ArrayList<>(
            List.of(
                "io.tidegate.charging.ocpp.transport.port=" + ocppPort,
                "io.tidegate.charging.ocpp.transport.security.minimum=0",
                "io.tidegate.charging.ocpp.v201.idtokens=any",
                "io.tidegate.core.clock.source=assumed",
                "io.tidegate.core.planner.enabled=false",
                "org.apache.felix.http.org.osgi.service.http.port=" + restPort));
    all.addAll(settings);
    for (String setting : all) {
      line.add("--set");
      line.add(setting);
    }
    long begin = System.nanoTime();
    process = new ProcessBuilder(line).redirectErrorStream(true).start();
    // a benchmark that is interrupted leaves no gateway behind
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    String read = out.readLine();
    while (read != null && !read.startsWith("ready")) {
      said.append(read).append('\n');
      read = out.readLine();
    }
    if (read == null) {
      throw new IOException("the gateway did not become ready:\n" + said);
    }
    readySeconds = (System.nanoTime() - begin) / 1e9;
    Thread drain = new Thread(() -> drain(out), "gateway-output");
    drain.setDaemon(true);
    drain.start();
    token = Files.readString(home.resolve("data/secrets/rest.token")).strip();
  }

  /** What the grid meter measures from now on, W. */
  public void metered(double powerW) {
    meter.power(powerW / transformation);
  }

  private static void drain(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // only so that the gateway never waits for its reader
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void configure(String site, int meterPort) throws IOException {
    Path config = Files.createDirectories(home.resolve("config/registers")).getParent();
    Files.writeString(config.resolve("site.yaml"), site);
    try (var map = BenchGateway.class.getResourceAsStream("bench-meter.yaml")) {
      String text = new String(map.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          config.resolve("registers/bench-meter.yaml"),
          text.replace("SCALE", Integer.toString(10 * transformation)));
    }
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.bus~grid.cfg"),
        "name = grid\nhost = 127.0.0.1\nport = " + meterPort + "\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.meter~grid.cfg"),
        "name = grid\nbus = grid\nunit = 1\nmap = bench-meter\nintervalMs = 200\n");
  }

  /** A connection of its own for commands. */
  CommandLine commands() throws IOException {
    return new CommandLine(rest, token);
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(rest.resolve(path))
            .timeout(Duration.ofSeconds(6))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(rest.resolve(path))
                .timeout(Duration.ofSeconds(6))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** CPU time of the gateway's process (the JVM, not its shell), s. */
  double cpuSeconds() {
    return jvm().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** Resident memory, MiB. */
  double residentMib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + jvm().pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return Double.NaN;
  }

  /** The JVM, not its shell. */
  public long pid() {
    return jvm().pid();
  }

  /** Where stations connect, without their identity. */
  public URI ocpp() {
    return ocpp;
  }

  private ProcessHandle jvm() {
    return process.descendants().findFirst().orElse(process.toHandle());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(6, java.util.concurrent.TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    meter.close();
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
