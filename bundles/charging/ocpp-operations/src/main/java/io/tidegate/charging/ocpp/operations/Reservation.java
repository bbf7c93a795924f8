package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.time.Instant;

/**
 * An EVSE, or any EVSE of a station, that is kept for a token until an instant. Immutable.
 *
 * @param evse number within the station; 0 for any
 * @param group token of the group that may use it too; empty for none
 * @param state {@code active}, {@code used}, {@code cancelled}, {@code expired} or {@code removed}
 */
record Reservation(
    int id,
    StationId station,
    int evse,
    String token,
    String type,
    String group,
    Instant until,
    String state) {
  static final String ACTIVE = "active";

  boolean active(Instant now) {
    return state.equals(ACTIVE) && now.isBefore(until);
  }

  Reservation become(String newState) {
    return new Reservation(id, station, evse, token, type, group, until, newState);
  }

  /** Whether the token, or its group, is whom it is kept for. */
  boolean isFor(String who, String groupOfWho) {
    return token.equalsIgnoreCase(who)
        || (!group.isEmpty()
            && (group.equalsIgnoreCase(groupOfWho) || group.equalsIgnoreCase(who)));
  }

  void show(JsonGenerator json, Instant now) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeStringField("station", station.value());
    json.writeNumberField("evse", evse);
    json.writeStringField("token", token);
    json.writeStringField("type", type);
    json.writeStringField("group", group);
    json.writeStringField("until", until.toString());
    json.writeStringField("state", state.equals(ACTIVE) && !active(now) ? "expired" : state);
    json.writeEndObject();
  }

  static Reservation of(Json json) {
    return new Reservation(
        json.integer("id").orElse(0),
        new StationId(json.text("station").orElse("?")),
        json.integer("evse").orElse(0),
        json.text("token").orElse(""),
        json.text("type").orElse(""),
        json.text("group").orElse(""),
        Instant.parse(json.text("until").orElse("")),
        json.text("state").orElse(""));
  }
}
