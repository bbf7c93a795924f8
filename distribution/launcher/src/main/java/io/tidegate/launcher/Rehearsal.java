package io.tidegate.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code prepare}: a whole start, with the default configuration on a temporary home, ports of
 * loopback that the system chooses, and an end in order once it would serve. What it is good for is
 * the JVM's: {@code bin/tidegate} has it keep the classes that were read and verified.
 */
final class Rehearsal {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long STOP_MILLIS = 5_000;
  private static final int HIGHEST_LEVEL = 99;

  private static final List<String> ANY_PORT =
      List.of(
          "io.tidegate.charging.ocpp.transport/port=0",
          "org.apache.felix.http/org.osgi.service.http.port=0");

  private Rehearsal() {}

  /**
   * @throws CommandException when it does not come to its end
   */
  static int run(List<String> args) throws CommandException {
    if (!args.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "prepare takes no arguments");
    }
    Distribution distribution = Distribution.find();
    Path folder;
    try {
      folder = Files.createTempDirectory("tidegate-");
    } catch (IOException e) {
      throw new CommandException(ExitCode.START, "cannot create a temporary folder", e);
    }
    Home home = new Home(folder);
    try {
      home.prepare();
      home.fillConfiguration(distribution.config());
      Map<String, String> properties = Settings.of(home, distribution);
      properties.put("tidegate.set", String.join("\n", ANY_PORT));
      Container container =
          Container.start(distribution.bundles(), home.cache(), HIGHEST_LEVEL, properties);
      awaitReady(container);
      Linking.link(container.context().getBundles());
      container.stop(STOP_MILLIS);
    } finally {
      Home.deleteTree(folder);
    }
    return ExitCode.DONE;
  }

  private static void awaitReady(Container container) throws CommandException {
    Inside inside = new Inside(container.context());
    // That no meter answers is no news to anybody here.
    PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
    Startup startup =
        new Startup(inside::readiness, new Doors(container)::closed, nobody, System::nanoTime);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (startup.look().isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new CommandException(
              ExitCode.START, "no start to prepare from in " + PATIENCE.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.START, "interrupted", e);
    }
  }
}
