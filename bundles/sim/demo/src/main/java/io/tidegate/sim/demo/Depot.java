package io.tidegate.sim.demo;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.v16.Ocpp16;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import io.tidegate.sim.meter.SimulatedMeter;
import io.tidegate.sim.stations.SimulatedEvse;
import io.tidegate.sim.stations.SimulatedStation;
import io.tidegate.sim.stations.StationSettings;
import io.tidegate.sim.stations.Vehicle;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twelve stations behind two transformers, a building, a meter. One thread moves all of it, twenty
 * times a second.
 */
final class Depot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Depot.class);
  static final int STATIONS = 12;

  /** These speak OCPP 2.1, as the site file of the demo says. */
  private static final Set<Integer> NEWEST = Set.of(2, 3);

  /** This one speaks OCPP 1.6, which is charge-only. */
  static final int OLDEST = 4;

  private static final long STEP_MS = 50;

  /** How fast the building's load changes. */
  private static final double RAMP_W_PER_S = 8_000;

  private final ScheduledExecutorService simulation =
      Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "simulation"));
  private final List<SimulatedStation> stations = new ArrayList<>();
  private final SimulatedMeter meter;
  private final Watch watch;
  private final DoubleSupplier own;
  private final ScheduledFuture<?> ticking;
  private double buildingW = 20_000;
  private double buildingGoalW = 20_000;
  private long lastNanos = System.nanoTime();

  /** What one EVSE does now. */
  record View(int number, Optional<Vehicle> vehicle, double limitW, double powerW, double socPct) {}

  /**
   * @param own what flows into vehicles at EVSEs of the gateway's own, W
   */
  Depot(URI ocpp, int meterPort, HttpClient http, Watch watch, DoubleSupplier own)
      throws Exception {
    this.watch = watch;
    this.own = own;
    meter = new SimulatedMeter(meterPort);
    Protocol usual = Ocpp201.protocol();
    Protocol newest = Ocpp21.protocol();
    Protocol oldest = Ocpp16.protocol();
    for (int n = 1; n <= STATIONS; n++) {
      // clocks of stations are never right
      Duration clockError = Duration.ofSeconds(n % 3 - 1L);
      StationSettings settings =
          new StationSettings(
              id(n), ocpp, "", 1, 3, 11_000, 11_000, 0, Duration.ofSeconds(1), clockError);
      Protocol protocol = n == OLDEST ? oldest : NEWEST.contains(n) ? newest : usual;
      stations.add(new SimulatedStation(settings, http, simulation, protocol));
    }
    step();
    ticking = simulation.scheduleAtFixedRate(this::safely, STEP_MS, STEP_MS, TimeUnit.MILLISECONDS);
  }

  static String id(int station) {
    return String.format(Locale.ROOT, "CS%02d", station);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void safely() {
    try {
      step();
    } catch (RuntimeException e) {
      LOG.error("The simulation has a defect", e);
    }
  }

  private void step() {
    long now = System.nanoTime();
    double seconds = (now - lastNanos) / 1e9;
    lastNanos = now;
    double change =
        Math.max(
            -RAMP_W_PER_S * seconds, Math.min(RAMP_W_PER_S * seconds, buildingGoalW - buildingW));
    buildingW += change;
    double[] node = new double[2];
    for (int n = 0; n < stations.size(); n++) {
      stations.get(n).step(seconds);
      node[n < STATIONS / 2 ? 0 : 1] += evse(n + 1).powerW();
    }
    double ownW = own.getAsDouble();
    double gridW = buildingW + node[0] + node[1] + ownW;
    meter.power(gridW);
    watch.sample(gridW, node[0], node[1], ownW, views());
  }

  private SimulatedEvse evse(int station) {
    return stations.get(station - 1).evse(1);
  }

  private List<View> views() {
    List<View> views = new ArrayList<>();
    for (int n = 1; n <= stations.size(); n++) {
      SimulatedEvse evse = evse(n);
      double soc = evse.vehicle().map(v -> v.battery().socPct()).orElse(Double.NaN);
      views.add(new View(n, evse.vehicle(), evse.limitW(), evse.powerW(), soc));
    }
    return views;
  }

  /** Runs something on the simulation's thread and waits for it. */
  <T> T on(Callable<T> work) throws InterruptedException {
    try {
      return simulation.submit(work).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulation has a defect", e.getCause());
    }
  }

  void run(Runnable work) throws InterruptedException {
    on(
        () -> {
          work.run();
          return null;
        });
  }

  SimulatedStation station(int number) {
    return stations.get(number - 1);
  }

  /** Lets the building's load go there. Call on the simulation's thread. */
  void building(double powerW) {
    buildingGoalW = powerW;
  }

  SimulatedMeter meter() {
    return meter;
  }

  long accepted() throws InterruptedException {
    return on(() -> stations.stream().filter(SimulatedStation::accepted).count());
  }

  double importWh(int station) throws InterruptedException {
    return on(() -> evse(station).importWh());
  }

  double exportWh(int station) throws InterruptedException {
    return on(() -> evse(station).exportWh());
  }

  @Override
  public void close() {
    ticking.cancel(false);
    simulation.shutdownNow();
    meter.close();
  }
}
