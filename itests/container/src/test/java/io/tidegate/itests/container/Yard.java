package io.tidegate.itests.container;

import io.tidegate.codec.ocpp.json.v201.Ocpp201;
import io.tidegate.sim.meter.SimulatedMeter;
import io.tidegate.sim.stations.Battery;
import io.tidegate.sim.stations.SimulatedStation;
import io.tidegate.sim.stations.StationSettings;
import io.tidegate.sim.stations.Vehicle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Two simulated stations with a vehicle each, a building and a meter, over real sockets. They live
 * on while gateways come and go.
 */
final class Yard implements AutoCloseable {
  static final double SAFE_SHARE_W = 4_200;
  private static final double BUILDING_W = 20_000;
  private static final long STEP_MS = 50;

  private final int ocppPort = freePort();
  private final int meterPort = freePort();
  private final ScheduledExecutorService simulation = Executors.newSingleThreadScheduledExecutor();
  private final List<SimulatedStation> stations = new ArrayList<>();
  private final SimulatedMeter meter;

  Yard() throws Exception {
    meter = new SimulatedMeter(meterPort);
    meter.mains(230, 50);
    for (String id : List.of("CS01", "CS02")) {
      StationSettings settings =
          new StationSettings(
              id,
              URI.create("ws://127.0.0.1:" + ocppPort + "/"),
              "",
              1,
              3,
              11_000,
              11_000,
              0,
              Duration.ofSeconds(1),
              Duration.ZERO);
      stations.add(
          new SimulatedStation(
              settings, HttpClient.newHttpClient(), simulation, Ocpp201.protocol()));
    }
    simulation.scheduleAtFixedRate(this::step, 0, STEP_MS, TimeUnit.MILLISECONDS);
    simulation.execute(() -> stations.forEach(SimulatedStation::start));
  }

  private void step() {
    double gridW = BUILDING_W;
    for (SimulatedStation station : stations) {
      station.step(STEP_MS / 1000.0);
      gridW += station.evse(1).powerW();
    }
    meter.power(gridW);
  }

  /** Writes the configuration of a gateway that serves this yard. */
  void configure(Path home) throws IOException {
    Path config = Files.createDirectories(home.resolve("config"));
    StringBuilder site =
        new StringBuilder(
            """
            site: Test yard
            grid: {importCapKw: 60, exportCapKw: 30, buildingDesignLoadKw: 25, meter: grid}
            stations:
            """);
    for (int n = 1; n <= 2; n++) {
      site.append(
          """
            - id: CS0%1$d
              discharge: negative-limit
              setpointInterval: 0s
              evses:
                - {id: E0%1$d, number: 1, node: grid, phases: L123, maxChargeKw: 11, maxDischargeKw: 11, safeShareKw: 4.2,
                   rampKwPerS: 11, dwellS: 1}
          """
              .formatted(n));
    }
    site.append("mandates: [{id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}]\n");
    // Discharge returns a second after the mains are seen to be good, not a minute.
    site.append("safety: {reenableDelayS: 1}\n");
    Files.writeString(config.resolve("site.yaml"), site);
    Files.createDirectories(config.resolve("registers"));
    Files.writeString(
        config.resolve("registers/yard.yaml"),
        """
        meter: Simulated meter
        registers:
          - {quantity: active_power_w, register: 40001, type: int16, scale: 10}
          - {quantity: voltage_v, register: 40003, type: uint16, scale: 0.1}
          - {quantity: frequency_hz, register: 40004, type: uint16, scale: 0.01}
        """);
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.bus~grid.cfg"),
        "name = grid\nhost = 127.0.0.1\nport = " + meterPort + "\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.meter~grid.cfg"),
        "name = grid\nbus = grid\nunit = 1\nmap = yard\nintervalMs = 100\n");
  }

  /** Settings of the command line of such a gateway. */
  String[] settings() {
    return new String[] {
      "io.tidegate.charging.ocpp.transport/port=" + ocppPort,
      "io.tidegate.charging.ocpp.v201/idtokens=any",
      "io.tidegate.core.clock/source=assumed"
    };
  }

  /** A vehicle at each station, half full, whose driver has agreed to discharge. */
  void plugIn() {
    simulation.execute(
        () ->
            stations.forEach(
                s ->
                    s.plugIn(
                        1,
                        new Vehicle(
                            "car at " + s.id(),
                            new Battery(50_000, 60, 400_000),
                            11_000,
                            11_000,
                            90,
                            Optional.empty(),
                            true))));
  }

  /** What the stations are told to do together, W. */
  double limitW() throws Exception {
    return sum(station -> station.evse(1).limitW());
  }

  /** The highest that one station is told to do, W. */
  double highestLimitW() throws Exception {
    return simulation
        .submit(() -> stations.stream().mapToDouble(s -> s.evse(1).limitW()).max().orElseThrow())
        .get();
  }

  /** Energy out of the vehicles so far, Wh. */
  double exportWh() throws Exception {
    return sum(station -> station.evse(1).exportWh());
  }

  boolean accepted() throws Exception {
    return simulation.submit(() -> stations.stream().allMatch(SimulatedStation::accepted)).get();
  }

  private double sum(ToDoubleFunction<SimulatedStation> value) throws Exception {
    return simulation.submit(() -> stations.stream().mapToDouble(value).sum()).get();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    simulation.shutdownNow();
    meter.close();
  }
}
