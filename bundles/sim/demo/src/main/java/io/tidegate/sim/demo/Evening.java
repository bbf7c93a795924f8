package io.tidegate.sim.demo;

import io.tidegate.sim.stations.Battery;
import io.tidegate.sim.stations.Vehicle;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private static final int NOT_PERMITTED = 12;
  private final Depot depot;
  private final GatewayClient gateway;
  private final Watch watch;
  private final Promises promises;
  private final Screen screen;
  private final Optional<OwnVehicles> own;
  private final List<Commanded> commands = new ArrayList<>();
  private final Instant begin = Instant.now();
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
      Promises promises,
      Screen screen,
      Optional<OwnVehicles> own) {
    this.depot = depot;
    this.gateway = gateway;
    this.watch = watch;
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
      promises.add("the gateway answers keep-alives", false, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Instant at(double seconds) {
    return begin.plusMillis((long) (seconds * 1000));
  }

  private void until(double seconds) throws InterruptedException {
    long left = Duration.between(Instant.now(), at(seconds)).toMillis();
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep(left);
    }
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
    screen.act("Twelve vehicles come home and plug in");
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
              Optional.of(at(departureS(n))),
              n != NOT_PERMITTED && n != Depot.OLDEST);
      depot.run(() -> depot.station(station).plugIn(1, vehicle));
      TimeUnit.MILLISECONDS.sleep(250);
    }
    long took = watch.await(s -> charging(s) >= 8, 8_000);
    promises.add(
        "twelve stations are served and vehicles charge",
        took >= 0 && depot.accepted() == Depot.STATIONS,
        depot.accepted() + " stations, " + charging(watch.latest()) + " vehicles charge");
    wishes();
    if (own.isPresent()) {
      boolean charge = watch.await(s -> own.get().allCharge(), 10_000) >= 0;
      promises.add(
          "vehicles charge over ISO 15118-20 at EVSEs of the gateway's own",
          charge,
          kw(own.get().powerW()));
    }
  }

  /** Drivers say what they want: the targets, over the API. */
  private void wishes() {
    int taken = 0;
    int asked = 0;
    String trouble = "";
    try {
      for (var session : gateway.get("/api/v1/sessions").body().path("sessions")) {
        if (!session.path("evse").asText().startsWith("E")) {
          continue; // says by itself what its driver wants
        }
        int n = Integer.parseInt(session.path("evse").asText().substring(1));
        asked++;
        var answer =
            gateway.wish(
                session.path("session").path("id").asText(),
                "wish-" + n,
                target(n),
                at(departureS(n)));
        taken += answer.status() / 100 == 2 ? 1 : 0;
        trouble = answer.status() / 100 == 2 ? trouble : answer.body().toString();
      }
    } catch (IOException e) {
      trouble = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    promises.add(
        "drivers' wishes are taken",
        taken == Depot.STATIONS,
        taken
            + " of "
            + Depot.STATIONS
            + (asked < Depot.STATIONS ? ", only " + asked + " had a session by then" : "")
            + (trouble.isEmpty() ? "" : ": " + trouble));
  }

  private static long charging(Watch.Sample s) {
    return s.evses().stream().filter(e -> e.powerW() > 1_000).count();
  }

  private void peak() throws InterruptedException {
    until(12);
    screen.act("The building peaks: the site stays below " + kw(SHAVING_W));
    depot.run(() -> depot.building(PEAK_BUILDING_W));
    until(16);
    watch.record();
    until(20);
    double highest = watch.recorded().stream().mapToDouble(Watch.Sample::gridW).max().orElse(0);
    promises.add(
        "the peak is shaved at " + kw(SHAVING_W) + " (+ 3 %)",
        highest <= SHAVING_W * 1.03,
        "highest " + kw(highest));
    depot.run(() -> depot.building(CALM_BUILDING_W));
  }

  private void discharge() throws IOException, InterruptedException {
    until(22);
    screen.act("The grid commands " + kw(COMMANDED_W) + " for 20 s");
    long began = System.nanoTime();
    GatewayClient.Answer answer = gateway.command("evening-1", COMMANDED_W, Duration.ofSeconds(20));
    long first = watch.await(s -> s.evses().stream().anyMatch(e -> e.limitW() < 0), 5_000);
    double firstMs = first < 0 ? Double.NaN : (System.nanoTime() - began) / 1e6;
    long reached = watch.await(s -> s.vehiclesW() <= COMMANDED_W * 0.97, 6_000);
    double reachedMs = reached < 0 ? Double.NaN : (System.nanoTime() - began) / 1e6;
    commands.add(
        new Commanded("evening-1", COMMANDED_W, answer.took().toNanos() / 1e6, firstMs, reachedMs));
    promises.add(
        "the command is executed",
        answer.status() == 202 && reached >= 0,
        "HTTP " + answer.status() + ", vehicles at " + kw(watch.latest().vehiclesW()));
    if (own.isPresent()) {
      boolean deliver = watch.await(s -> own.get().deliver(), 4_000) >= 0;
      promises.add("power is delivered over ISO 15118-20", deliver, kw(own.get().powerW()));
    }
    repetition();
    hotTransformer();
    watch.await(s -> s.evses().stream().noneMatch(e -> e.powerW() < -200), 6_000);
    boolean over = Instant.now().isBefore(at(52));
    promises.add("discharge ends with its window", over, "");
  }

  private void repetition() throws IOException, InterruptedException {
    Instant now = Instant.now();
    gateway.commandAt("evening-r", -20_000, now.plusSeconds(600), now.plusSeconds(660));
    GatewayClient.Answer again =
        gateway.commandAt("evening-r", -20_000, now.plusSeconds(600), now.plusSeconds(660));
    GatewayClient.Answer other =
        gateway.commandAt("evening-r", -30_000, now.plusSeconds(600), now.plusSeconds(660));
    promises.add(
        "a repeated command is answered as the first, a conflicting one is refused",
        again.status() == 202 && again.body().path("repeated").asBoolean() && other.status() == 409,
        "HTTP " + again.status() + ", " + other.status());
  }

  private void hotTransformer() throws InterruptedException {
    until(28);
    screen.act("Transformer T1 runs hot: its share moves to T2");
    double before = watch.latest().t1W();
    depot.run(() -> depot.meter().temperature(104));
    long moved =
        watch.await(s -> s.t1W() > before * 0.75 && s.vehiclesW() <= COMMANDED_W * 0.95, 6_000);
    watch.record();
    until(38);
    double mean =
        watch.recorded().stream().mapToDouble(Watch.Sample::vehiclesW).average().orElse(0);
    Watch.Sample s = watch.latest();
    promises.add(
        "load moves from the hot transformer to the other",
        moved >= 0 && Math.abs(s.t2W()) > Math.abs(s.t1W()),
        "T1 " + kw(before) + " before, " + kw(s.t1W()) + " after; T2 " + kw(s.t2W()));
    promises.add(
        "the command is held meanwhile (± 5 %)",
        Math.abs(mean - COMMANDED_W) <= Math.abs(COMMANDED_W) * 0.05, "mean " + kw(mean));
    depot.run(() -> depot.meter().temperature(60));
  }

  private void derates() throws InterruptedException {
    until(48);
    screen.act("CS05 announces a derate to 4.5 kW; CS06 gives 2 kW and says nothing");
    depot.run(
        () -> {
          depot.station(5).derate(1, 4_500);
          depot.station(6).lie(1, 2_000);
        });
    long honoured = watch.await(s -> s.evses().get(4).limitW() <= 4_550, 4_000);
    promises.add(
        "an announced derate is honoured",
        honoured >= 0,
        "CS05 is asked for " + kw(watch.latest().evses().get(4).limitW()));
    long seen = watch.await(s -> s.evses().get(5).limitW() <= 4_200, 6_000);
    promises.add(
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
    until(54);
    screen.act("A second command; then the upstream falls silent");
    long began = System.nanoTime();
    GatewayClient.Answer answer = gateway.command("evening-2", -20_000, Duration.ofSeconds(60));
    long reached = watch.await(s -> s.vehiclesW() <= -19_000, 5_000);
    double reachedMs = reached < 0 ? Double.NaN : (System.nanoTime() - began) / 1e6;
    commands.add(
        new Commanded("evening-2", -20_000, answer.took().toNanos() / 1e6, Double.NaN, reachedMs));
    upstreamAlive = false;
    long silent = System.nanoTime();
    long ended = watch.await(s -> s.evses().stream().noneMatch(e -> e.powerW() < -200), 9_000);
    double seconds = (System.nanoTime() - silent) / 1e9;
    promises.add(
        "without its keep-alive, discharge ends (5 s, and what the devices need)",
        reached >= 0 && ended >= 0 && seconds <= 7.5,
        String.format(Locale.ROOT, "after %.1f s", seconds));
    long charging = watch.await(s -> charging(s) > 0, 5_000);
    promises.add("charging goes on without the upstream", charging >= 0, "");
  }

  private void departures() throws InterruptedException {
    screen.act("Departures");
    if (own.isPresent()) {
      List<String> disorderly = own.get().leave();
      int count = own.get().count();
      promises.add(
          "they end their sessions in order",
          disorderly.isEmpty(),
          (count - disorderly.size()) + " of " + count + String.join("", disorderly));
    }
    int met = 0;
    StringBuilder missed = new StringBuilder();
    for (int n = 1; n <= Depot.STATIONS; n++) {
      until(departureS(n));
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
    promises.add(
        "every vehicle leaves with what its driver asked for (− 1 %)",
        met == Depot.STATIONS, met + " of " + Depot.STATIONS + missed);
  }

  static String kw(double powerW) {
    return String.format(Locale.ROOT, "%.1f kW", powerW / 1000);
  }
}
