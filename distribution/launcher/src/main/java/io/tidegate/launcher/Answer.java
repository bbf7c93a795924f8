package io.tidegate.launcher;

import java.net.http.HttpResponse;
import java.util.Map;

/**
 * What a running gateway answered, read.
 *
 * @param status of HTTP; 0 when no answer came
 * @param text as it came, or why none came
 * @param body empty when it is no JSON, as of a web server that has no API yet
 */
record Answer(int status, String text, Map<String, Object> body) {

  static Answer of(HttpResponse<String> response) {
    String text = response.body().strip();
    Map<String, Object> body;
    try {
      body = Report.map(Json.read(text));
    } catch (IllegalArgumentException e) {
      body = Map.of();
    }
    return new Answer(response.statusCode(), text, body);
  }

  /** None came. */
  static Answer none(String why) {
    return new Answer(0, why, Map.of());
  }

  boolean good() {
    return status / 100 == 2 && !body.isEmpty();
  }

  /** Code of the catalogue; empty when nothing went wrong, or when nobody says what. */
  String code() {
    Object code = Report.map(body.get("error")).get("code");
    return code == null ? "" : code.toString();
  }

  /** What went wrong, as the gateway says it. */
  String problem() {
    if (!code().isEmpty()) {
      return code() + ": " + Report.map(body.get("error")).get("message");
    }
    return status == 0 ? text : "the gateway answered " + status;
  }

  /**
   * Itself.
   *
   * @throws CommandException what the gateway says why it did not do it
   */
  Answer orElseThrow() throws CommandException {
    if (good()) {
      return this;
    }
    boolean unasked = code().isEmpty() || status == 401 || status == 503;
    throw new CommandException(unasked ? ExitCode.UNREACHABLE : ExitCode.WANTING, problem());
  }
}
