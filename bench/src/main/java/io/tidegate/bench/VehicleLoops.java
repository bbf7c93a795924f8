package io.tidegate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Fleet;
import io.tidegate.sim.ev.Latencies;
import io.tidegate.sim.ev.Logbook;
import io.tidegate.sim.ev.Loop;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.bays.Bays;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Vehicles of ISO 15118-20 in their charge loops, four a second each, over mutual TLS 1.3: at a
 * real gateway with simulated boards. Two questions: does a request that comes at least 5 ms after
 * a decision carry its setpoint, and does the gateway bear many sessions for long.
 *
 * <p>A decision counts from its own time stamp, before anything was computed; a request from when
 * this program handed it to the socket. Both clocks are the machine's.
 */
public final class VehicleLoops {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NEAR_W = 2;
  private static final long GRACE_NANOS = 5_000_000;
  private static final int EACH_W = 5_000;

  /** Held, so that its level is. */
  private static final Logger TLS_LOG = Logger.getLogger("org.bouncycastle");

  private final int vehicles;
  private final List<Logbook> logs = new ArrayList<>();

  /** A setpoint of a decision for one EVSE, by the clock of {@link System#nanoTime}. */
  private record Decided(int vehicle, long nanos, double powerW) {}

  private VehicleLoops(int vehicles) {
    this.vehicles = vehicles;
  }

  /**
   * {@code tidegate-command vehicles latency COMMANDS | load SECONDS}, and settings of the gateway.
   */
  public static void main(String[] arguments) throws Exception {
    TLS_LOG.setLevel(Level.OFF);
    int vehicles = Integer.parseInt(arguments[1]);
    int number = Integer.parseInt(arguments[3]);
    List<String> settings = List.of(arguments).subList(4, arguments.length);
    new VehicleLoops(vehicles).run(arguments[0], arguments[2].equals("latency"), number, settings);
    System.exit(0);
  }

  private static int[] doors(int count) throws IOException {
    int[] doors = new int[count];
    List<DatagramSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        DatagramSocket probe = new DatagramSocket(0);
        held.add(probe);
        doors[i] = probe.getLocalPort();
      }
    } finally {
      held.forEach(DatagramSocket::close);
    }
    return doors;
  }

  private static String site(Bays bays, int vehicles) {
    int kilowatts = vehicles * 11 + 50;
    return String.format(
            Locale.ROOT,
            "site: Bench%ngrid: {importCapKw: %d, exportCapKw: %d, nominalVoltageV: 230,"
                + " nominalFrequencyHz: 50, buildingDesignLoadKw: 15, meter: grid}%nstations:%n",
            kilowatts,
            kilowatts)
        + bays.stations("grid", 11)
        + "mandates:\n  - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}\n"
        + "safety: {minSocPct: 20, reenableSocPct: 30, reenableDelayS: 2, meterMaxAgeS: 5}\n";
  }

  private void run(String command, boolean latency, int number, List<String> settings)
      throws Exception {
    ScheduledExecutorService clock =
        Executors.newScheduledThreadPool(
            2,
            work -> {
              Thread thread = new Thread(work, "surroundings");
              thread.setDaemon(true);
              return thread;
            });
    try (Bays bays = new Bays("E", doors(vehicles), vehicles);
        BenchGateway gateway =
            new BenchGateway(
                command,
                vehicles,
                home -> {
                  bays.configure(home);
                  return site(bays, vehicles);
                },
                settings);
        Fleet fleet = new Fleet(1)) {
      var metering =
          clock.scheduleAtFixedRate(
              () -> gateway.metered(5_000 + bays.powerW()), 0, 50, TimeUnit.MILLISECONDS);
      var mandate = clock.scheduleAtFixedRate(() -> alive(gateway), 0, 1, TimeUnit.SECONDS);
      plugIn(bays, fleet);
      if (!fleet.awaitLooping(vehicles, 300)) {
        System.out.println("  not all of them came into the loop: " + fleet.figures());
        System.out.println(gateway.get("/api/v1/health"));
        return;
      }
      if (latency) {
        latency(gateway, number);
      } else {
        load(gateway, fleet, number);
      }
      fleet.stop();
      metering.cancel(false);
      mandate.cancel(false);
    }
    clock.shutdownNow();
  }

  private static void alive(BenchGateway gateway) {
    try {
      gateway.post("/api/v1/keep-alive", "{\"controller\": \"dms\"}");
    } catch (IOException e) {
      // the next one is tried
      Thread.onSpinWait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void plugIn(Bays bays, Fleet fleet) throws Exception {
    for (int i = 0; i < vehicles; i++) {
      Logbook log = new Logbook();
      logs.add(log);
      VehicleProfile profile = VehicleProfile.dc(String.format(Locale.ROOT, "WTDG%05d", i));
      fleet.add(
          profile.bothWays().with(profile.pace().patient(10)),
          new Battery(60_000, 60, 400, 10),
          bays.plug(i),
          bays.pki().vehicle(profile.evccId()),
          bays.door(i),
          log);
      // arrivals are never all at once
      TimeUnit.MILLISECONDS.sleep(40);
    }
  }

  // latency

  private void latency(BenchGateway gateway, int commands) throws Exception {
    TimeUnit.SECONDS.sleep(3);
    long wallToNanos = System.nanoTime() - nanos(Instant.now());
    List<Decided> decided = new ArrayList<>();
    Set<Long> known = new HashSet<>();
    collect(gateway, known, wallToNanos, new ArrayList<>());
    for (int c = 0; c < commands; c++) {
      double watts = (c % 2 == 0 ? -1 : 1) * (double) EACH_W * vehicles * (0.8 + 0.02 * (c % 10));
      Instant now = Instant.now();
      gateway.post(
          "/api/v1/grid-commands",
          String.format(
              Locale.ROOT,
              "{\"id\": \"c%d\", \"controller\": \"dms\", \"priority\": \"grid-emergency\","
                  + " \"kind\": \"vehicle-power\", \"powerW\": %.0f, \"start\": \"%s\", \"end\": \"%s\"}",
              c,
              watts,
              now,
              now.plusMillis(1_600)));
      TimeUnit.MILLISECONDS.sleep(1_500);
      collect(gateway, known, wallToNanos, decided);
    }
    judge(decided);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  /** The setpoints of the decisions that were not known yet. */
  private void collect(BenchGateway gateway, Set<Long> known, long wallToNanos, List<Decided> into)
      throws Exception {
    JsonNode decisions = JSON.readTree(gateway.get("/api/v1/decisions?limit=50")).path("decisions");
    for (JsonNode decision : decisions) {
      if (!known.add(decision.path("number").asLong())) {
        continue;
      }
      long at = nanos(Instant.parse(decision.path("at").asText())) + wallToNanos;
      for (JsonNode setpoint : decision.path("setpoints")) {
        int vehicle = Integer.parseInt(setpoint.path("evse").asText().substring(1)) - 1;
        into.add(new Decided(vehicle, at, setpoint.path("powerW").asDouble()));
      }
    }
  }

  /** Of each change, the first request that was sent 5 ms after it or later. */
  private void judge(List<Decided> decided) {
    Latencies first = new Latencies();
    int changes = 0;
    int carried = 0;
    for (int v = 0; v < vehicles; v++) {
      int vehicle = v;
      List<Decided> own =
          decided.stream()
              .filter(d -> d.vehicle() == vehicle)
              .sorted(java.util.Comparator.comparingLong(Decided::nanos))
              .toList();
      List<Loop> loops = logs.get(v).loops();
      for (int i = 1; i < own.size(); i++) {
        Decided now = own.get(i);
        long until = i + 1 < own.size() ? own.get(i + 1).nanos() : Long.MAX_VALUE;
        if (Math.abs(now.powerW() - own.get(i - 1).powerW()) < 100) {
          continue;
        }
        Loop due =
            loops.stream()
                .filter(l -> l.sentNanos() >= now.nanos() + GRACE_NANOS)
                .findFirst()
                .orElse(null);
        if (due == null || due.receivedNanos() >= until) {
          continue;
        }
        changes++;
        carried += Math.abs(due.setpointW() - now.powerW()) <= NEAR_W ? 1 : 0;
        loops.stream()
            .filter(l -> l.sentNanos() >= now.nanos())
            .filter(l -> Math.abs(l.setpointW() - now.powerW()) <= NEAR_W)
            .findFirst()
            .ifPresent(l -> first.add(Math.max(0, l.receivedNanos() - now.nanos())));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "  %d vehicles: of %d changed setpoints %d were in the first response whose request came 5 ms"
            + " after the decision or later: %.2f %% (aim 99 %%)%n",
        vehicles,
        changes,
        carried,
        100.0 * carried / Math.max(1, changes));
    System.out.printf(
        Locale.ROOT,
        "  decision to vehicle, the wait for its next request (at most 250 ms) included: p50 %.0f, p99 %.0f ms%n",
        first.percentileMs(50),
        first.percentileMs(99));
  }

  // load

  private void load(BenchGateway gateway, Fleet fleet, int seconds) throws Exception {
    System.out.println("  all in the loop: " + fleet.figures());
    double cpu = gateway.cpuSeconds();
    long begin = System.nanoTime();
    for (int past = 0; past < seconds; past += Math.min(60, seconds)) {
      TimeUnit.SECONDS.sleep(Math.min(60, seconds - past));
      double share = 100 * (gateway.cpuSeconds() - cpu) / ((System.nanoTime() - begin) / 1e9);
      System.out.printf(
          Locale.ROOT,
          "  %s  gateway %.0f %% of a core, %.0f MiB; %s%n",
          Duration.ofNanos(System.nanoTime() - begin)
              .truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
          share,
          gateway.residentMib(),
          fleet.figures());
    }
    fleet.endings().stream().distinct().limit(5).forEach(e -> System.out.println("  " + e));
  }
}
