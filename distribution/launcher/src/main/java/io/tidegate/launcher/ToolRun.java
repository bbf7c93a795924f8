package io.tidegate.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command that a bundle brings: a headless container on a temporary home, with a copy of the
 * configuration of the home that was named, so that a gateway running there is not disturbed.
 */
final class ToolRun implements AutoCloseable {
  /** Tools come one after the other: one that is not there yet may still come. */
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STOP_MILLIS = 2_000;

  private final Home home;
  private final Container container;

  private ToolRun(Home home, Container container) {
    this.home = home;
    this.container = container;
  }

  /**
   * @param args {@code --home DIR} is taken out, the rest is the tool's
   */
  static int run(String name, List<String> args, PrintStream out, PrintStream err)
      throws CommandException {
    List<String> rest = new ArrayList<>(args);
    Optional<Path> named = takeHome(rest);
    // A stray print of a library must not end up in the middle of a tool's JSON.
    System.setOut(err);
    try (ToolRun run = start(named)) {
      return run.call(name, rest, out, err);
    }
  }

  /** Starts the headless container. */
  static ToolRun start(Optional<Path> named) throws CommandException {
    Distribution distribution = Distribution.find();
    Home home;
    try {
      home = new Home(Files.createTempDirectory("tidegate-"));
    } catch (IOException e) {
      throw new CommandException(ExitCode.START, "cannot create a temporary folder", e);
    }
    home.prepare();
    if (named.isPresent()) {
      home.fillConfiguration(named.get().resolve("config"));
    }
    home.fillConfiguration(distribution.config());
    Map<String, String> properties = Settings.of(home, distribution);
    named.ifPresent(path -> properties.put("tidegate.tool.home", path.toString()));
    return new ToolRun(
        home,
        Container.start(
            distribution.bundles(), home.cache(), Container.HEADLESS_LEVEL, properties));
  }

  Inside inside() {
    return new Inside(container.context());
  }

  private int call(String name, List<String> args, PrintStream out, PrintStream err)
      throws CommandException {
    Inside inside = inside();
    Map<String, Object> call =
        Map.of(
            "action", "run",
            "name", name,
            "arguments", args,
            "directory", Distribution.callersDirectory(),
            "out", out,
            "err", err);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    Map<String, String> known = Map.of();
    long since = System.nanoTime();
    do {
      Optional<Integer> code = inside.runTool(call);
      if (code.isPresent()) {
        return code.get();
      }
      Map<String, String> now = inside.tools();
      if (!now.keySet().equals(known.keySet())) {
        known = now;
        since = System.nanoTime();
      }
      if (!known.isEmpty()
          && !known.containsKey(name)
          && System.nanoTime() - since > SETTLED_NANOS) {
        throw new CommandException(
            ExitCode.USAGE, "unknown command '" + name + "'; `tidegate help` lists the commands");
      }
      pause();
    } while (System.nanoTime() < deadline);
    List<String> why = new ArrayList<>(container.problems());
    inside.readiness().ifPresent(said -> why.addAll(said.missing().get()));
    throw new CommandException(
        ExitCode.START, "the command '" + name + "' did not come up: " + String.join("; ", why));
  }

  private static void pause() throws CommandException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.START, "interrupted", e);
    }
  }

  /** Takes {@code --home DIR} out of the arguments. */
  static Optional<Path> takeHome(List<String> args) throws CommandException {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--home") || arg.startsWith("--home=")) {
        int words = arg.equals("--home") ? 2 : 1;
        Options option = new Options(args.subList(i, Math.min(args.size(), i + words)));
        option.next();
        Path home = option.path();
        args.subList(i, i + words).clear();
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    container.stop(STOP_MILLIS);
    Home.deleteTree(home.root());
  }
}
