package io.tidegate.bench.ocpp;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The load generator as a command; {@link LoadOptions#USAGE} says how. */
public final class OcppLoad {
  private OcppLoad() {}

  public static void main(String[] arguments) throws Exception {
    LoadOptions options;
    try {
      options = LoadOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(LoadOptions.USAGE);
      System.exit(2);
      return;
    }
    System.exit(run(options) ? 0 : 1);
  }

  private static boolean run(LoadOptions options) throws Exception {
    ProcessFigures server = new ProcessFigures(options.pid());
    try (Fleet fleet = new Fleet(options)) {
      boolean well = arrived("connect", options, fleet.connect());
      if (options.rate() > 0) {
        double cpu = server.cpuSeconds();
        Tally tally = fleet.load();
        print(
            "load of %d/s for %d s: answered %d, missed %d, asked by the server %d%n",
            options.rate(), options.durationS(), tally.answered, tally.missed, tally.asked);
        print("  latency %s%n", tally.latency);
        if (options.pid() != 0) {
          print(
              "  server: %.1f CPU s with the warm-up, %.0f MiB%n",
              server.cpuSeconds() - cpu, server.residentMib());
        }
        well &= troubles(tally);
      }
      for (int storm = 1; storm <= options.storms(); storm++) {
        well &= arrived("storm " + storm, options, fleet.storm());
      }
      if (options.holdS() > 0) {
        TimeUnit.SECONDS.sleep(options.holdS());
        print("held for %d s: %d stations%n", options.holdS(), fleet.accepted());
      }
      return well;
    }
  }

  private static boolean arrived(String what, LoadOptions options, Fleet.Arrival arrival) {
    print(
        "%s: %d of %d accepted after %.3f s; each %s%n",
        what, arrival.accepted(), options.stations(), arrival.seconds(), arrival.tally().accepted);
    troubles(arrival.tally());
    return arrival.accepted() == options.stations();
  }

  private static boolean troubles(Tally tally) {
    tally.troubles.forEach((trouble, times) -> print("  %d times %s%n", times, trouble));
    return tally.troubles.isEmpty();
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
