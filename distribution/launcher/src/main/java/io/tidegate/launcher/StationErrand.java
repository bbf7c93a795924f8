package io.tidegate.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code tidegate ocpp STATION ACTION [JSON|-]}: any request of OCPP to a station; {@code tidegate
 * ocpp STATION TASK [JSON|-|@FILE|--delete]}: what the gateway does with a station beyond one
 * message, shown without JSON, done with it, and undone. Actions begin with a capital, tasks do
 * not.
 */
final class StationErrand {
  private StationErrand() {}

  static int run(List<String> args, InputStream in, PrintStream out) throws CommandException {
    String fallback = System.getenv().getOrDefault("TIDEGATE_HOME", "");
    Path home = fallback.isEmpty() ? null : Path.of(fallback);
    List<String> words = new ArrayList<>();
    boolean delete = false;
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals("--home") && i + 1 < args.size()) {
        home = Path.of(args.get(++i));
      } else if (args.get(i).equals("--delete")) {
        delete = true;
      } else {
        words.add(args.get(i));
      }
    }
    boolean said = words.size() >= 2 && words.size() <= 3 && !words.get(1).isEmpty();
    boolean task = said && Character.isLowerCase(words.get(1).charAt(0));
    if (home == null || !said || (delete && (!task || words.size() > 2))) {
      throw new CommandException(
          ExitCode.USAGE,
          "usage: tidegate ocpp STATION ACTION|TASK [JSON|-|@FILE] [--delete] [--home DIR]");
    }
    RunningGateway gateway = new RunningGateway(new Home(home.toAbsolutePath()));
    HttpResponse<String> answer =
        delete
            ? gateway.delete(path(words, ""))
            : task
                ? task(gateway, words, in)
                : gateway.post(path(words, "ocpp/"), payload(words, in));
    if (answer.statusCode() < 300 && task) {
      out.println(answer.body().strip());
      return ExitCode.DONE;
    }
    Map<String, Object> body = Report.map(Json.read(answer.body()));
    if (answer.statusCode() == 200) {
      String text = answer.body().strip();
      // {"answer":…}: what the station said, as it said it
      out.println(text.substring(text.indexOf(':') + 1, text.length() - 1).strip());
      return ExitCode.DONE;
    }
    Map<String, Object> error = Report.map(body.get("error"));
    out.println(error.get("code") + ": " + error.get("message"));
    return answer.statusCode() == 401 ? ExitCode.UNREACHABLE : ExitCode.WANTING;
  }

  /** The gateway's own tasks go by {@code -} in the place of a station. */
  private static String path(List<String> words, String kind) {
    String rest = kind + segment(words.get(1)).replace("%2F", "/");
    return words.get(0).equals("-")
        ? "api/v1/" + rest
        : "api/v1/stations/" + segment(words.get(0)) + '/' + rest;
  }

  private static HttpResponse<String> task(
      RunningGateway gateway, List<String> words, InputStream in) throws CommandException {
    String path = path(words, "");
    if (words.size() < 3) {
      return gateway.get(path);
    }
    String third = words.get(2);
    return third.startsWith("@")
        ? gateway.upload(path, Path.of(third.substring(1)))
        : gateway.post(path, payload(words, in));
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String payload(List<String> words, InputStream in) throws CommandException {
    if (words.size() < 3) {
      return "{}";
    }
    if (!words.get(2).equals("-")) {
      return words.get(2);
    }
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "standard input cannot be read: " + e, e);
    }
  }
}
