package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An update or an upload that a station was asked for. Immutable.
 *
 * @param id its requestId
 * @param what the firmware's id, or the kind of log
 * @param token of the path that the station was given
 * @param file name of the log's file; empty for an update
 * @param states what the station has said of it, oldest first, at most 20
 * @param outcome empty while it runs
 */
record Attempt(
    int id,
    StationId station,
    Kind kind,
    String what,
    String token,
    String file,
    Instant begun,
    Instant deadline,
    List<String> states,
    Optional<Outcome> outcome) {
  private static final int MOST_STATES = 20;

  Attempt {
    states = List.copyOf(states);
  }

  /** What it is. */
  enum Kind {
    FIRMWARE,
    LOG
  }

  /** How it ended. */
  enum Outcome {
    DONE,
    FAILED,
    /** The deadline passed. */
    UNKNOWN
  }

  Attempt said(String state, Optional<Outcome> end) {
    List<String> all = new ArrayList<>(states);
    if (all.isEmpty() || !all.get(all.size() - 1).equals(state)) {
      all.add(state);
    }
    if (all.size() > MOST_STATES) {
      all.remove(1);
    }
    return new Attempt(id, station, kind, what, token, file, begun, deadline, all, end);
  }

  boolean running() {
    return outcome.isEmpty();
  }

  /** For the API. */
  void show(JsonGenerator json) throws IOException {
    json.writeNumberField("requestId", id);
    json.writeStringField(kind == Kind.FIRMWARE ? "firmware" : "log", what);
    if (!file.isEmpty()) {
      json.writeStringField("file", file);
    }
    json.writeStringField("begun", begun.toString());
    json.writeStringField("deadline", deadline.toString());
    json.writeArrayFieldStart("states");
    for (String state : states) {
      json.writeString(state);
    }
    json.writeEndArray();
    json.writeStringField(
        "outcome", outcome.map(o -> o.name().toLowerCase(java.util.Locale.ROOT)).orElse("running"));
  }

  /** For the file. */
  String store() {
    return Json.object(
        json -> {
          show(json);
          json.writeStringField("station", station.value());
          json.writeStringField("kind", kind.name());
          json.writeStringField("what", what);
          json.writeStringField("token", token);
          json.writeStringField("end", outcome.map(Enum::name).orElse(""));
        });
  }

  static Attempt of(Json json) {
    List<String> states = new ArrayList<>();
    if (json.fields().get("states") instanceof List<?> list) {
      list.forEach(state -> states.add(String.valueOf(state)));
    }
    return new Attempt(
        json.integer("requestId").orElse(0),
        new StationId(json.text("station").orElse("?")),
        Kind.valueOf(json.text("kind").orElse("LOG")),
        json.text("what").orElse(""),
        json.text("token").orElse(""),
        json.text("file").orElse(""),
        Instant.parse(json.text("begun").orElse("")),
        Instant.parse(json.text("deadline").orElse("")),
        states,
        json.text("end").filter(end -> !end.isEmpty()).map(Outcome::valueOf));
  }
}
