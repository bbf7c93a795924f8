package io.tidegate.api.operation;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A command of the command line that a bundle brings: {@code tidegate <name> …} starts the
 * container, runs the tool, and stops. A service with the property {@link #NAME}.
 *
 * <p>That container is headless: of our bundles only {@code api}, {@code core} and what they need
 * are started, and {@code tidegate.home} is a temporary folder with a copy of the configuration.
 * The home that the caller named with {@code --home} is in the container property {@link #HOME}; a
 * gateway may be running on it.
 */
public interface Tool {
  String NAME = "tidegate.tool";

  /** Container property: absolute path of the home that the caller named; absent when none was. */
  String HOME = "tidegate.tool.home";

  /** One line for the list of commands. */
  String summary();

  /** How to call it: all options with units, ranges, defaults; exit codes. */
  String help();

  /**
   * The same of a part of it, such as {@code sign} of {@code tidegate release sign}: with an
   * example.
   *
   * @param words what was typed beside the request for help
   */
  default String help(List<String> words) {
    return help();
  }

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
