package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gateway and its peer side by side, one after the other under the same load, as one table.
 * Each server is started afresh for each row of figures.
 */
public final class OcppTable {
  private static final Pattern HEAP_USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final int SETTLE_S = 3;

  private final Path distribution;
  private final List<OcppServer.Kind> kinds;
  private final int share;

  private OcppTable(Path distribution, List<OcppServer.Kind> kinds, int share) {
    this.distribution = distribution;
    this.kinds = kinds;
    this.share = share;
  }

  /**
   * {@code distribution [quick] [kind]...}: folder of the distribution; quick takes a tenth of the
   * stations and of the rate, to see that it works; kinds are those of {@link OcppServer.Kind}.
   */
  public static void main(String[] arguments) throws Exception {
    List<OcppServer.Kind> kinds = new ArrayList<>();
    int share = 1;
    for (String word : List.of(arguments).subList(1, arguments.length)) {
      if (word.equals("quick")) {
        share = 10;
      } else {
        kinds.add(OcppServer.Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
      }
    }
    List<OcppServer.Kind> wanted = kinds.isEmpty() ? List.of(OcppServer.Kind.values()) : kinds;
    new OcppTable(Path.of(arguments[0]), wanted, share).run();
  }

  private void run() throws Exception {
    row(
        "server",
        "measure",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "answered",
        "missed",
        "CPU s",
        "RSS MiB");
    row("---", "---", "---", "---", "---", "---", "---", "---", "---");
    for (OcppServer.Kind kind : kinds) {
      steady(kind, 5_000, 2_000);
      steady(kind, 1_000, 12_000);
    }
    print("%n");
    row("server", "storm of", "seconds until all are accepted", "accepted", "troubles");
    row("---", "---", "---", "---", "---");
    for (OcppServer.Kind kind : kinds) {
      storms(kind, 5_000);
    }
    print("%n");
    row("server", "idle connections", "RSS kB each", "heap kB each");
    row("---", "---", "---", "---");
    for (OcppServer.Kind kind : kinds) {
      memory(kind, 5_000);
    }
  }

  private LoadOptions options(OcppServer server, int stations, int rate) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--url", server.url().toString(),
                "--stations", Integer.toString(stations / share),
                "--rate", Integer.toString(rate / share),
                "--warm-up", "20",
                "--duration", "20"));
    if (server.authority() != null) {
      words.addAll(List.of("--authority", server.authority().toString()));
    }
    return LoadOptions.of(words.toArray(new String[0]));
  }

  private void steady(OcppServer.Kind kind, int stations, int rate) throws Exception {
    try (OcppServer server = OcppServer.start(kind, distribution, stations / share);
        Fleet fleet = new Fleet(options(server, stations, rate))) {
      Fleet.Arrival arrival = fleet.connect();
      ProcessFigures process = new ProcessFigures(server.pid());
      double cpu = process.cpuSeconds();
      Tally tally = fleet.load();
      row(
          server.name(),
          stations / share + " × " + rate / share + "/s",
          figure(tally.latency.millis(0.5)),
          figure(tally.latency.millis(0.99)),
          figure(tally.latency.millis(0.999)),
          Long.toString(tally.answered),
          Long.toString(tally.missed),
          figure(process.cpuSeconds() - cpu),
          figure(process.residentMib()));
      troubles(arrival.tally());
      troubles(tally);
    }
  }

  private static void troubles(Tally tally) {
    tally.troubles.forEach((what, times) -> print("| | %d times: %s |%n", times, what));
  }

  /** The first arrival, then storms; the first of them still meets a cold server. */
  private void storms(OcppServer.Kind kind, int stations) throws Exception {
    try (OcppServer server = OcppServer.start(kind, distribution, stations / share);
        Fleet fleet = new Fleet(options(server, stations, 0))) {
      Fleet.Arrival first = fleet.connect();
      StringBuilder seconds = new StringBuilder("first " + figure(first.seconds()) + ", then");
      int least = first.accepted();
      Tally all = first.tally();
      for (int i = 0; i < 5; i++) {
        TimeUnit.SECONDS.sleep(SETTLE_S);
        Fleet.Arrival next = fleet.storm();
        seconds.append(' ').append(figure(next.seconds()));
        least = Math.min(least, next.accepted());
        all.add(next.tally());
      }
      row(
          server.name(),
          Integer.toString(stations / share),
          seconds.toString(),
          Integer.toString(least),
          all.troubles.toString());
    }
  }

  /** Memory that booted stations cost which say nothing more. */
  private void memory(OcppServer.Kind kind, int stations) throws Exception {
    try (OcppServer server = OcppServer.start(kind, distribution, stations / share)) {
      ProcessFigures process = new ProcessFigures(server.pid());
      TimeUnit.SECONDS.sleep(SETTLE_S);
      double heapBefore = heapKb(kind, server.pid());
      double before = process.residentMib();
      try (Fleet fleet = new Fleet(options(server, stations, 0))) {
        Fleet.Arrival arrival = fleet.connect();
        TimeUnit.SECONDS.sleep(2 * SETTLE_S);
        double heap = heapKb(kind, server.pid()) - heapBefore;
        double resident = (process.residentMib() - before) * 1024;
        row(
            server.name(),
            Integer.toString(arrival.accepted()),
            figure(resident / arrival.accepted()),
            figure(heap / arrival.accepted()));
      }
    }
  }

  /** Live heap after a collection; NaN for a server that is no JVM. */
  private static double heapKb(OcppServer.Kind kind, long pid) throws Exception {
    if (kind == OcppServer.Kind.OCPP_RPC) {
      return Double.NaN;
    }
    jcmd(pid, "GC.run");
    Matcher used = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
    double sum = 0;
    while (used.find()) {
      sum += Double.parseDouble(used.group(1));
    }
    return sum;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    if (!Files.isExecutable(Path.of(tool))) {
      throw new IOException("no " + tool + ": a JDK is needed, not a JRE");
    }
    Process process =
        new ProcessBuilder(tool, Long.toString(pid), command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? said : "";
  }

  private static String figure(double value) {
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  private static void row(String... cells) {
    print("| %s |%n", String.join(" | ", cells));
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
