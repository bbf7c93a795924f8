package io.tidegate.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.sim.stations.Battery;
import io.tidegate.sim.stations.Vehicle;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The script: plug-ins, a peak that is shaved, a command to discharge with a transformer that runs
 * hot meanwhile, derates, a lost upstream, departures. Every act checks what it promises.
 */
final class Evening {
  private static final double COMMANDED_W = -36_000;
  private static final double SHAVING_W = 90_000;
  private static final double CALM_BUILDING_W = 20_000;
  private static final double PEAK_BUILDING_W = 40_000;
  private static final double CAPACITY_WH = 500;
  private static final long LOOK_MS = 200;
  private static final int NOT_PERMITTED = 12;

  /** How long the script waits on a slow machine for what takes a second on another. */
  private static final int PATIENCE_MS = 60_000;

  private static final Duration DISCHARGE = Duration.ofSeconds(20);
  private final Depot depot;
  private final GatewayClient gateway;
  private final Watch watch;
  private final Machine machine;
  private final Promises promises;
  private final Screen screen;
  private final Optional<OwnVehicles> own;
  private final List<Commanded> commands = new ArrayList<>();
  private final Script script = new Script();
  private volatile boolean upstreamAlive = true;

  /** A command and its latencies, ms; NaN where it was not reached. */
  record Commanded(
      String id, double powerW, double answeredMs, double firstSetpointMs, double reachedMs) {}

  /**
   * @param own vehicles at EVSEs of the gateway's own, when there are any
   */
  Evening(
      Depot depot,
      GatewayClient gateway,
      Watch watch,
      Machine machine,
      Promises promises,
      Screen screen,
      Optional<OwnVehicles> own) {
    this.depot = depot;
    this.gateway = gateway;
    this.watch = watch;
    this.machine = machine;
    this.promises = promises;
    this.screen = screen;
    this.own = own;
  }

  List<Commanded> commands() {
    return List.copyOf(commands);
  }

  void play() throws IOException, InterruptedException {
    Thread upstream = new Thread(this::keepAlive, "upstream");
    upstream.setDaemon(true);
    upstream.start();
    arrivals();
    peak();
    discharge();
    derates();
    lostUpstream();
    departures();
  }

  private void keepAlive() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (upstreamAlive) {
          gateway.keepAlive();
        }
        TimeUnit.MILLISECONDS.sleep(1_000);
      }
    } catch (IOException e) {
      promises.inTime("the gateway answers keep-alives", false, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next act, when it is time for it. */
  private void act(double seconds, String title) throws InterruptedException {
    script.act(seconds);
    machine.look();
    screen.act(title);
  }

  private static double departureS(int station) {
    return 70 + station * 0.4;
  }

  private static double arrivalPct(int station) {
    return 48 + station * 7 % 12;
  }

  private static double target(int station) {
    return arrivalPct(station) + 7;
  }

  private void arrivals() throws InterruptedException {
    act(0, "Twelve vehicles come home and plug in");
    // nobody plugs in at a station that is still starting
    long patient = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (depot.accepted() < Depot.STATIONS && System.nanoTime() < patient) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
    script.act(0.5);
    own.ifPresent(OwnVehicles::plugIn);
    for (int n = 1; n <= Depot.STATIONS; n++) {
      int station = n;
      double soc = arrivalPct(n);
      Vehicle vehicle =
          new Vehicle(
              "EV" + n,
              new Battery(CAPACITY_WH, soc, 400_000),
              11_000,
              11_000,
              target(n),
              Optional.of(script.at(departureS(n))),
              n != NOT_PERMITTED && n != Depot.OLDEST);
      depot.run(() -> depot.station(station).plugIn(1, vehicle));
      TimeUnit.MILLISECONDS.sleep(250);
    }
    wishes();
    long took = watch.await(s -> charging(s) >= 8, PATIENCE_MS);
    promises.inTime(
        "twelve stations are served and vehicles charge",
        took >= 0 && depot.accepted() == Depot.STATIONS,
        depot.accepted() + " stations, " + charging(watch.latest()) + " vehicles charge");
    if (own.isPresent()) {
      boolean charge = watch.await(s -> own.get().allCharge(), PATIENCE_MS) >= 0;
      promises.inTime(
          "vehicles charge over ISO 15118-20 at EVSEs of the gateway's own",
          charge,
          kw(own.get().powerW()));
    }
  }

  /** Drivers say what they want: the targets, over the API, as soon as they have a session. */
  private void wishes() throws InterruptedException {
    Set<Integer> taken = new TreeSet<>();
    String trouble = "";
    long patient = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (taken.size() < Depot.STATIONS && System.nanoTime() < patient) {
      try {
        for (var session : gateway.get("/api/v1/sessions").body().path("sessions")) {
          trouble = wish(session, taken).orElse(trouble);
        }
      } catch (IOException e) {
        trouble = e.toString();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
    promises.inTime(
        "drivers' wishes are taken",
        taken.size() == Depot.STATIONS,
        taken.size() + " of " + Depot.STATIONS + (trouble.isEmpty() ? "" : ": " + trouble));
  }

  /**
   * A driver's wish, when it was not taken yet.
   *
   * @return what the gateway had against it
   */
  private Optional<String> wish(JsonNode session, Set<Integer> taken)
      throws IOException, InterruptedException {
    String evse = session.path("evse").asText();
    int n = evse.startsWith("E") ? Integer.parseInt(evse.substring(1)) : 0;
    if (n == 0 || taken.contains(n)) {
      return Optional.empty(); // a vehicle of ISO 15118 says by itself what its driver wants
    }
    GatewayClient.Answer answer =
        gateway.wish(
            session.path("session").path("id").asText(),
            "wish-" + n,
            target(n),
            script.at(departureS(n)));
    if (answer.status() / 100 != 2) {
      return Optional.of(answer.body().toString());
    }
    taken.add(n);
    return Optional.empty();
  }

  private static long charging(Watch.Sample s) {
    return s.evses().stream().filter(e -> e.powerW() > 1_000).count();
  }

  private void peak() throws InterruptedException {
    act(12, "The building peaks: the site stays below " + kw(SHAVING_W));
    depot.run(() -> depot.building(PEAK_BUILDING_W));
    script.until(16);
    watch.record();
    script.until(20);
    double highest = watch.recorded().stream().mapToDouble(Watch.Sample::gridW).max().orElse(0);
    promises.inTime(
        "the peak is shaved at " + kw(SHAVING_W) + " (+ 3 %)",
        highest <= SHAVING_W * 1.03,
        "highest " + kw(highest));
    depot.run(() -> depot.building(CALM_BUILDING_W));
  }

  private void discharge() throws IOException, InterruptedException {
    act(22, "The grid commands " + kw(COMMANDED_W) + " for " + DISCHARGE.toSeconds() + " s");
    Instant end = Instant.now().plus(DISCHARGE);
    long began = System.nanoTime();
    GatewayClient.Answer answer = gateway.command("evening-1", COMMANDED_W, DISCHARGE);
    long first = watch.await(s -> s.evses().stream().anyMatch(e -> e.limitW() < 0), 5_000);
    double firstMs = first < 0 ? Double.NaN : (System.nanoTime() - began) / 1e6;
    long reached = watch.await(s -> s.vehiclesW() <= COMMANDED_W * 0.97, 6_000);
    double reachedMs = reached < 0 ? Double.NaN : (System.nanoTime() - began) / 1e6;
    commands.add(
        new Commanded("evening-1", COMMANDED_W, answer.took().toNanos() / 1e6, firstMs, reachedMs));
    promises.inTime(
        "the command is executed",
        answer.status() == 202 && reached >= 0,
        "HTTP " + answer.status() + ", vehicles at " + kw(watch.latest().vehiclesW()));
    if (own.isPresent()) {
      boolean deliver = watch.await(s -> own.get().deliver(), 4_000) >= 0;
      promises.inTime("power is delivered over ISO 15118-20", deliver, kw(own.get().powerW()));
    }
    repetition();
    hotTransformer(end);
    Script.until(end);
    long over = watch.await(Evening::nobodyDelivers, 4_000);
    promises.inTime(
        "discharge ends with its window (and what the devices need)",
        over >= 0,
        over < 0 ? "" : String.format(Locale.ROOT, "%.1f s after it", over / 1e9));
  }

  private static boolean nobodyDelivers(Watch.Sample sample) {
    return sample.ownW() >= -200 && sample.evses().stream().noneMatch(e -> e.powerW() < -200);
  }

  private void repetition() throws IOException, InterruptedException {
    Instant now = Instant.now();
    gateway.commandAt("evening-r", -20_000, now.plusSeconds(600), now.plusSeconds(660));
    GatewayClient.Answer again =
        gateway.commandAt("evening-r", -20_000, now.plusSeconds(600), now.plusSeconds(660));
    GatewayClient.Answer other =
        gateway.commandAt("evening-r", -30_000, now.plusSeconds(600), now.plusSeconds(660));
    promises.always(
        "a repeated command is answered as the first, a conflicting one is refused",
        again.status() == 202 && again.body().path("repeated").asBoolean() && other.status() == 409,
        "HTTP " + again.status() + ", " + other.status());
  }

  /**
   * @param end of the command
   */
  private void hotTransformer(Instant end) throws InterruptedException {
    act(28, "Transformer T1 runs hot: its share moves to T2");
    double before = watch.latest().t1W();
    depot.run(() -> depot.meter().temperature(104));
    long moved =
        watch.await(s -> s.t1W() > before * 0.75 && s.vehiclesW() <= COMMANDED_W * 0.95, 6_000);
    watch.record();
    // as long as it is commanded, however late it is
    Instant last = end.minusSeconds(2);
    Script.until(script.at(38).isBefore(last) ? script.at(38) : last);
    double mean =
        watch.recorded().stream().mapToDouble(Watch.Sample::vehiclesW).average().orElse(0);
    Watch.Sample s = watch.latest();
    promises.inTime(
        "load moves from the hot transformer to the other",
        moved >= 0 && Math.abs(s.t2W()) > Math.abs(s.t1W()),
        "T1 " + kw(before) + " before, " + kw(s.t1W()) + " after; T2 " + kw(s.t2W()));
    promises.inTime(
        "the command is held meanwhile (± 5 %)",
        Math.abs(mean - COMMANDED_W) <= Math.abs(COMMANDED_W) * 0.05, "mean " + kw(mean));
    depot.run(() -> depot.meter().temperature(60));
  }

  private void derates() throws InterruptedException {
    act(48, "CS05 announces a derate to 4.5 kW; CS06 gives 2 kW and says nothing");
    depot.run(
        () -> {
          depot.station(5).derate(1, 4_500);
          depot.station(6).lie(1, 2_000);
        });
    long honoured = watch.await(s -> s.evses().get(4).limitW() <= 4_550, 4_000);
    promises.inTime(
        "an announced derate is honoured",
        honoured >= 0,
        "CS05 is asked for " + kw(watch.latest().evses().get(4).limitW()));
    long seen = watch.await(s -> s.evses().get(5).limitW() <= 4_200, 6_000);
    promises.inTime(
        "a station that gives less than asked is asked for less",
        seen >= 0,
        "CS06 is asked for " + kw(watch.latest().evses().get(5).limitW()));
    depot.run(
        () -> {
          depot.station(5).recover(1);
          depot.station(6).lie(1, Double.POSITIVE_INFINITY);
        });
  }

  private void lostUpstream() throws IOException, InterruptedException {
    act(54, "A second command; then the upstream falls silent");
    long began = System.nanoTime();
    GatewayClient.Answer answer = gateway.command("evening-2", -20_000, Duration.ofSeconds(60));
    long reached = watch.await(s -> s.vehiclesW() <= -19_000, 5_000);
    double reachedMs = reached < 0 ? Double.NaN : (System.nanoTime() - began) / 1e6;
    commands.add(
        new Commanded("evening-2", -20_000, answer.took().toNanos() / 1e6, Double.NaN, reachedMs));
    upstreamAlive = false;
    long silent = System.nanoTime();
    long ended = watch.await(Evening::nobodyDelivers, 9_000);
    double seconds = (System.nanoTime() - silent) / 1e9;
    promises.inTime(
        "without its keep-alive, discharge ends (5 s, and what the devices need)",
        reached >= 0 && ended >= 0 && seconds <= 7.5,
        String.format(Locale.ROOT, "after %.1f s", seconds));
    long charging = watch.await(s -> charging(s) > 0, 5_000);
    promises.inTime("charging goes on without the upstream", charging >= 0, "");
  }

  private void departures() throws InterruptedException {
    act(60, "Departures");
    if (own.isPresent()) {
      List<String> disorderly = own.get().leave();
      int count = own.get().count();
      promises.inTime(
          "they end their sessions in order",
          disorderly.isEmpty(),
          (count - disorderly.size()) + " of " + count + String.join("", disorderly));
    }
    int met = 0;
    StringBuilder missed = new StringBuilder();
    for (int n = 1; n <= Depot.STATIONS; n++) {
      script.until(departureS(n));
      int station = n;
      Depot.View view = watch.latest().evses().get(n - 1);
      double target = view.vehicle().orElseThrow().targetSocPct();
      if (view.socPct() >= target - 1) {
        met++;
      } else {
        missed.append(
            String.format(Locale.ROOT, " EV%d %.1f of %.0f %%", n, view.socPct(), target));
      }
      screen.departed(view);
      depot.run(() -> depot.station(station).unplug(1));
    }
    promises.inTime(
        "every vehicle leaves with what its driver asked for (− 1 %)",
        met == Depot.STATIONS, met + " of " + Depot.STATIONS + missed);
  }

  static String kw(double powerW) {
    return String.format(Locale.ROOT, "%.1f kW", powerW / 1000);
  }
}
