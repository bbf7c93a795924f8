package io.tidegate.sim.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code tidegate demo}: exit code 0 only when every promise has held, 1 when one was broken, 2
 * when it was called wrongly, 3 when the machine was too busy to show all of them.
 */
public final class Main {
  private static final int BROKEN = 1;
  private static final int TOO_BUSY = 3;

  /** Longer than any start that anybody would wait for. */
  private static final int START_S = 120;

  private final PrintStream out;
  private final String command;
  private final Path home;
  private final boolean keep;
  private final boolean withOwn;
  private final Watch watch;
  private final Machine machine;
  private final Promises promises;

  private Main(PrintStream out, String command, Path home, boolean keep, boolean withOwn) {
    this.out = out;
    this.command = command;
    this.home = home;
    this.keep = keep;
    this.withOwn = withOwn;
    watch = new Watch(withOwn ? OwnVehicles.IMPORT_CAP_KW * 1_000 : 100_000, 40_000, 45_000, 20);
    machine = new Machine(watch);
    promises = new Promises(machine::trouble);
  }

  /**
   * {@code --home DIR} keeps the gateway's data there; the system property {@code tidegate.command}
   * names the gateway.
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    Path home = null;
    boolean own = false;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--home") && i + 1 < arguments.length) {
        home = Path.of(arguments[++i]).toAbsolutePath();
      } else if (arguments[i].equals("--iso15118")) {
        own = true;
      } else {
        out.println(
            "usage: tidegate demo [--iso15118] [--home DIR]   (DIR keeps journal, log and"
                + " configuration; --iso15118: three vehicles talk to the gateway itself)");
        System.exit(arguments[i].equals("--help") ? 0 : 2);
      }
    }
    boolean keep = home != null;
    Path folder = keep ? home : Files.createTempDirectory("tidegate-demo");
    String command = System.getProperty("tidegate.command", "tidegate");
    System.exit(new Main(out, command, folder, keep, own).run());
  }

  private int run() throws Exception {
    int ocppPort = freePort();
    int httpPort = freePort();
    int meterPort = freePort();
    Optional<OwnVehicles> own = withOwn ? Optional.of(new OwnVehicles()) : Optional.empty();
    // namespaces and processes must not outlive a demo that is interrupted
    own.ifPresent(o -> Runtime.getRuntime().addShutdownHook(new Thread(o::close, "demo-end")));
    configure(meterPort, own);
    HttpClient http =
        HttpClient.newBuilder()
            .executor(Executors.newFixedThreadPool(2, Main::daemon))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    URI ocpp = URI.create("ws://127.0.0.1:" + ocppPort + "/");
    URI rest = URI.create("http://127.0.0.1:" + httpPort + "/");
    try (GatewayProcess process = new GatewayProcess(command, home, options(ocppPort, httpPort));
        Depot depot =
            new Depot(
                ocpp, meterPort, http, watch, () -> own.map(OwnVehicles::powerW).orElse(0.0))) {
      if (own.isPresent()) {
        out.println("Three vehicles of ISO 15118-20 " + own.get().where());
        own.get().start();
      }
      if (!process.awaitReady(START_S)) {
        out.println(process.output());
        out.println(
            "The gateway did not become ready within "
                + START_S
                + " s"
                + machine.trouble().map(t -> " (" + t + ")").orElse("")
                + ".");
        return machine.trouble().isPresent() ? TOO_BUSY : BROKEN;
      }
      out.println("Live page " + rest + "   token in " + home.resolve("data/secrets/rest.token"));
      GatewayClient gateway = new GatewayClient(http, rest, GatewayProcess.token(home));
      play(process, depot, gateway, own);
    } finally {
      own.ifPresent(OwnVehicles::close);
      tidy();
    }
    return switch (promises.verdict()) {
      case HELD -> 0;
      case BROKEN -> BROKEN;
      case NOT_SHOWN -> TOO_BUSY;
    };
  }

  private void play(
      GatewayProcess process, Depot depot, GatewayClient gateway, Optional<OwnVehicles> own)
      throws IOException, InterruptedException {
    Screen screen =
        new Screen(out, watch, gateway, () -> own.map(OwnVehicles::rows).orElse(List.of()));
    for (int n = 1; n <= Depot.STATIONS; n++) {
      int station = n;
      depot.run(() -> depot.station(station).start());
    }
    Evening evening = new Evening(depot, gateway, watch, machine, promises, screen, own);
    evening.play();
    limits();
    machine.look();
    long begin = System.nanoTime();
    boolean ended = process.terminate(6_000);
    double seconds = (System.nanoTime() - begin) / 1e9;
    promises.inTime(
        "the gateway ends within 3 s of SIGTERM",
        ended && seconds <= 3,
        String.format(Locale.ROOT, "%.1f s", seconds));
    Summary summary = new Summary(out);
    summary.vehicles(depot, screen.departed());
    summary.commands(evening.commands());
    summary.limits(watch);
    summary.promises(promises);
    if (keep) {
      out.println("Prove it: ./tidegate replay " + home.resolve("data/journal.db"));
    }
  }

  private void limits() {
    // the building does what it likes: keeping a cap is a matter of answering it in time
    promises.inTime(
        "the grid connection's caps are never exceeded",
        !watch.capExceeded(),
        "",
        machine.whenExceeded());
    boolean loaded = watch.worstTransformerW() >= -45;
    promises.always(
        "no transformer is ever overloaded", loaded, loaded ? "" : watch.worstTransformer());
    promises.always("nobody is discharged below the floor", watch.worstSocPct() >= 0, "");
    promises.always(
        "who has not agreed is never discharged",
        watch.uninvitedDischargeW() == 0,
        "EV12 has not agreed, CS04 cannot");
  }

  private void configure(int meterPort, Optional<OwnVehicles> own)
      throws IOException, GeneralSecurityException {
    Path config = Files.createDirectories(home.resolve("config"));
    Files.createDirectories(config.resolve("registers"));
    copy("site.yaml", config.resolve("site.yaml"));
    if (own.isPresent()) {
      Path file = config.resolve("site.yaml");
      Files.writeString(file, own.get().configure(home, Files.readString(file)));
    }
    copy("demo-meter.yaml", config.resolve("registers/demo-meter.yaml"));
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.bus~grid.cfg"),
        "name = grid\nhost = 127.0.0.1\nport = " + meterPort + "\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.meter~grid.cfg"),
        "name = grid\nbus = grid\nunit = 1\nmap = demo-meter\nintervalMs = 100\n");
    Files.writeString(
        config.resolve("io.tidegate.policy.peak.shaving.cfg"),
        "enabled = true\nthresholdKw = 90\nmeter = grid\n");
  }

  private static List<String> options(int ocppPort, int httpPort) {
    List<String> options = new ArrayList<>();
    for (String setting :
        List.of(
            "io.tidegate.charging.ocpp.transport.port=" + ocppPort,
            "io.tidegate.charging.ocpp.transport.security.minimum=0",
            "io.tidegate.charging.ocpp.v16.idtokens=any",
            "io.tidegate.charging.ocpp.v201.idtokens=any",
            "io.tidegate.charging.ocpp.v21.idtokens=any",
            // twenty simulated devices share the machine with whatever else it does
            "io.tidegate.charging.iso15118.v20.loop.grace.ms=2000",
            "org.apache.felix.http.org.osgi.service.http.port=" + httpPort,
            "io.tidegate.core.clock.source=assumed")) {
      options.add("--set");
      options.add(setting);
    }
    return options;
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = Main.class.getResourceAsStream(resource)) {
      Files.write(target, in.readAllBytes());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "demo-http");
    thread.setDaemon(true);
    return thread;
  }

  private void tidy() throws InterruptedException {
    if (keep) {
      return;
    }
    TimeUnit.MILLISECONDS.sleep(100);
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(Main::delete);
    } catch (IOException | UncheckedIOException e) {
      out.println("Left behind: " + home + " (" + e.getMessage() + ")");
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
