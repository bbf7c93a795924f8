package io.tidegate.launcher;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code help} and {@code help NAME}. */
final class Help {
  private static final String ASKING =
      """
            --home DIR            its home (default: $TIDEGATE_HOME)
            --json                everything, for programs
          Exit codes: 0 nothing is red (green or amber); 1 something is red; 2 used wrongly; 3 no
          gateway could be asked: none runs there, it is not ready, or it does not let us in.
      """;

  /** What the launcher itself can do, in the order of the list. */
  private static final Map<String, String> BUILT_IN = new LinkedHashMap<>();

  static {
    BUILT_IN.put(
        "run",
        """
        tidegate run --home DIR [--profile NAME] [--set PID.key=value]...
            Runs the gateway; configuration, data and logs live under DIR only. The first start
            copies the default configuration to DIR/config. Prints `ready` with its URLs when it
            serves; what is red and stays red is said as soon as it is known. SIGTERM or SIGINT
            stops it: every station to its charge-only safe share, journal flushed, within 3 s.
              --profile NAME        hardware profile, a file of hw-profiles/ (default generic-x86)
              --set PID.key=value   overrides the file DIR/config/PID.cfg; may be repeated
            Exit codes: 0 stopped as asked; 2 used wrongly; 3 home in use or not writable; 4 the
            container did not start; 5 stopping took longer than its deadline; 6 a bundle ended it.
        """);
    BUILT_IN.put(
        "prepare",
        """
        tidegate prepare
            Makes later starts faster: rehearses one and has the JVM keep the classes, as it read
            and verified them, in lib/ of the installed folder. Once after each installation or
            update, as whoever may write there. Opens ports of loopback that the system chooses.
            What does not fit any more is not used; removing lib/classes-*.jsa harms nothing.
            Exit codes: 0 done; 3 the folder cannot be written; 4 the rehearsal failed.
        """);
    BUILT_IN.put(
        "status",
        """
        tidegate status [--home DIR] [--json]
            The site of the running gateway: power and caps, each node, each EVSE with its
            setpoint and what binds it, live commands, and what is red or amber.
        """
            + ASKING);
    BUILT_IN.put(
        "health",
        """
        tidegate health [--home DIR] [--json]
            All health checks of the running gateway, a sentence each.
        """
            + ASKING);
    BUILT_IN.put(
        "diag",
        """
        tidegate diag [--all] [--home DIR] [--json | --archive FILE.zip]
            Whole-system report of the running gateway, for a support case. Id tokens, vehicles and
            contracts have names such as id~1a2b3c4d in it; there are no passwords and no keys.
              --all                 what it is without, too: everything
              --archive FILE.zip    report, configuration and log in one file of at most 20 MiB
        """
            + ASKING);
    BUILT_IN.put(
        "ocpp",
        """
        tidegate ocpp STATION ACTION [JSON|-] [--home DIR]
            Sends any request of OCPP to a station of the running gateway, in the version that it
            is spoken to in, and prints the answer. JSON is the payload, {} without it; - reads it
            from standard input. Nothing that moves power: that needs the safety envelope.
        tidegate ocpp STATION TASK [JSON|-|@FILE|--delete] [--home DIR]
            What takes more than one message. Without JSON the task shows what is known, with JSON
            it does it: device-model, monitors, events, firmware, logs, logs/FILE, reservations,
            reservations/ID/cancel; with JSON only: reset, unlock, availability, start, stop,
            clear-cache, local-list. With - in the place of the station the gateway's own: firmware,
            firmware/ID/signature, firmware/ID/publish, local-list; @FILE as JSON uploads a file,
            --delete takes back firmware/ID or what is published. What each takes:
            docs/operations/rest-api.md.
              --home DIR            its home (default: $TIDEGATE_HOME)
            Exit codes: 0 the station answered; 1 it declined, kept silent, or the request was
            refused; 2 used wrongly; 3 no gateway could be asked.
        """);
    BUILT_IN.put(
        "update",
        """
        tidegate update FILE|URI [--watch] [--json] [--home DIR]
            Has the running gateway install a release: an archive that is sent to it, or that it
            fetches from an address of http or https. It counts by its signatures, its counter and
            its expiry alone. Beside traffic where that goes, else in a quiet window; what turns
            out bad is undone. How releases are made: docs/operations/releases.md.
              --id ID               of the order: the same one is never carried out twice
              --sha256 HEX          of the file, to find errors of the transfer early
              --not-before TIME     when it may begin, e.g. 2026-11-23T01:00:00Z
              --approval            waits for `tidegate updates approve ID`
              --disturb             does not wait for a quiet window
              --watch               says each step, to the end
              --home DIR            its home (default: $TIDEGATE_HOME)
            Exit codes: 0 accepted, with --watch confirmed; 1 refused, rolled back or busy; 2 used
            wrongly; 3 no gateway could be asked.
        """);
    BUILT_IN.put(
        "updates",
        """
        tidegate updates [show|watch|approve|cancel ID | releases | rollback NAME [--offline]] [--home DIR]
            Orders of updates, the newest first; one of them; releases in force. approve lets an
            order go on that waits for a word or for a quiet window, cancel gives one up that has
            touched nothing, rollback returns to what was confirmed before the release in force.
              --offline             rollback of a gateway that does not run: at its next start
              --watch               says each step, to the end
              --json                everything, for programs
              --home DIR            its home (default: $TIDEGATE_HOME)
            Exit codes: 0 done; 1 refused, or the order has ended otherwise than confirmed; 2 used
            wrongly; 3 no gateway could be asked.
        """);
    BUILT_IN.put(
        "features",
        """
        tidegate features [list | install NAME | remove NAME [--disturb]] [--home DIR]
            Parts of the product that a site may have or not, of the running gateway; what is
            installed or removed stays so over restarts. Says each step, to the end. What stations
            or vehicles are connected through is not removed, unless that may cut them off.
              --disturb             removes it all the same
              --no-watch            does not wait for the end
              --json                everything, for programs
              --home DIR            its home (default: $TIDEGATE_HOME)
            Exit codes: 0 done, with --no-watch accepted; 1 refused, in use, or undone; 2 used
            wrongly; 3 no gateway could be asked, or it has not come back.
        """);
    BUILT_IN.put("help", "tidegate help [COMMAND]\n");
    BUILT_IN.put("version", "tidegate version\n");
  }

  private static final String TOOLS =
      """

      Commands that bundles bring; each takes --home DIR to work with the configuration of a
      home without disturbing a gateway that runs there:
      """;

  private static final String CODES =
      """

      Exit codes: 0 done; 1 found wanting (a check is red, a difference was found); 2 used wrongly;
      3 home in use or not writable (run), no gateway could be asked (status, health, diag,
      ocpp, update, updates, features);
      4 the container did not start; 5 stopping took longer than its deadline.
      Other names: v2g-diag = diag, v2g-optimiser = optimise, v2g-arbitrator = arbitrate.
      `tidegate help COMMAND` and `tidegate COMMAND --help` say more of one.
      """;

  private Help() {}

  /** The first lines of a command of the launcher's own: how it is used; empty for another. */
  static String usage(String command) {
    StringBuilder usage = new StringBuilder();
    for (String line : BUILT_IN.getOrDefault(command, "").lines().toList()) {
      if (line.startsWith("tidegate ")) {
        usage.append(usage.isEmpty() ? "usage: " : "\n       ").append(line);
      }
    }
    return usage.toString();
  }

  static int run(List<String> args, PrintStream out, PrintStream err) throws CommandException {
    if (!args.isEmpty() && BUILT_IN.containsKey(args.get(0))) {
      out.print(BUILT_IN.get(args.get(0)));
      return ExitCode.DONE;
    }
    System.setOut(err);
    try (ToolRun headless = ToolRun.start(Optional.empty())) {
      Inside inside = headless.inside();
      return args.isEmpty() ? list(inside, out) : one(args, inside, out);
    }
  }

  private static int list(Inside inside, PrintStream out) {
    out.print("tidegate: a vehicle-to-grid site gateway\n\n");
    BUILT_IN.values().forEach(text -> out.print(text.replace(ASKING, "")));
    out.print(TOOLS);
    Map<String, String> tools = new TreeMap<>(inside.tools());
    tools.forEach((name, summary) -> out.printf("  %-12s %s%n", name, summary));
    out.print(CODES);
    return ExitCode.DONE;
  }

  private static int one(List<String> words, Inside inside, PrintStream out)
      throws CommandException {
    String name = words.get(0);
    String text =
        inside
            .toolHelp(name, words.subList(1, words.size()))
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.USAGE,
                        "unknown command '" + name + "'; `tidegate help` lists the commands"));
    out.println(text.stripTrailing());
    return ExitCode.DONE;
  }
}
