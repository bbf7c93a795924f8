package io.tidegate.sim.demo;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.bays.Bays;
import io.tidegate.sim.ev.bays.RemoteVehicle;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Three vehicles that speak ISO 15118-20 with the gateway itself, over TLS: two at DC, one at AC,
 * all of them in both directions; each in a process of its own, and in a network namespace of its
 * own where that is allowed.
 */
final class OwnVehicles implements AutoCloseable {
  /** Of the grid connection, with them. */
  static final int IMPORT_CAP_KW = 115;

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OwnVehicles.class);
  private static final int COUNT = 3;
  private static final int DIRECT = 2;
  private static final int SDP_PORT = 15118;
  private static final double KILOWATTS = 11;
  private static final double CAPACITY_WH = 600;
  private static final double ARRIVAL_PCT = 55;
  private static final double RESERVE_PCT = 20;
  private static final double TARGET_PCT = 70;
  private static final long DEPARTURE_S = 75;
  private static final double CHARGES_W = 1_000;
  private static final long PATIENCE_S = 10;

  /** Held, so that its level is. */
  private static final Logger TLS_LOG = Logger.getLogger("org.bouncycastle");

  private final List<Namespace> namespaces = new ArrayList<>();
  private final List<RemoteVehicle> vehicles = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private final Bays bays;
  private final String where;
  private boolean plugged;
  private boolean closed;

  static {
    // libraries that would choose a logger by themselves, and speak between the lines of the demo
    InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
    TLS_LOG.setLevel(Level.OFF);
  }

  OwnVehicles() throws IOException, GeneralSecurityException {
    where = apart();
    if (namespaces.isEmpty()) {
      bays = new Bays("V", freePorts(), DIRECT);
    } else {
      List<String> cables = namespaces.stream().map(Namespace::outside).toList();
      bays = new Bays("V", cables, new int[] {SDP_PORT, SDP_PORT, SDP_PORT}, DIRECT);
    }
  }

  /** Makes a namespace for each vehicle where that can be done, and says what came of it. */
  private String apart() {
    if (!Namespace.allowed()) {
      return "on the loopback interface, discovery at ::1 (network namespaces need root)";
    }
    try {
      Namespace.sweep();
      for (int i = 1; i <= COUNT; i++) {
        namespaces.add(Namespace.make(i));
      }
      return "in the network namespaces "
          + String.join(", ", namespaces.stream().map(Namespace::toString).toList())
          + ", discovery by link-local multicast";
    } catch (IOException e) {
      remove();
      return "on the loopback interface, discovery at ::1 (" + e.getMessage() + ")";
    }
  }

  private static int[] freePorts() throws IOException {
    int[] doors = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      try (DatagramSocket probe = new DatagramSocket(0)) {
        doors[i] = probe.getLocalPort();
      }
    }
    return doors;
  }

  /** Where they are, after "three vehicles". */
  String where() {
    return where;
  }

  /** The gateway's configuration; the site file gets their stations. */
  String configure(Path home, String site) throws IOException, GeneralSecurityException {
    bays.configure(home);
    // three safe shares more
    return site.replace("importCapKw: 100,", "importCapKw: " + IMPORT_CAP_KW + ",")
        .replace("mandates:\n", bays.stations("grid", KILOWATTS) + "mandates:\n");
  }

  /** Starts their processes, which takes a while; they do nothing yet. */
  synchronized void start() throws IOException, GeneralSecurityException {
    for (int i = 0; i < COUNT && !closed; i++) {
      String name = "WTDG0000000000V" + (i + 1);
      boolean apart = !namespaces.isEmpty();
      Path folder = Files.createTempDirectory("tidegate-vehicle");
      folders.add(folder);
      vehicles.add(
          RemoteVehicle.start(
              apart ? namespaces.get(i).command() : List.of(),
              new RemoteVehicle.Kind(
                  name, i < DIRECT, CAPACITY_WH, ARRIVAL_PCT, RESERVE_PCT, TARGET_PCT, DEPARTURE_S),
              bays.plug(i),
              bays.pki().vehicle(name),
              bays.door(i, apart ? Namespace.INSIDE : "lo"),
              folder));
    }
  }

  void plugIn() {
    vehicles.forEach(RemoteVehicle::begin);
    plugged = true;
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
    return plugged;
  }

  /** A line each, as the table of stations has them. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; plugged && i < COUNT; i++) {
      RemoteVehicle vehicle = vehicles.get(i);
      rows.add(
          String.format(
              Locale.ROOT,
              "%s  ISO%d  %5.1f %%  asked %6.1f kW  gives %6.1f kW  %s",
              bays.id(i),
              i + 1,
              vehicle.socPct(),
              vehicle.setpointW() / 1000,
              bays.evse(i).powerW() / 1000,
              vehicle.phase()));
    }
    return rows;
  }

  /**
   * Lets all leave.
   *
   * @return "; " and a sentence for each that has not ended its session in order, with the
   *     contactor open
   */
  List<String> leave() throws InterruptedException {
    vehicles.forEach(RemoteVehicle::stop);
    List<String> disorderly = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      String end = bays.evse(i).arced() ? "its contactor opened under current" : "";
      try {
        Ending ending = vehicles.get(i).ended().get(PATIENCE_S, TimeUnit.SECONDS);
        end = ending.orderly() ? end : ending.toString();
      } catch (ExecutionException | TimeoutException e) {
        end = "it goes on after " + PATIENCE_S + " s";
      }
      vehicles.get(i).close();
      if (!end.isEmpty()) {
        disorderly.add("; " + bays.id(i) + ": " + end);
      }
    }
    return disorderly;
  }

  int count() {
    return COUNT;
  }

  /** Nothing of them is left; also by the thread that ends the process at a signal. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    vehicles.forEach(RemoteVehicle::close);
    bays.close();
    remove();
    folders.forEach(OwnVehicles::delete);
  }

  private void remove() {
    namespaces.forEach(Namespace::remove);
    namespaces.clear();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.debug("{} is left", folder, e);
    }
  }
}
