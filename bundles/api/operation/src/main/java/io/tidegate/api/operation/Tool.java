package io.tidegate.api.operation;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A command of the command line that a bundle brings: {@code tidegate <name> …} starts the
 * container, runs the tool, and stops. A service with the property {@link #NAME}.
 */
public interface Tool {
  String NAME = "tidegate.tool";

  /** One line for the list of commands. */
  String summary();

  /** How to call it: all options with units, ranges, defaults; exit codes. */
  String help();

  /** Runs it and returns the exit code: 0 done, 1 found wanting, 2 used wrongly. */
  int run(Call call);

  /**
   * @param arguments without the name; {@code --json} is passed on
   * @param directory the caller's working directory, for relative paths
   */
  record Call(List<String> arguments, Path directory, PrintStream out, PrintStream err) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}
