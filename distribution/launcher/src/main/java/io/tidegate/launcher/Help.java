package io.tidegate.launcher;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code help} and {@code help NAME}. */
final class Help {
  private static final String BUILT_IN =
      """
      tidegate: a vehicle-to-grid site gateway

      tidegate run --home DIR [--profile NAME] [--set PID.key=value]...
          Runs the gateway; configuration, data and logs live under DIR only. The first start
          copies the default configuration to DIR/config. Prints `ready` with its URLs when it
          serves. SIGTERM or SIGINT stops it: every station to its charge-only safe share,
          journal flushed, within 3 s.
            --profile NAME        hardware profile, a file of hw-profiles/ (default generic-x86)
            --set PID.key=value   overrides the file DIR/config/PID.cfg; may be repeated
      tidegate status [--home DIR] [--json]        the site in a few lines
      tidegate health [--home DIR] [--json]        health checks of the running gateway
      tidegate diag --all [--home DIR] [--json]    whole-system report of the running gateway
            --home DIR            its home (default: $TIDEGATE_HOME)
      tidegate help [COMMAND]
      tidegate version

      Commands that bundles bring; each takes --home DIR to work with the configuration of a
      home without disturbing a gateway that runs there:
      """;

  private static final String CODES =
      """

      Exit codes: 0 done; 1 found wanting; 2 used wrongly; 3 home in use or not writable;
      4 the container did not start; 5 stopping took longer than its deadline.
      Other names: v2g-diag = diag, v2g-optimiser = optimise, v2g-arbitrator = arbitrate.
      """;

  private Help() {}

  static int run(List<String> args, PrintStream out, PrintStream err) throws CommandException {
    System.setOut(err);
    try (ToolRun headless = ToolRun.start(Optional.empty())) {
      Inside inside = headless.inside();
      return args.isEmpty() ? list(inside, out) : one(args.get(0), inside, out);
    }
  }

  private static int list(Inside inside, PrintStream out) {
    out.print(BUILT_IN);
    Map<String, String> tools = new TreeMap<>(inside.tools());
    tools.forEach((name, summary) -> out.printf("  %-12s %s%n", name, summary));
    out.print(CODES);
    return ExitCode.DONE;
  }

  private static int one(String name, Inside inside, PrintStream out) throws CommandException {
    if (List.of("run", "status", "health", "diag", "help", "version").contains(name)) {
      out.print(BUILT_IN);
      out.print(CODES);
      return ExitCode.DONE;
    }
    String text =
        inside
            .toolHelp(name)
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.USAGE,
                        "unknown command '" + name + "'; `tidegate help` lists the commands"));
    out.println(text.stripTrailing());
    return ExitCode.DONE;
  }
}
