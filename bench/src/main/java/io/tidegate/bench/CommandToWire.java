package io.tidegate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From a command on the REST API to setpoints at the stations, through a real gateway over
 * loopback: when the first station has its setpoint, and when all have answered. Seen from outside:
 * the figures hold the sockets and this program too.
 */
public final class CommandToWire {
  private static final long WINDOW_MS = 500;
  private static final Pattern BUCKET =
      Pattern.compile("tidegate_command_to_wire_seconds_bucket\\{le=\"([^\"]+)\"} (\\d+)");

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
    // the HTTP client's threads need not be waited for
    System.exit(0);
  }

  private void run(String command, boolean durableFirst) throws Exception {
    List<String> settings =
        List.of("io.tidegate.core.control.command.durable.first=" + durableFirst);
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, CommandToWire::daemon);
    try (BenchGateway gateway = new BenchGateway(command, stations, settings);
        StationSockets sockets = new StationSockets()) {
      List<BenchStation> fleet = new ArrayList<>();
      for (int n = 0; n < stations; n++) {
        fleet.add(new BenchStation(n, this::arrived));
      }
      connect(gateway, sockets, fleet);
      every(clock, 0, 1_000, () -> alive(gateway));
      for (int n = 0; n < stations; n++) {
        every(clock, 1_000L * n / stations, 1_000, fleet.get(n)::telemetry);
      }
      every(clock, 0, 50, () -> gateway.metered(powerOf(fleet)));
      TimeUnit.SECONDS.sleep(5);
      try (CommandLine commands = gateway.commands()) {
        measure(gateway, commands, 20);
        Map<String, Long> before = toWire(gateway);
        print(durableFirst, measure(gateway, commands, rounds));
        printGatewaysOwn(before, toWire(gateway));
      }
      idle(gateway);
      clock.shutdownNow();
    }
  }

  /** Sixteen at a time: what is measured here is not the rush after a power cut. */
  private static void connect(
      BenchGateway gateway, StationSockets sockets, List<BenchStation> fleet) throws Exception {
    long begin = System.nanoTime();
    ExecutorService crew = Executors.newFixedThreadPool(16, CommandToWire::daemon);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (BenchStation station : fleet) {
      tasks.add(
          () -> {
            station.connect(sockets, gateway.ocpp);
            return null;
          });
    }
    for (Future<Void> done : crew.invokeAll(tasks)) {
      done.get();
    }
    crew.shutdown();
    System.out.printf(
        Locale.ROOT,
        "%d stations booted after %.1f s%n",
        fleet.size(),
        (System.nanoTime() - begin) / 1e9);
  }

  private static double powerOf(List<BenchStation> fleet) {
    return fleet.stream().mapToDouble(BenchStation::limitW).sum();
  }

  /** Again and again, also after a failure, which is told and else leads to missing figures. */
  private static void every(
      ScheduledExecutorService clock, long firstMs, long periodMs, Runnable work) {
    Runnable told =
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            System.err.println("bench: " + e);
          }
        };
    var unused = clock.scheduleAtFixedRate(told, firstMs, periodMs, TimeUnit.MILLISECONDS);
  }

  private static void alive(BenchGateway gateway) {
    try {
      gateway.post("/api/v1/keep-alive", "{\"controller\":\"dms\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void arrived(BenchStation station, long nanos) {
    // at rest all charge: only a discharge can have come of the command
    if (station.limitW() < 0 && answered.put(station.number(), true) == null) {
      first.compareAndSet(0, nanos);
      latest.set(nanos);
      all.countDown();
    }
  }

  private int commands;

  private double[][] measure(BenchGateway gateway, CommandLine line, int times) throws Exception {
    double[] firstMs = new double[times];
    double[] allMs = new double[times];
    for (int i = 0; i < times; i++) {
      double powerW = stations * (commands % 2 == 0 ? -5_000.0 : -6_500.0);
      Instant now = Instant.now();
      String body =
          String.format(
              Locale.ROOT,
              "{\"id\":\"bench-%d-%d\",\"controller\":\"dms\",\"priority\":\"CONTRACT\","
                  + "\"kind\":\"VEHICLE_POWER\",\"powerW\":%.0f,\"start\":\"%s\",\"end\":\"%s\"}",
              now.toEpochMilli(),
              commands++,
              powerW,
              now,
              now.plusMillis(WINDOW_MS));
      answered.clear();
      first.set(0);
      all = new CountDownLatch(stations);
      long begin = System.nanoTime();
      String response = line.post("/api/v1/grid-commands", body);
      if (!response.startsWith("HTTP/1.1 202 ")) {
        throw new IllegalStateException(response);
      }
      boolean complete = all.await(5, TimeUnit.SECONDS);
      if (!complete) {
        System.err.println(
            all.getCount()
                + " stations got no setpoint within 5 s: "
                + gateway.get("/api/v1/decisions").substring(0, 400));
      }
      firstMs[i] = first.get() == 0 ? 5_000 : (first.get() - begin) / 1e6;
      allMs[i] = complete ? (latest.get() - begin) / 1e6 : 5_000;
      // let the window end, so that the next one starts from the same place
      TimeUnit.MILLISECONDS.sleep(WINDOW_MS + 200);
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

  /** How many commands took at most so many seconds from the servlet to the socket. */
  private static Map<String, Long> toWire(BenchGateway gateway) throws Exception {
    Map<String, Long> counts = new LinkedHashMap<>();
    Matcher bucket = BUCKET.matcher(gateway.get("/api/v1/metrics"));
    while (bucket.find()) {
      counts.put(bucket.group(1), Long.parseLong(bucket.group(2)));
    }
    return counts;
  }

  private static void printGatewaysOwn(Map<String, Long> before, Map<String, Long> after) {
    StringBuilder line = new StringBuilder("  of these, in the gateway itself, servlet to socket:");
    after.forEach(
        (seconds, count) -> {
          long within = count - before.getOrDefault(seconds, 0L);
          if (seconds.equals("+Inf") || Double.parseDouble(seconds) <= 0.05) {
            line.append(' ').append(within).append(" within ").append(seconds).append(" s,");
          }
        });
    System.out.println(line.substring(0, line.length() - 1));
  }

  /** What the one-second cycle costs with all stations reporting once a second. */
  private void idle(BenchGateway gateway) throws Exception {
    // most of what runs now is compiled within the first minute or two; that is not the steady
    // state
    TimeUnit.SECONDS.sleep(40);
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
