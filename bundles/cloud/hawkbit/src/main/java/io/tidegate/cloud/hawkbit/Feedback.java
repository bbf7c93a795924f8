package io.tidegate.cloud.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A word to the server about an action, kept until the server has it.
 *
 * @param about the resource that it is sent to
 * @param execution {@code proceeding}, {@code downloaded}, {@code closed}, {@code rejected}, or the
 *     answer to a confirmation
 * @param finished {@code none}, {@code success} or {@code failure}
 * @param detail a sentence
 * @param step of the eight up to the end; 0 when it has none
 */
record Feedback(
    String action,
    About about,
    String execution,
    String finished,
    String detail,
    int step,
    Instant at) {
  private static final int LONGEST_DETAIL = 500;
  private static final int STEPS = 8;

  /** The end of an action that is to be downloaded only. */
  static final String DOWNLOADED = "downloaded";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  /** What is spoken of. */
  enum About {
    DEPLOYMENT("deploymentBase"),
    CANCEL("cancelAction"),
    CONFIRMATION("confirmationBase");

    private final String resource;

    About(String resource) {
      this.resource = resource;
    }
  }

  Feedback {
    String line = detail.replaceAll("\\p{Cntrl}+", " ").strip();
    detail = line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL - 1) + "…";
  }

  /** Whether the action has ended with it. */
  boolean last() {
    return execution.equals("closed") || execution.equals(DOWNLOADED);
  }

  /** Where it goes, below the gateway's own resource. */
  String path() {
    return "/" + about.resource + "/" + action + "/feedback";
  }

  JsonNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (about == About.CONFIRMATION) {
      body.put("confirmation", execution);
      body.put("code", 0);
      body.putArray("details").add(detail);
      return body;
    }
    body.put("id", action);
    body.put("time", TIME.format(at));
    ObjectNode status = body.putObject("status");
    status.put("execution", execution);
    ObjectNode result = status.putObject("result");
    result.put("finished", finished);
    if (step > 0) {
      result.putObject("progress").put("cnt", step).put("of", STEPS);
    }
    status.putArray("details").add(detail);
    return body;
  }
}
