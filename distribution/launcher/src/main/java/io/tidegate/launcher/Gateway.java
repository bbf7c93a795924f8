package io.tidegate.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/** {@code run}: one gateway on one home, from start to SIGTERM. */
final class Gateway {
  private static final String CONSOLE = "io.tidegate.admin.console";
  private static final int HIGHEST_LEVEL = 99;

  /** The promise is 3 s from the signal to the end; the rest is the JVM's. */
  private static final long STOP_MILLIS = 2_700;

  private static final long RESTART_MILLIS = 30_000;

  private final Home home;
  private final PrintStream out;
  private final PrintStream err;
  private volatile Container container;
  private volatile boolean stopping;
  private volatile boolean anew;
  private volatile StartWatch watch;
  private long since = ManagementFactory.getRuntimeMXBean().getStartTime();

  private Gateway(Home home, PrintStream out, PrintStream err) {
    this.home = home;
    this.out = out;
    this.err = err;
  }

  /** Returns when the framework has stopped by itself; a signal ends the process instead. */
  static int run(RunOptions options, PrintStream out, PrintStream err) throws CommandException {
    Distribution distribution = Distribution.find();
    Home home = new Home(options.home());
    home.prepare();
    if ("root".equals(System.getProperty("user.name"))) {
      err.println("tidegate: warning: running as root; a gateway needs no privileges");
    }
    try (FileChannel lock = home.lock()) {
      home.fillConfiguration(distribution.config());
      PseudonymKey.take(home);
      return new Gateway(home, out, err).serve(distribution, options);
    } catch (IOException e) {
      throw new CommandException(ExitCode.HOME, "cannot unlock " + home.root(), e);
    }
  }

  private int serve(Distribution distribution, RunOptions options) throws CommandException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "tidegate-stop"));
    int code = ExitCode.DONE;
    try {
      do {
        deleteUrls();
        start(distribution, options);
        awaitReady();
        code = awaitEnd();
        since = System.currentTimeMillis();
      } while (code == ExitCode.DONE && anew && !stopping);
      if (stopping) {
        // The signal's thread ends the process.
        Thread.sleep(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteUrls();
    return code;
  }

  /**
   * Waits for the end of the container. Who has asked for it sees to it in time; when nobody has,
   * it is given as long as after a signal, and the process ends with a failure for whoever started
   * it to start it again.
   */
  private int awaitEnd() throws InterruptedException {
    Downfall downfall = container.downfall();
    downfall.await();
    if (anew || stopping) {
      container.join();
      end(true, "");
      return ExitCode.DONE;
    }
    String what = downfall.sentence();
    err.println(
        "tidegate: " + what + " Nobody asked for it: the process ends, to be started again");
    err.flush();
    end(false, what);
    return container.stop(STOP_MILLIS) ? ExitCode.UNASKED : overdue();
  }

  private int overdue() {
    err.println("tidegate: stopping took longer than " + STOP_MILLIS + " ms, ending now");
    err.flush();
    return ExitCode.OVERDUE;
  }

  private void start(Distribution distribution, RunOptions options) throws CommandException {
    anew = false;
    container = null;
    Proof.Terms terms = Proof.Terms.now();
    Optional<Proof> proof = Proof.begin(distribution, home, terms, err);
    Overlay overlay = Overlay.of(distribution, home);
    String boot = UUID.randomUUID().toString();
    Optional<? extends Stake> stake =
        overlay.trial().isEmpty()
            ? proof
            : Optional.of(new Trial(home, overlay.trial(), boot, terms.deadlineMs()));
    Runnable next = Successor.once(this::startAnew);
    watch = new StartWatch(stake, err);
    watch.begin(this::silentMs, next);
    container =
        Container.start(
            overlay.bundles(),
            home.cache(),
            HIGHEST_LEVEL,
            properties(distribution, options, overlay, boot));
    Successor.offer(container, next);
  }

  private OptionalLong silentMs() {
    Container running = container;
    BundleContext context = running == null ? null : running.context();
    return context == null ? OptionalLong.empty() : new Inside(context).silentMs();
  }

  /** What has become of the start, for the next one to know. */
  private void end(boolean wanted, String otherwise) {
    StartWatch last = watch;
    if (last != null && wanted) {
      last.close();
    } else if (last != null) {
      last.died(otherwise);
    }
  }

  /**
   * The updater wants the container started anew, or its start has failed; it has half a minute to
   * stop.
   */
  private void startAnew() {
    anew = true;
    out.println("the container is started anew");
    out.flush();
    Container running = container;
    if (running == null || !running.stop(RESTART_MILLIS)) {
      end(true, "");
      err.println("tidegate: the container does not stop, ending now");
      err.flush();
      Runtime.getRuntime().halt(ExitCode.OVERDUE);
    }
  }

  private Map<String, String> properties(
      Distribution distribution, RunOptions options, Overlay overlay, String boot) {
    Map<String, String> properties = Settings.of(home, distribution);
    properties.put("tidegate.set", String.join("\n", options.settings()));
    properties.put("tidegate.boot", boot);
    properties.put("tidegate.startlevel", Integer.toString(HIGHEST_LEVEL));
    properties.put("tidegate.product", Overlay.PRODUCT);
    properties.put("tidegate.updates.trial", overlay.trial());
    properties.put("tidegate.updates.problem", String.join("; ", overlay.problems()));
    if (!options.profile().isEmpty()) {
      properties.put("tidegate.profile", options.profile());
    }
    return properties;
  }

  private void awaitReady() throws InterruptedException {
    Inside inside = new Inside(container.context());
    Startup startup =
        new Startup(inside::readiness, new Doors(container)::closed, err, System::nanoTime);
    while (!stopping && !anew && !container.downfall().hasBegun()) {
      Optional<Inside.Readiness> ready = startup.look();
      if (ready.isPresent()) {
        announce(ready.get());
        watch.ready();
        return;
      }
      TimeUnit.MILLISECONDS.sleep(startup.complained() ? 500 : 20);
    }
  }

  private void announce(Inside.Readiness said) {
    String http = said.http().get(0);
    writeUrls(said.ocpp(), http);
    long millis = System.currentTimeMillis() - since;
    out.printf(
        "ready in %d.%02d s: %s REST %sapi/v1/%s%n",
        millis / 1000,
        millis % 1000 / 10,
        said.ocpp().isEmpty() ? "no OCPP" : "OCPP " + said.ocpp(),
        http,
        container.has(CONSOLE) ? " console " + http : "");
    said.red().forEach(sentence -> out.println("  red: " + sentence));
    said.amber().forEach(sentence -> out.println("  amber: " + sentence));
    out.flush();
  }

  private void writeUrls(String ocpp, String http) {
    Map<String, Object> urls = new LinkedHashMap<>();
    urls.put("ocpp", ocpp);
    urls.put("http", http);
    urls.put("pid", ProcessHandle.current().pid());
    urls.put("readyAt", Instant.now().toString());
    urls.put("version", Distribution.version());
    try {
      Path draft = home.run().resolve("urls.json.new");
      Files.writeString(draft, Json.write(urls) + "\n");
      Files.move(draft, home.urls(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      err.println("tidegate: cannot write " + home.urls() + ": " + e.getMessage());
    }
  }

  private void deleteUrls() {
    try {
      Files.deleteIfExists(home.urls());
    } catch (IOException e) {
      err.println("tidegate: cannot delete " + home.urls() + ": " + e.getMessage());
    }
  }

  /**
   * On SIGTERM and SIGINT, and when a bundle ends the process. Ends it itself: no other hook may
   * hold it up.
   */
  private void onSignal() {
    stopping = true;
    boolean asked = signalled();
    end(asked, "A bundle ended the process.");
    Container running = container;
    boolean inTime = running == null || running.stop(STOP_MILLIS);
    deleteUrls();
    if (!asked) {
      err.println("tidegate: A bundle ended the process. Nobody asked for it");
    }
    int code = asked ? ExitCode.DONE : ExitCode.UNASKED;
    code = inTime ? code : overdue();
    out.flush();
    err.flush();
    Runtime.getRuntime().halt(code);
  }

  /** The JVM handles each signal on a thread of that name, which waits for us. */
  private static boolean signalled() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .anyMatch(name -> name.startsWith("SIG") && name.endsWith(" handler"));
  }
}
