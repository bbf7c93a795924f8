package io.tidegate.itests.updates;

import io.tidegate.bench.ocpp.Fleet;
import io.tidegate.bench.ocpp.LoadOptions;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Logbook;
import io.tidegate.sim.ev.SimulatedVehicle;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import io.tidegate.sim.ev.bays.Bays;
import io.tidegate.sim.meter.SimulatedMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What goes on at a site while releases come: stations of OCPP 2.0.1 that talk, vehicles of ISO
 * 15118-20 in their charge loops at EVSEs of the gateway's own, a meter, and a policy that limits
 * what it shows.
 */
final class BusySite implements AutoCloseable {
  private static final long METER_MS = 100;
  private static final double BUILDING_W = 5_000;
  private static final double OWN_KW = 5;

  private final int stations;
  private final Home home;
  private final Bays bays;
  private final SimulatedMeter meter;
  private final io.tidegate.sim.ev.Fleet vehicles = new io.tidegate.sim.ev.Fleet(1);
  private final List<Driven> driven = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "surroundings");
            thread.setDaemon(true);
            return thread;
          });

  /** A vehicle and what happened to it. */
  record Driven(SimulatedVehicle vehicle, Logbook log) {}

  BusySite(Path folder, int stations, int evses) throws Exception {
    this.stations = stations;
    home =
        Home.in(folder)
            .set("io.tidegate.core.planner/enabled=false")
            // a busy machine; the timeouts themselves are tested elsewhere, without a clock
            .set("io.tidegate.charging.iso15118.v20/loop.grace.ms=15000")
            .set("io.tidegate.policy.peak.shaving/enabled=true")
            .set("io.tidegate.policy.peak.shaving/thresholdKw=15000");
    bays = new Bays("E", Home.freePorts(evses), evses);
    bays.configure(home.folder());
    // ten times fewer reports of the boards than usual: this machine is the whole site
    String board = "config/io.tidegate.hardware.charger.board~E0.cfg";
    home.write(board, home.text(board) + "periodMs = 100\n");
    int port = Home.freePorts(1)[0];
    meter = new SimulatedMeter(port);
    home.write("config/site.yaml", site())
        .copy(BusySite.class, "meter.yaml", "config/registers/simulated.yaml")
        .write(
            "config/io.tidegate.hardware.modbus.bus~grid.cfg",
            "name = grid\nhost = 127.0.0.1\nport = " + port + "\n")
        .write(
            "config/io.tidegate.hardware.modbus.meter~grid.cfg",
            "name = grid\nbus = grid\nmap = simulated\n");
    var unused =
        clock.scheduleAtFixedRate(
            () -> meter.power(BUILDING_W + bays.powerW()), 0, METER_MS, TimeUnit.MILLISECONDS);
  }

  private String site() {
    StringBuilder out = new StringBuilder("site: Hundred updates\n");
    out.append("grid: {importCapKw: 20000, exportCapKw: 20000, nominalVoltageV: 230,");
    out.append(" nominalFrequencyHz: 50, buildingDesignLoadKw: 15, meter: grid}\n");
    out.append("nodes:\n  - {id: T1, kind: transformer, parent: grid, ratingKw: 20000}\n");
    out.append("stations:\n");
    for (int n = 0; n < stations; n++) {
      out.append("  - {id: CS").append(n);
      out.append(", setpointInterval: 0s, evses: [{id: E-CS").append(n);
      out.append(", number: 1, node: T1, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}\n");
    }
    out.append(bays.stations("grid", OWN_KW));
    out.append("mandates:\n");
    out.append("  - {id: \"policy:peak-shaving\", kind: local, highest: contract}\n");
    return out.toString();
  }

  Home home() {
    return home;
  }

  Fleet stations(int aSecond) throws Exception {
    return new Fleet(
        LoadOptions.of(
            "--url",
            home.ocpp().toString(),
            "--stations",
            "" + stations,
            "--prefix",
            "CS",
            "--protocol",
            "ocpp2.0.1",
            "--rate",
            "" + aSecond));
  }

  /** Plugs a vehicle in at each EVSE, and waits until all are in their charge loops. */
  void plugIn(Rest rest) throws Exception {
    Await.until("EVSEs that are ready", Scene.PATIENCE, () -> ready(rest));
    for (int i = 0; i < bays.count(); i++) {
      VehicleProfile profile =
          VehicleProfile.dc(String.format(Locale.ROOT, "WTDG%05d", i))
              .bothWays()
              .with(Pace.PATIENT);
      Logbook log = new Logbook();
      SimulatedVehicle vehicle =
          vehicles.add(
              profile,
              new Battery(60_000, 60, 400, 10),
              bays.plug(i),
              bays.pki().vehicle(profile.evccId()),
              bays.door(i),
              log);
      driven.add(new Driven(vehicle, log));
    }
    Await.until(
        "all vehicles charge",
        Scene.PATIENCE,
        () -> vehicles.figures().inLoop() == bays.count() && charging() == bays.count(),
        () -> vehicles.figures() + " " + vehicles.endings());
  }

  /** An answer without these checks is one of a gateway that is not all there yet. */
  private boolean ready(Rest rest) throws Exception {
    int seen = 0;
    for (var check : rest.get("/api/v1/health").body().path("checks")) {
      String name = check.path("name").asText();
      boolean ours = name.startsWith("evse ") || name.equals("iso15118-20");
      if (ours && check.path("status").asText().equals("critical")) {
        return false;
      }
      seen += ours ? 1 : 0;
    }
    return seen > bays.count();
  }

  /** EVSEs whose contactors are closed. */
  int charging() {
    int count = 0;
    for (int i = 0; i < bays.count(); i++) {
      count += bays.evse(i).energised() ? 1 : 0;
    }
    return count;
  }

  /** Whether a contactor has ever opened under current. */
  boolean arced() {
    for (int i = 0; i < bays.count(); i++) {
      if (bays.evse(i).arced()) {
        return true;
      }
    }
    return false;
  }

  /** Charge loops of each vehicle so far. */
  List<Long> looped() {
    return driven.stream().map(d -> d.log().looped()).toList();
  }

  io.tidegate.sim.ev.Fleet.Figures vehicles() {
    return vehicles.figures();
  }

  /** What was said of sessions that are over. */
  String endings() {
    return vehicles.endings().toString();
  }

  /** Tells all vehicles to stop, in order, and waits until they have. */
  void leave() throws InterruptedException {
    vehicles.stop();
    Await.until(
        "all vehicles have ended",
        Scene.PATIENCE,
        () -> driven.stream().allMatch(d -> d.vehicle().ended().isDone()));
  }

  /** How often the meter was read. */
  long polls() {
    return meter.polls();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    vehicles.close();
    bays.close();
    meter.close();
  }
}
