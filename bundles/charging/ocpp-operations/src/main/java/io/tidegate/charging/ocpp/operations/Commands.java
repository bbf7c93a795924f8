package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import java.util.OptionalInt;

/**
 * What an operator asks of any station in the same words, whatever version it speaks: reset,
 * unlock, availability, remote start and stop, the authorisation cache. Thread-safe.
 */
final class Commands {
  private final Around around;

  Commands(Around around) {
    this.around = around;
  }

  private static StationId station(Query query) {
    return Stations.id(query.variables().get(0));
  }

  private Reply ask(StationId station, String action, String payload, String... good) {
    Json answer = around.stations().ask(station, action, payload);
    String status = answer.text("status").orElse("");
    if (!java.util.List.of(good).contains(status)) {
      throw Stations.declined(answer);
    }
    return Reply.json(200, Json.object(json -> json.writeStringField("status", status)));
  }

  /**
   * Resets a station (B11, B12). Without a word of how, when it is idle. At once is refused while a
   * vehicle is connected unless forced, and always while one is commanded to discharge: its
   * discharge is ended first.
   */
  Reply reset(Query query) {
    StationId station = station(query);
    Json body = Json.body(query.json()).only("when", "evse", "force");
    String when = body.text("when").orElse("idle");
    boolean old = around.stations().dialect(station).old();
    if (!when.equals("idle") && !when.equals("now")) {
      throw Json.wrong("when", "must be idle or now");
    }
    if (when.equals("now")) {
      around.sessions().refuseDischarging(station);
      if (!body.flag("force")) {
        around.sessions().refuseBusy(station);
      }
    }
    boolean now = when.equals("now");
    String type = old ? (now ? "Hard" : "Soft") : now ? "Immediate" : "OnIdle";
    OptionalInt evse =
        body.fields().containsKey("evse")
            ? OptionalInt.of(body.number("evse", 0, 1, 1_000))
            : OptionalInt.empty();
    String payload =
        Json.object(
            json -> {
              json.writeStringField("type", type);
              if (evse.isPresent() && !old) {
                json.writeNumberField("evseId", evse.getAsInt());
              }
            });
    return ask(station, "Reset", payload, "Accepted", "Scheduled");
  }

  /** Frees a cable (F05); the station refuses while a transaction is authorised. */
  Reply unlock(Query query) {
    StationId station = station(query);
    Json body = Json.body(query.json()).only("evse", "connector");
    int evse = body.number("evse", 1, 1, 1_000);
    int connector = body.number("connector", 1, 1, 100);
    boolean old = around.stations().dialect(station).old();
    String payload =
        Json.object(
            json -> {
              if (!old) {
                json.writeNumberField("evseId", evse);
              }
              json.writeNumberField("connectorId", old ? evse : connector);
            });
    return ask(station, "UnlockConnector", payload, "Unlocked");
  }

  /** Takes an EVSE, or the station, out of service or back (G03, G04). */
  Reply availability(Query query) {
    StationId station = station(query);
    Json body = Json.body(query.json()).only("evse", "operative");
    if (!(body.fields().get("operative") instanceof Boolean operative)) {
      throw Json.wrong("operative", "must be true or false");
    }
    int evse = body.number("evse", 0, 0, 1_000);
    boolean old = around.stations().dialect(station).old();
    String status = operative ? "Operative" : "Inoperative";
    String payload =
        Json.object(
            json -> {
              if (old) {
                json.writeNumberField("connectorId", evse);
                json.writeStringField("type", status);
              } else {
                json.writeStringField("operationalStatus", status);
                if (evse > 0) {
                  json.writeObjectFieldStart("evse");
                  json.writeNumberField("id", evse);
                  json.writeEndObject();
                }
              }
            });
    return ask(station, "ChangeAvailability", payload, "Accepted", "Scheduled");
  }

  /** Starts a transaction (F01, F02); how much power it gets is the site's matter. */
  Reply start(Query query) {
    StationId station = station(query);
    Json body = Json.body(query.json()).only("evse", "token", "type");
    int evse = body.number("evse", 1, 1, 1_000);
    String token = body.text("token").orElse("");
    if (token.isEmpty()) {
      throw Json.wrong("token", "is missing");
    }
    boolean old = around.stations().dialect(station).old();
    int request = around.ids().next();
    String payload =
        Json.object(
            json -> {
              if (old) {
                json.writeNumberField("connectorId", evse);
                json.writeStringField("idTag", token);
              } else {
                json.writeNumberField("evseId", evse);
                json.writeNumberField("remoteStartId", request);
                json.writeObjectFieldStart("idToken");
                json.writeStringField("idToken", token);
                json.writeStringField("type", body.text("type").orElse("Central"));
                json.writeEndObject();
              }
            });
    return ask(
        station, old ? "RemoteStartTransaction" : "RequestStartTransaction", payload, "Accepted");
  }

  /** Ends the transaction at an EVSE (F03). */
  Reply stop(Query query) {
    StationId station = station(query);
    Json body = Json.body(query.json()).only("evse");
    int evse = body.number("evse", 1, 1, 1_000);
    Stations.Dialect dialect = around.stations().dialect(station);
    String transaction = around.sessions().transaction(station, evse);
    String payload =
        Json.object(
            json -> {
              if (dialect.old()) {
                json.writeNumberField("transactionId", number(transaction));
              } else {
                json.writeStringField("transactionId", transaction);
              }
            });
    String action = dialect.old() ? "RemoteStopTransaction" : "RequestStopTransaction";
    return ask(station, action, payload, "Accepted");
  }

  private static int number(String transaction) {
    try {
      return Integer.parseInt(transaction);
    } catch (NumberFormatException e) {
      throw new Refusal(409, "NO_TRANSACTION", "The transaction has no number of OCPP 1.6.");
    }
  }

  /** Has a station forget whom it has let charge (C11). */
  Reply clearCache(Query query) {
    Json.body(query.json()).only();
    return ask(station(query), "ClearCache", "{}", "Accepted");
  }
}
