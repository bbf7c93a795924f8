package io.tidegate.launcher;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * {@code tidegate update}, {@code updates} and {@code features}: what a running gateway's updater
 * is told and says, over REST.
 */
final class UpdateErrand {
  private static final String UPDATES = "api/v1/updates";
  private static final String FEATURES = "api/v1/features";

  /** What the gateway takes at most; what is longer it refuses before all of it was sent. */
  private static final long MOST_BYTES = (512L << 20) + (2L << 20);

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final PrintStream out;
  private Path home;
  private boolean json;
  private boolean watch;
  private boolean offline;
  private String printed = "";

  private UpdateErrand(String command, List<String> args, PrintStream out) throws CommandException {
    this.out = out;
    // a feature comes or goes within seconds, and who asks for it is there to see how that ends
    watch = command.equals("features");
    String fallback = System.getenv().getOrDefault("TIDEGATE_HOME", "");
    home = fallback.isEmpty() ? null : Path.of(fallback);
    Options options = new Options(args);
    while (options.hasNext()) {
      String word = options.next();
      switch (word) {
        case "--home" -> home = options.path();
        case "--json" -> json = true;
        case "--watch" -> watch = true;
        case "--no-watch" -> watch = false;
        case "--offline" -> offline = true;
        case "--id", "--sha256" -> fields.put(word.substring(2), options.value());
        case "--not-before" -> fields.put("notBefore", options.value());
        case "--approval", "--disturb" -> fields.put(word.substring(2), "true");
        default -> {
          if (word.equals("--rollback")) {
            throw new CommandException(
                ExitCode.USAGE, "the way back is `tidegate updates rollback NAME`");
          }
          if (word.startsWith("-")) {
            throw options.unknown();
          }
          words.add(word);
        }
      }
    }
  }

  static int run(String command, List<String> args, PrintStream out) throws CommandException {
    UpdateErrand errand = new UpdateErrand(command, args, out);
    if (errand.home == null) {
      throw new CommandException(
          ExitCode.USAGE, command + " needs --home DIR, the home of the running gateway");
    }
    errand.takes(command);
    if (errand.offline
        && (!command.equals("updates")
            || !errand.words.stream().limit(1).toList().equals(List.of("rollback")))) {
      throw new CommandException(ExitCode.USAGE, "only updates rollback takes --offline");
    }
    return switch (command) {
      case "update" -> errand.update();
      case "updates" -> errand.updates();
      default -> errand.features();
    };
  }

  /** Which of the fields of an order a command takes. */
  private void takes(String command) throws CommandException {
    Set<String> taken =
        switch (command) {
          case "update" -> fields.keySet();
          case "features" -> words.indexOf("remove") == 0 ? Set.of("disturb") : Set.of();
          default -> Set.of();
        };
    for (String field : fields.keySet()) {
      if (!taken.contains(field)) {
        throw new CommandException(ExitCode.USAGE, command + " takes no --" + field);
      }
    }
  }

  private RunningGateway gateway() {
    return new RunningGateway(new Home(home.toAbsolutePath()));
  }

  private CommandException wrong(String usage) {
    return new CommandException(ExitCode.USAGE, "usage: tidegate " + usage);
  }

  private String word(int at, String usage) throws CommandException {
    if (words.size() != at + 1) {
      throw wrong(usage);
    }
    return words.get(at);
  }

  private int update() throws CommandException {
    String usage =
        "update FILE|URI [--id ID] [--sha256 HEX] [--not-before TIME] [--approval] [--disturb]"
            + " [--watch] [--json] [--home DIR]";
    String from = word(0, usage);
    if (from.startsWith("http://") || from.startsWith("https://")) {
      Map<String, Object> order = new LinkedHashMap<>(fields);
      order.replaceAll((name, value) -> value.equals("true") ? (Object) true : value);
      order.put("uri", from);
      return accepted(gateway().post(UPDATES, Json.write(order)));
    }
    Path file = Distribution.callersDirectory().resolve(from);
    if (!Files.isRegularFile(file)) {
      throw new CommandException(ExitCode.USAGE, "there is no file " + file);
    }
    if (file.toFile().length() > MOST_BYTES) {
      throw new CommandException(
          ExitCode.WANTING,
          "OVERSIZED: "
              + file
              + " has "
              + (file.toFile().length() >> 20)
              + " MiB and more; a release has "
              + (MOST_BYTES >> 20)
              + " MiB at most");
    }
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    fields.forEach((name, value) -> query.add(name + "=" + segment(value)));
    return accepted(gateway().upload(UPDATES + query, file, RunningGateway.LONG));
  }

  private int updates() throws CommandException {
    String usage =
        "updates [show|watch|approve|cancel ID | releases | rollback NAME [--offline]] [--watch]"
            + " [--json] [--home DIR]";
    String action = words.isEmpty() ? "list" : words.get(0);
    if (words.size() > (action.equals("list") || action.equals("releases") ? 1 : 2)) {
      throw wrong(usage);
    }
    if (offline) {
      return WayBack.run(word(1, usage), home, out);
    }
    return switch (action) {
      case "list" -> listed(gateway().get(UPDATES), "updates");
      case "releases" -> listed(gateway().get("api/v1/releases"), "releases");
      case "show" -> shown(gateway().get(order(word(1, usage), "")));
      case "watch" -> {
        watch = true;
        yield accepted(gateway().get(order(word(1, usage), "")));
      }
      case "approve", "cancel" ->
          accepted(gateway().post(order(word(1, usage), "/" + action), "{}"));
      case "rollback" -> accepted(rollback(word(1, usage)));
      default -> throw wrong(usage);
    };
  }

  private HttpResponse<String> rollback(String name) throws CommandException {
    try {
      return gateway().post("api/v1/releases/" + segment(name) + "/rollback", "{}");
    } catch (CommandException e) {
      throw new CommandException(
          e.exitCode(),
          e.getMessage()
              + "; a release is taken back by a gateway that runs: start it with `tidegate run`, and"
              + " if it does not start any more, put a backup back with `tidegate restore`",
          e);
    }
  }

  private int features() throws CommandException {
    String usage =
        "features [list | install NAME | remove NAME [--disturb]] [--no-watch] [--json]"
            + " [--home DIR]";
    String action = words.isEmpty() ? "list" : words.get(0);
    if (action.equals("list") && words.size() < 2) {
      return listed(gateway().get(FEATURES), "features");
    }
    String name = word(1, usage);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw wrong(usage); // a path of the API is no name of a feature
    }
    String path = FEATURES + "/" + name;
    return switch (action) {
      case "install" -> accepted(gateway().put(path));
      case "remove" -> accepted(gateway().delete(fields.isEmpty() ? path : path + "?disturb=true"));
      default -> throw wrong(usage);
    };
  }

  private static String order(String id, String rest) {
    return UPDATES + "/" + segment(id) + rest;
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private int listed(HttpResponse<String> answer, String name) throws CommandException {
    Answer said = Answer.of(answer).orElseThrow();
    if (json) {
      out.println(said.text());
      return ExitCode.DONE;
    }
    List<Map<String, Object>> all = Report.maps(said.body().get(name));
    for (Map<String, Object> each : all) {
      out.println(line(name, each));
    }
    if (all.isEmpty()) {
      out.println(name.equals("releases") ? "everything is as it came" : "no " + name);
    }
    return ExitCode.DONE;
  }

  private static String line(String name, Map<String, Object> each) {
    return switch (name) {
      case "updates" -> line(each);
      case "releases" ->
          "%s %s (%s) %s"
              .formatted(
                  each.get("name"),
                  each.get("version"),
                  each.get("counter"),
                  Boolean.TRUE.equals(each.get("confirmed")) ? "confirmed" : "on probation");
      default ->
          "%-9s %-14s %s"
              .formatted(
                  Boolean.TRUE.equals(each.get("fixed"))
                      ? "fixed"
                      : Boolean.TRUE.equals(each.get("installed")) ? "installed" : "-",
                  each.get("name"),
                  each.get("summary"));
    };
  }

  /** An order on a line. */
  private static String line(Map<String, Object> view) {
    StringJoiner line = new StringJoiner("  ");
    line.add(String.valueOf(view.get("id")));
    if (!"".equals(view.getOrDefault("release", ""))) {
      line.add(
          "".equals(view.getOrDefault("version", ""))
              ? view.get("release") + " of the distribution"
              : view.get("release") + " " + view.get("version") + " (" + view.get("counter") + ")");
    }
    line.add(
        view.get("step") + (view.containsKey("percent") ? " " + view.get("percent") + " %" : ""));
    if (!"".equals(view.getOrDefault("code", ""))) {
      line.add(String.valueOf(view.get("code")));
    }
    return line.add(String.valueOf(view.getOrDefault("sentence", ""))).toString().strip();
  }

  private int shown(HttpResponse<String> answer) throws CommandException {
    Answer said = Answer.of(answer).orElseThrow();
    Map<String, Object> view = said.body();
    out.println(json ? said.text() : line(view));
    if (!json) {
      for (Map<String, Object> step : Report.maps(view.get("steps"))) {
        out.println("  " + step.get("at") + "  " + step.get("step"));
      }
      for (String when : List.of("before", "after")) {
        if (view.get(when) instanceof Map<?, ?> takes) {
          out.println("  " + takes(when, takes));
        }
      }
    }
    return code(view);
  }

  private static String takes(String when, Map<?, ?> takes) {
    return String.format(
        Locale.ROOT,
        "%-6s  start level %s, %s bundles, %s threads, %s classes in %.1f MiB, heap %.1f MiB",
        when,
        takes.get("startLevel"),
        takes.get("bundles"),
        takes.get("threads"),
        takes.get("classes"),
        mebibytes(takes.get("classBytes")),
        mebibytes(takes.get("heapBytes")));
  }

  private static double mebibytes(Object bytes) {
    return bytes instanceof Number number ? number.doubleValue() / 1048576 : Double.NaN;
  }

  /** 1 for what has ended otherwise than wanted. */
  private static int code(Map<String, Object> view) {
    boolean failed =
        Boolean.TRUE.equals(view.get("ended")) && !"confirmed".equals(view.get("step"));
    return failed ? ExitCode.WANTING : ExitCode.DONE;
  }

  private int accepted(HttpResponse<String> answer) throws CommandException {
    Answer first = Answer.of(answer).orElseThrow();
    print(first);
    if (!watch) {
      // an order that was cancelled as it was told to is well done
      return "cancelled".equals(first.body().get("step")) ? ExitCode.DONE : code(first.body());
    }
    String path = order(String.valueOf(first.body().get("id")), "");
    return code(new OrderWatch(gateway(), this::print).toEnd(path, first).body());
  }

  /** Prints what is new. */
  private void print(Answer answer) {
    String now = line(answer.body());
    if (!now.equals(printed)) {
      printed = now;
      out.println(json ? answer.text() : now);
      out.flush();
    }
  }
}
