package io.tidegate.sim.demo;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Logbook;
import io.tidegate.sim.ev.Loop;
import io.tidegate.sim.ev.SimulatedVehicle;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Needs;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import io.tidegate.sim.ev.Yard;
import io.tidegate.sim.ev.bays.Bays;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Three vehicles that speak ISO 15118-20 with the gateway itself, over TLS: two at DC, one at AC,
 * all of them in both directions.
 */
final class OwnVehicles implements AutoCloseable {
  /** Of the grid connection, with them. */
  static final int IMPORT_CAP_KW = 115;

  private static final int COUNT = 3;
  private static final int DIRECT = 2;
  private static final double KILOWATTS = 11;
  private static final double CAPACITY_WH = 600;
  private static final double RESERVE_PCT = 20;
  private static final double CHARGES_W = 1_000;
  private static final long PATIENCE_S = 10;

  /** Held, so that its level is. */
  private static final Logger TLS_LOG = Logger.getLogger("org.bouncycastle");

  private final Bays bays;
  private final Yard yard = new Yard(1);
  private final List<SimulatedVehicle> vehicles = new ArrayList<>();
  private final List<Logbook> logs = new ArrayList<>();

  static {
    // libraries that would choose a logger by themselves, and speak between the lines of the demo
    InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
    TLS_LOG.setLevel(Level.OFF);
  }

  OwnVehicles() throws IOException, GeneralSecurityException {
    int[] doors = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      try (DatagramSocket probe = new DatagramSocket(0)) {
        doors[i] = probe.getLocalPort();
      }
    }
    bays = new Bays("V", doors, DIRECT);
  }

  /** The gateway's configuration; the site file gets their stations. */
  String configure(Path home, String site) throws IOException, GeneralSecurityException {
    bays.configure(home);
    // three safe shares more
    return site.replace("importCapKw: 100,", "importCapKw: " + IMPORT_CAP_KW + ",")
        .replace("mandates:\n", bays.stations("grid", KILOWATTS) + "mandates:\n");
  }

  void plugIn() throws GeneralSecurityException {
    for (int i = 0; i < COUNT; i++) {
      String name = "WTDG0000000000V" + (i + 1);
      VehicleProfile plain = i < DIRECT ? VehicleProfile.dc(name) : VehicleProfile.ac(name);
      VehicleProfile profile =
          plain
              .bothWays()
              .with(new Needs(RESERVE_PCT, 70, Duration.ofSeconds(75)))
              .with(Pace.PATIENT);
      Logbook log = new Logbook();
      logs.add(log);
      vehicles.add(
          yard.plugIn(
              profile,
              new Battery(CAPACITY_WH, 55, 400, RESERVE_PCT),
              bays.plug(i),
              bays.pki().vehicle(name),
              bays.door(i),
              log));
    }
  }

  /** What flows into them together, W. */
  double powerW() {
    return bays.powerW();
  }

  /** Whether power comes out of them; of which ones is for the gateway to say. */
  boolean deliver() {
    return powerW() < -CHARGES_W;
  }

  boolean allCharge() {
    for (int i = 0; i < COUNT; i++) {
      if (bays.evse(i).powerW() < CHARGES_W) {
        return false;
      }
    }
    return !vehicles.isEmpty();
  }

  /** A line each, as the table of stations has them. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      Loop loop = logs.get(i).latest().orElse(null);
      rows.add(
          String.format(
              Locale.ROOT,
              "%s  ISO%d  %5.1f %%  asked %6.1f kW  gives %6.1f kW  %s",
              bays.id(i),
              i + 1,
              vehicles.get(i).battery().socPct(),
              loop == null ? 0 : loop.setpointW() / 1000,
              bays.evse(i).powerW() / 1000,
              logs.get(i).phase()));
    }
    return rows;
  }

  /**
   * Lets all leave.
   *
   * @return how many ended their session in order, with the contactor open
   */
  int leave() throws InterruptedException {
    vehicles.forEach(SimulatedVehicle::stop);
    int orderly = 0;
    for (int i = 0; i < vehicles.size(); i++) {
      try {
        Ending ending = vehicles.get(i).ended().get(PATIENCE_S, TimeUnit.SECONDS);
        orderly += ending.orderly() && !bays.evse(i).arced() ? 1 : 0;
      } catch (ExecutionException | TimeoutException e) {
        // counted as what it is: not in order
        vehicles.get(i).hangUp();
      }
      vehicles.get(i).unplug();
    }
    return orderly;
  }

  int count() {
    return COUNT;
  }

  @Override
  public void close() {
    yard.close();
    bays.close();
  }
}
