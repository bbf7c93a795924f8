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
import java.util.concurrent.TimeUnit;

/** {@code run}: one gateway on one home, from start to SIGTERM. */
final class Gateway {
  private static final int HIGHEST_LEVEL = 99;

  /** The promise is 3 s from the signal to the end; the rest is the JVM's. */
  private static final long STOP_MILLIS = 2_700;

  private final Home home;
  private final PrintStream out;
  private final PrintStream err;
  private volatile Container container;
  private volatile boolean stopping;

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
    deleteUrls();
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "tidegate-stop"));
    container =
        Container.start(
            distribution, home.cache(), HIGHEST_LEVEL, properties(distribution, options));
    try {
      awaitReady();
      container.join();
      if (stopping) {
        // The signal's thread ends the process.
        Thread.sleep(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteUrls();
    return ExitCode.DONE;
  }

  private Map<String, String> properties(Distribution distribution, RunOptions options) {
    Map<String, String> properties = Settings.of(home, distribution);
    properties.put("tidegate.set", String.join("\n", options.settings()));
    if (!options.profile().isEmpty()) {
      properties.put("tidegate.profile", options.profile());
    }
    return properties;
  }

  private void awaitReady() throws InterruptedException {
    Inside inside = new Inside(container.context());
    Startup startup =
        new Startup(inside::readiness, new Doors(container)::closed, err, System::nanoTime);
    while (!stopping) {
      Optional<Inside.Readiness> ready = startup.look();
      if (ready.isPresent()) {
        announce(ready.get());
        return;
      }
      TimeUnit.MILLISECONDS.sleep(startup.complained() ? 500 : 20);
    }
  }

  private void announce(Inside.Readiness said) {
    String http = said.http().get(0);
    writeUrls(said.ocpp(), http);
    long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    out.printf(
        "ready in %d.%02d s: OCPP %s REST %sapi/v1/ console %s%n",
        millis / 1000, millis % 1000 / 10, said.ocpp(), http, http);
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

  /** On SIGTERM and SIGINT. Ends the process itself: no other hook may hold it up. */
  private void onSignal() {
    stopping = true;
    Container running = container;
    boolean inTime = running == null || running.stop(STOP_MILLIS);
    deleteUrls();
    if (!inTime) {
      err.println("tidegate: stopping took longer than " + STOP_MILLIS + " ms, ending now");
    }
    out.flush();
    err.flush();
    Runtime.getRuntime().halt(inTime ? ExitCode.DONE : ExitCode.OVERDUE);
  }
}
