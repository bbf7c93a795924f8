package io.tidegate.launcher;

import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code status}, {@code health} and {@code diag}: asks a running gateway over REST, with the URL
 * and the token found in its home.
 */
final class Inquiry {
  private final Home home;
  private final boolean json;
  private final Optional<Path> archive;
  private final PrintStream out;

  private Inquiry(Home home, boolean json, Optional<Path> archive, PrintStream out) {
    this.home = home;
    this.json = json;
    this.archive = archive;
    this.out = out;
  }

  static int run(String command, List<String> args, PrintStream out, PrintStream err)
      throws CommandException {
    String fallback = System.getenv().getOrDefault("TIDEGATE_HOME", "");
    Path home = fallback.isEmpty() ? null : Path.of(fallback);
    boolean diag = command.equals("diag");
    boolean json = false;
    Optional<Path> archive = Optional.empty();
    Options options = new Options(args);
    while (options.hasNext()) {
      switch (options.next()) {
        case "--home" -> home = options.path();
        case "--json" -> json = true;
        case "--all" -> {
          // the report is always whole; the word is there for who types it
          if (!diag) {
            throw new CommandException(ExitCode.USAGE, command + " takes no --all");
          }
        }
        case "--archive" -> archive = Optional.of(options.path());
        default -> throw options.unknown();
      }
    }
    if (home == null) {
      throw new CommandException(
          ExitCode.USAGE, command + " needs --home DIR, the home of the running gateway");
    }
    if (archive.isPresent() && (json || !diag)) {
      throw new CommandException(
          ExitCode.USAGE, "--archive goes with diag alone, and holds text and JSON as it is");
    }
    Inquiry inquiry = new Inquiry(new Home(home.toAbsolutePath()), json, archive, out);
    return switch (command) {
      case "diag" -> inquiry.diag();
      case "health" -> inquiry.health();
      default -> inquiry.status();
    };
  }

  private int diag() throws CommandException {
    if (archive.isPresent()) {
      new RunningGateway(home).download("api/v1/diag/archive", archive.get());
      out.println("The support archive is " + archive.get());
      return isCritical(get("api/v1/health", 200, 503)) ? ExitCode.WANTING : ExitCode.DONE;
    }
    out.println(get("api/v1/diag?format=" + (json ? "json" : "text"), 200).stripTrailing());
    return isCritical(get("api/v1/health", 200, 503)) ? ExitCode.WANTING : ExitCode.DONE;
  }

  private int health() throws CommandException {
    String body = get("api/v1/health", 200, 503);
    out.print(json ? body.stripTrailing() + "\n" : Report.health(object(body)));
    return isCritical(body) ? ExitCode.WANTING : ExitCode.DONE;
  }

  private int status() throws CommandException {
    // 503: the control loop does not run, and the health says why
    String site = get("api/v1/site", 200, 503);
    String health = get("api/v1/health", 200, 503);
    boolean running = !object(site).containsKey("error");
    if (json) {
      out.println("{\"health\":" + health.strip() + ",\"site\":" + site.strip() + "}");
    } else {
      out.print(
          running
              ? SiteReport.of(object(site))
              : Report.map(object(site).get("error")).get("message") + "\n");
      out.print("\n" + Report.alarms(object(health)));
    }
    return !running || isCritical(health) ? ExitCode.WANTING : ExitCode.DONE;
  }

  private static boolean isCritical(String health) {
    return "critical".equals(object(health).get("status"));
  }

  private static Map<String, Object> object(String body) {
    return Report.map(Json.read(body));
  }

  private String get(String path, Integer... good) throws CommandException {
    HttpResponse<String> answer = new RunningGateway(home).get(path);
    if (List.of(good).contains(answer.statusCode())) {
      return answer.body();
    }
    throw new CommandException(
        ExitCode.UNREACHABLE, "the gateway answered " + answer.statusCode() + " to " + path);
  }
}
