package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Pieces of JSON that several answers have. */
final class Fields {
  private Fields() {}

  /** What is not a number is null; three decimals are enough for anything here. */
  static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      double rounded = Math.rint(value * 1_000) / 1_000;
      if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
        json.writeNumberField(name, (long) rounded);
      } else {
        json.writeNumberField(name, rounded);
      }
    } else {
      json.writeNullField(name);
    }
  }

  /** Instants that stand for never are null. */
  static void instant(JsonGenerator json, String name, Instant at) throws IOException {
    if (at.equals(Instant.EPOCH) || at.equals(Instant.MAX) || at.equals(Instant.MIN)) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, at.toString());
    }
  }

  /** Fields of a command, into the object that is open. */
  static void command(JsonGenerator json, GridCommand command) throws IOException {
    json.writeStringField("id", command.id().value());
    json.writeStringField("controller", command.controller().value());
    json.writeStringField("priority", Body.name(command.priority()));
    json.writeStringField("kind", Body.name(command.kind()));
    json.writeStringField("node", command.node());
    number(json, "powerW", command.powerW());
    instant(json, "start", command.start());
    instant(json, "end", command.end());
  }

  static void reasons(JsonGenerator json, String name, List<Reason> reasons) throws IOException {
    json.writeArrayFieldStart(name);
    for (Reason reason : reasons) {
      reason(json, reason);
    }
    json.writeEndArray();
  }

  static void reason(JsonGenerator json, Reason reason) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", reason.code().name());
    json.writeStringField("subject", reason.subject());
    number(json, "valueW", reason.valueW());
    json.writeStringField("sentence", ReasonText.sentence(reason));
    json.writeEndObject();
  }
}
