package io.tidegate.itests.system;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import io.tidegate.itests.harness.Home;
import io.tidegate.sim.meter.SimulatedMeter;
import io.tidegate.sim.stations.Battery;
import io.tidegate.sim.stations.SimulatedEvse;
import io.tidegate.sim.stations.SimulatedStation;
import io.tidegate.sim.stations.StationSettings;
import io.tidegate.sim.stations.Vehicle;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The depot of {@code site.yaml}: four stations with vehicles and the grid meter, over real
 * sockets. One thread moves all of it, twenty times a second. The vehicle at CS04 has not agreed to
 * discharge.
 */
final class Depot implements AutoCloseable {
  static final int STATIONS = 4;
  static final int NOT_PERMITTED = 4;
  static final double SAFE_SHARE_W = 4_200;
  private static final double BUILDING_W = 8_000;
  private static final long STEP_MS = 50;

  private final ScheduledExecutorService simulation =
      Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "simulation"));
  private final List<SimulatedStation> stations = new ArrayList<>();
  private final int meterPort;
  private SimulatedMeter meter;
  private long lastNanos = System.nanoTime();
  private Sample latest = new Sample(List.of());
  private List<Sample> recorded = new ArrayList<>();
  private String defect = "";

  /** What one EVSE does; powers in W, positive into the vehicle. */
  record Evse(
      boolean accepted,
      boolean plugged,
      double limitW,
      double powerW,
      double importWh,
      double exportWh,
      int updates) {}

  /** The depot at one step. */
  record Sample(List<Evse> evses) {
    double vehiclesW() {
      return evses.stream().mapToDouble(Evse::powerW).sum();
    }

    long accepted() {
      return evses.stream().filter(Evse::accepted).count();
    }

    /** Nobody gives power, nor is asked to. */
    boolean chargeOnly() {
      return evses.stream().allMatch(e -> e.limitW() >= 0 && e.powerW() > -100);
    }

    long charging() {
      return evses.stream().filter(e -> e.powerW() > 1_000).count();
    }
  }

  /** Stations and meter of a home that {@link #configure} has prepared. */
  Depot(Home home, int meterPort) throws Exception {
    this(home, meterPort, Set.of());
  }

  /**
   * @param newest numbers of the stations that speak OCPP 2.1, as {@link #configure} was told
   */
  Depot(Home home, int meterPort, Set<Integer> newest) throws Exception {
    this.meterPort = meterPort;
    meter = new SimulatedMeter(meterPort);
    HttpClient http =
        HttpClient.newBuilder()
            .executor(Executors.newFixedThreadPool(2, r -> daemon(r, "stations")))
            .build();
    Protocol older = Ocpp201.protocol();
    Protocol newer = Ocpp21.protocol();
    for (int n = 1; n <= STATIONS; n++) {
      StationSettings settings =
          new StationSettings(
              "CS0" + n,
              home.ocpp(),
              "",
              1,
              3,
              11_000,
              11_000,
              0,
              Duration.ofSeconds(1),
              Duration.ofSeconds(n - 2L)); // clocks of stations are never right
      stations.add(
          new SimulatedStation(settings, http, simulation, newest.contains(n) ? newer : older));
    }
    simulation.scheduleAtFixedRate(this::step, 0, STEP_MS, TimeUnit.MILLISECONDS);
  }

  /** The depot's site, meter and tokens in a home's configuration. */
  static void configure(Home home, int meterPort) throws IOException {
    home.copy(Depot.class, "site.yaml", "config/site.yaml")
        .copy(Depot.class, "meter.yaml", "config/registers/simulated.yaml")
        .write(
            "config/io.tidegate.hardware.modbus.bus~grid.cfg",
            "name = grid\nhost = 127.0.0.1\nport = "
                + meterPort
                + "\nbackOffMinMs = 200\nbackOffMaxMs = 500\n")
        .write(
            "config/io.tidegate.hardware.modbus.meter~grid.cfg",
            "name = grid\nbus = grid\nmap = simulated\n")
        .set("io.tidegate.charging.ocpp.v201/idtokens=any")
        .set("io.tidegate.charging.ocpp.v21/idtokens=any");
  }

  /** The same with stations that discharge by the operation modes of OCPP 2.1. */
  static void configure(Home home, int meterPort, Set<Integer> newest) throws IOException {
    configure(home, meterPort);
    Path file = home.folder().resolve("config/site.yaml");
    String site = Files.readString(file);
    for (int n : newest) {
      String id = "- id: CS0" + n + "\n    discharge: ";
      site = site.replace(id + "negative-limit", id + "ocpp2.1");
    }
    Files.writeString(file, site);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void step() {
    try {
      long now = System.nanoTime();
      double seconds = (now - lastNanos) / 1e9;
      lastNanos = now;
      double vehiclesW = 0;
      List<Evse> evses = new ArrayList<>();
      for (SimulatedStation station : stations) {
        station.step(seconds);
        SimulatedEvse evse = station.evse(1);
        vehiclesW += evse.powerW();
        evses.add(
            new Evse(
                station.accepted(),
                evse.vehicle().isPresent(),
                evse.limitW(),
                evse.powerW(),
                evse.importWh(),
                evse.exportWh(),
                evse.updates()));
      }
      if (meter != null) {
        meter.power(BUILDING_W + vehiclesW);
      }
      publish(new Sample(List.copyOf(evses)));
    } catch (RuntimeException e) {
      synchronized (this) {
        defect = "the simulation has a defect: " + e;
      }
    }
  }

  private synchronized void publish(Sample sample) {
    latest = sample;
    recorded.add(sample);
    notifyAll();
  }

  synchronized Sample latest() {
    return latest;
  }

  /** Forgets the samples so far. */
  synchronized void record() {
    recorded = new ArrayList<>();
  }

  /** All samples since {@link #record}. */
  synchronized List<Sample> recorded() {
    return List.copyOf(recorded);
  }

  /** Waits for a sample that fits; how long it took. */
  synchronized Duration await(String what, Duration most, Predicate<Sample> fits)
      throws InterruptedException {
    long begin = System.nanoTime();
    while (!fits.test(latest)) {
      long left = (begin + most.toNanos() - System.nanoTime()) / 1_000_000;
      if (left <= 0 || !defect.isEmpty()) {
        throw new AssertionError("not within " + most + ": " + what + "\n" + latest + defect);
      }
      wait(left);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void run(Callable<?> work) throws Exception {
    try {
      simulation.submit(work).get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the simulation has a defect", e);
    }
  }

  /** All stations connect. */
  void start() throws Exception {
    run(
        () -> {
          stations.forEach(SimulatedStation::start);
          return null;
        });
    await("all stations are accepted", Duration.ofSeconds(60), s -> s.accepted() == STATIONS);
  }

  /** A half-full vehicle with time at every station. */
  void plugInAll() throws Exception {
    for (int n = 1; n <= STATIONS; n++) {
      plugIn(n, 55);
    }
  }

  void plugIn(int station, double socPct) throws Exception {
    Battery battery = new Battery(60_000, socPct, 400_000);
    Vehicle vehicle =
        new Vehicle(
            "EV" + station,
            battery,
            11_000,
            11_000,
            80,
            Optional.empty(),
            station != NOT_PERMITTED);
    run(
        () -> {
          stations.get(station - 1).plugIn(1, vehicle);
          return null;
        });
  }

  void unplug(int station) throws Exception {
    run(
        () -> {
          stations.get(station - 1).unplug(1);
          return null;
        });
  }

  /** What a station has installed, as it names it itself. */
  String firmware(int station) throws Exception {
    String[] installed = new String[1];
    run(() -> installed[0] = stations.get(station - 1).firmware());
    return installed[0];
  }

  void unplugAll() throws Exception {
    run(
        () -> {
          stations.forEach(s -> s.unplug(1));
          return null;
        });
  }

  /** A driver agrees to discharge, or no longer does. */
  void permit(int station, boolean discharge) throws Exception {
    run(
        () -> {
          stations.get(station - 1).permit(1, discharge);
          return null;
        });
  }

  void mains(double voltageV, double frequencyHz) throws Exception {
    run(
        () -> {
          meter.mains(voltageV, frequencyHz);
          return null;
        });
  }

  /** The meter's network is gone: its port and its connections are closed. */
  void meterGone() throws Exception {
    run(
        () -> {
          meter.close();
          meter = null;
          return null;
        });
  }

  void meterBack() throws Exception {
    run(
        () -> {
          meter = meter == null ? new SimulatedMeter(meterPort) : meter;
          return null;
        });
  }

  @Override
  public void close() {
    simulation.shutdownNow();
    if (meter != null) {
      meter.close();
    }
  }
}
