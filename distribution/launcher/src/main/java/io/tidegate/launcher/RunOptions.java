package io.tidegate.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of {@code run}.
 *
 * @param home folder of configuration, data and logs
 * @param profile hardware profile, empty for the default
 * @param settings lines {@code PID.key=value} that win over configuration files
 */
record RunOptions(Path home, String profile, List<String> settings) {

  RunOptions {
    settings = List.copyOf(settings);
  }

  static RunOptions parse(List<String> args) throws CommandException {
    Path home = null;
    String profile = "";
    List<String> settings = new ArrayList<>();
    Options options = new Options(args);
    while (options.hasNext()) {
      String option = options.next();
      switch (option) {
        case "--home" -> home = options.path();
        case "--profile" -> profile = options.value();
        case "--set" -> settings.add(setting(options.value()));
        default -> throw options.unknown();
      }
    }
    if (home == null) {
      throw new CommandException(
          ExitCode.USAGE, "run needs --home DIR, the folder of configuration, data and logs");
    }
    return new RunOptions(home, profile, settings);
  }

  private static String setting(String line) throws CommandException {
    int equals = line.indexOf('=');
    String name = equals < 0 ? "" : line.substring(0, equals);
    int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'));
    if (end <= 0 || end == name.length() - 1 || line.indexOf('\n') >= 0) {
      throw new CommandException(
          ExitCode.USAGE,
          "--set wants PID.key=value (or PID/key=value) in one line, got '" + line + "'");
    }
    return line;
  }
}
