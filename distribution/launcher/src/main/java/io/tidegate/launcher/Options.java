package io.tidegate.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Walks over arguments: {@code --name value} and {@code --name=value} mean the same. */
final class Options {
  private final List<String> args;
  private int at;
  private String option = "";
  private String attached;

  Options(List<String> args) {
    this.args = List.copyOf(args);
  }

  boolean hasNext() {
    return at < args.size();
  }

  /** The next option's name, or a plain word. */
  String next() throws CommandException {
    if (attached != null) {
      throw new CommandException(ExitCode.USAGE, option + " takes no value");
    }
    String word = args.get(at++);
    int equals = word.indexOf('=');
    if (word.startsWith("--") && equals > 0) {
      option = word.substring(0, equals);
      attached = word.substring(equals + 1);
    } else {
      option = word;
    }
    return option;
  }

  String value() throws CommandException {
    if (attached != null) {
      String value = attached;
      attached = null;
      return value;
    }
    if (at == args.size()) {
      throw new CommandException(ExitCode.USAGE, option + " needs a value");
    }
    return args.get(at++);
  }

  Path path() throws CommandException {
    String value = value();
    try {
      if (!value.isEmpty()) {
        return Distribution.callersDirectory().resolve(value).normalize();
      }
    } catch (InvalidPathException e) {
      throw new CommandException(ExitCode.USAGE, option + ": not a path: " + value, e);
    }
    throw new CommandException(ExitCode.USAGE, option + " needs a path");
  }

  CommandException unknown() {
    return new CommandException(
        ExitCode.USAGE, "unknown option '" + option + "'; `tidegate help` lists the commands");
  }
}
