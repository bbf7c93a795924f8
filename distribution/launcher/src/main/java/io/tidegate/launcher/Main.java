package io.tidegate.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Entry point of the one command. */
public final class Main {

  private Main() {}

  /** Ends the process with a code of {@link ExitCode}. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    int code;
    try {
      code = dispatch(new ArrayList<>(List.of(args)), out, err);
    } catch (CommandException e) {
      err.println("tidegate: " + e.getMessage());
      code = e.exitCode();
      String usage = args.length == 0 ? "" : Help.usage(args[0]);
      if (code == ExitCode.USAGE && !usage.isEmpty() && !e.getMessage().startsWith("usage: ")) {
        err.println(usage);
      }
    }
    out.flush();
    err.flush();
    // Not exit(): a bundle's stray hook must not hold up an end that was reached in order.
    Runtime.getRuntime().halt(code);
  }

  /**
   * @return exit code
   * @throws CommandException a sentence for the terminal
   */
  static int dispatch(List<String> args, PrintStream out, PrintStream err) throws CommandException {
    String command = args.isEmpty() ? "help" : args.remove(0);
    if (args.removeIf(word -> word.equals("--help") || word.equals("-h"))) {
      args.add(0, command);
      return Help.run(args, out, err);
    }
    return switch (command) {
      case "help", "--help", "-h" -> Help.run(args, out, err);
      case "version", "--version" -> {
        out.println("tidegate " + Distribution.version());
        yield ExitCode.DONE;
      }
      case "run" -> Gateway.run(RunOptions.parse(args), out, err);
      case "prepare" -> Rehearsal.run(args);
      case "status", "diag", "health" -> Inquiry.run(command, args, out, err);
      case "update", "updates", "features" -> UpdateErrand.run(command, args, out);
      case "ocpp" -> StationErrand.run(args, System.in, out);
      default -> ToolRun.run(command, args, out, err);
    };
  }
}
