package io.tidegate.bench;

import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From a command on the REST API to setpoints at the stations, through a real gateway over loopback: when the first station has its
 * setpoint, and when all have answered. Seen from outside: the figures hold the sockets and this program too.
 */
public final class CommandToWire {
  private final int stations;
  private final int rounds;
  private final AtomicLong first = new AtomicLong();
  private final AtomicLong latest = new AtomicLong();
  private final ConcurrentHashMap<Integer, Boolean> answered = new ConcurrentHashMap<>();
  private volatile CountDownLatch all = new CountDownLatch(0);

  private CommandToWire(int stations, int rounds) {
    this.stations = stations;
    this.rounds = rounds;
  }

  /** {@code tidegate-command stations rounds durable|fast|both} */
  public static void main(String[] arguments) throws Exception {
    int stations = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    if (!arguments[3].equals("fast")) {
      new CommandToWire(stations, rounds).run(arguments[0], true);
    }
    if (!arguments[3].equals("durable")) {
      new CommandToWire(stations, rounds).run(arguments[0], false);
    }
  }

  private void run(String command, boolean durableFirst) throws Exception {
    List<String> settings =
        List.of("io.tidegate.core.control.command.durable.first=" + durableFirst);
    HttpClient http =
        HttpClient.newBuilder()
            .executor(Executors.newFixedThreadPool(2, CommandToWire::daemon))
            .build();
    ScheduledExecutorService clock =
        Executors.newScheduledThreadPool(1, CommandToWire::daemon);
    try (BenchGateway gateway = new BenchGateway(command, stations, settings)) {
      List<BenchStation> fleet = new ArrayList<>();
      for (int n = 0; n < stations; n++) {
        BenchStation station = new BenchStation(n, this::arrived);
        station.connect(http, gateway.ocpp);
        fleet.add(station);
      }
      clock.scheduleAtFixedRate(() -> alive(gateway), 0, 1, TimeUnit.SECONDS);
      spreadTelemetry(clock, fleet);
      clock.scheduleAtFixedRate(
          () -> gateway.meter.power(fleet.stream().mapToDouble(BenchStation::limitW).sum()),
          0, 50, TimeUnit.MILLISECONDS);
      TimeUnit.SECONDS.sleep(5);
      measure(gateway, 20);
      double[][] figures = measure(gateway, rounds);
      print(durableFirst, figures);
      idle(gateway);
    } finally {
      clock.shutdownNow();
    }
  }

  private static void spreadTelemetry(
      ScheduledExecutorService clock, List<BenchStation> fleet) {
    for (int n = 0; n < fleet.size(); n++) {
      clock.scheduleAtFixedRate(
          fleet.get(n)::telemetry, 1_000L * n / fleet.size(), 1_000, TimeUnit.MILLISECONDS);
    }
  }

  private static void alive(BenchGateway gateway) {
    try {
      gateway.post("/api/v1/keep-alive", "{\"controller\":\"dms\"}");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void arrived(BenchStation station, long nanos) {
    if (answered.put(station.number(), true) == null) {
      first.compareAndSet(0, nanos);
      latest.set(nanos);
      all.countDown();
    }
  }

  private int commands;

  private double[][] measure(BenchGateway gateway, int times) throws Exception {
    double[] firstMs = new double[times];
    double[] allMs = new double[times];
    for (int i = 0; i < times; i++) {
      double powerW = stations * (commands % 2 == 0 ? -5_000.0 : -6_500.0);
      Instant now = Instant.now();
      String body =
          String.format(
              Locale.ROOT,
              "{\"id\":\"bench-%d-%d\",\"controller\":\"dms\",\"priority\":\"CONTRACT\",\"kind\":\"VEHICLE_POWER\",\"powerW\":%.0f,\"start\":\"%s\",\"end\":\"%s\"}",
              now.toEpochMilli(),
              commands++,
              powerW,
              now,
              now.plusMillis(900));
      answered.clear();
      first.set(0);
      all = new CountDownLatch(stations);
      long begin = System.nanoTime();
      var response = gateway.post("/api/v1/grid-commands", body);
      if (response.statusCode() != 202) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      if (!all.await(5, TimeUnit.SECONDS)) {
        System.err.println(all.getCount() + " stations got no setpoint within 5 s: " + gateway.get("/api/v1/decisions").substring(0, 400));
      }
      firstMs[i] = (first.get() - begin) / 1e6;
      allMs[i] = (latest.get() - begin) / 1e6;
      // let the window end, so that the next one starts from the same place
      TimeUnit.MILLISECONDS.sleep(1_000);
    }
    return new double[][] {firstMs, allMs};
  }

  private void print(boolean durableFirst, double[][] figures) {
    System.out.printf(
        Locale.ROOT,
        "%d stations, command durable %s the wire, %d commands:%n"
            + "  first setpoint at a station  p50 %.2f ms  p99 %.2f ms  max %.2f ms%n"
            + "  all stations answered        p50 %.2f ms  p99 %.2f ms  max %.2f ms%n",
        stations,
        durableFirst ? "before" : "not before",
        rounds,
        at(figures[0], 0.5),
        at(figures[0], 0.99),
        at(figures[0], 1),
        at(figures[1], 0.5),
        at(figures[1], 0.99),
        at(figures[1], 1));
  }

  /** What the one-second cycle costs with all stations reporting once a second. */
  private void idle(BenchGateway gateway) throws Exception {
    double before = gateway.cpuSeconds();
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(20);
    double share = (gateway.cpuSeconds() - before) / ((System.nanoTime() - begin) / 1e9);
    System.out.printf(
        Locale.ROOT,
        "  steady, each station reports once a second: %.0f %% of one core, %.0f MiB resident%n",
        100 * share,
        gateway.residentMib());
  }

  private static double at(double[] values, double quantile) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1.0, Math.floor(quantile * sorted.length))];
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bench");
    thread.setDaemon(true);
    return thread;
  }
}
