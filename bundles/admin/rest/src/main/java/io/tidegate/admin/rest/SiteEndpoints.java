package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.TransactionLedger;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What the site is doing. */
final class SiteEndpoints {
  private final Backend backend;

  SiteEndpoints(Backend backend) {
    this.backend = backend;
  }

  List<Router.Route> routes() {
    return List.of(
        Router.Route.get("/api/v1/site", this::site),
        Router.Route.get("/api/v1/sessions", this::sessions),
        Router.Route.get("/api/v1/decisions", this::decisions),
        Router.Route.get("/api/v1/stations", this::stations),
        Router.Route.get("/api/v1/transactions", this::transactions));
  }

  private SiteView view() {
    return backend.view().orElseThrow(() -> ApiException.absent("The control loop"));
  }

  private DecisionView latest() {
    return view().latest().orElseThrow(() -> ApiException.absent("The control loop"));
  }

  private void site(Exchange exchange) throws IOException {
    SiteJson site = new SiteJson(latest(), Instant.now());
    exchange.json(200, site::site);
  }

  private void sessions(Exchange exchange) throws IOException {
    SiteJson site = new SiteJson(latest(), Instant.now());
    exchange.json(200, site::sessions);
  }

  private void decisions(Exchange exchange) throws IOException {
    List<Decision> decisions = view().recent(exchange.parameter("limit", 50, 1, 1_000));
    exchange.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("decisions");
          for (Decision decision : decisions) {
            decision(json, decision);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void decision(JsonGenerator json, Decision decision) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", decision.number());
    json.writeNumberField("sequence", decision.sequence());
    Fields.instant(json, "at", decision.at());
    json.writeStringField("cause", decision.cause());
    json.writeArrayFieldStart("setpoints");
    for (Setpoint setpoint : decision.setpoints()) {
      json.writeStartObject();
      json.writeNumberField("id", setpoint.id());
      json.writeStringField("evse", setpoint.evse().value());
      Fields.number(json, "powerW", setpoint.powerW());
      Fields.instant(json, "expires", setpoint.expires());
      Fields.reasons(json, "reasons", setpoint.reasons());
      json.writeEndObject();
    }
    json.writeEndArray();
    SiteJson.shortfalls(json, decision.shortfalls());
    json.writeStringField("digest", Long.toHexString(decision.digest()));
    json.writeEndObject();
  }

  private void stations(Exchange exchange) throws IOException {
    exchange.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("listening");
          for (Switchboard switchboard : backend.switchboards()) {
            json.writeString(switchboard.listening());
          }
          json.writeEndArray();
          json.writeArrayFieldStart("stations");
          for (Switchboard switchboard : backend.switchboards()) {
            for (Switchboard.Line line : switchboard.lines()) {
              line(json, line);
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void line(JsonGenerator json, Switchboard.Line line) throws IOException {
    json.writeStartObject();
    json.writeStringField("station", line.peer().station().value());
    json.writeNumberField("connection", line.peer().connection());
    json.writeStringField("subprotocol", line.peer().subprotocol());
    json.writeStringField("remote", line.peer().remote());
    json.writeNumberField("securityProfile", line.peer().securityProfile());
    json.writeStringField("dialect", line.dialect());
    json.writeNumberField("inboundWaiting", line.inboundWaiting());
    json.writeNumberField("outboundWaiting", line.outboundWaiting());
    json.writeNumberField("received", line.received());
    json.writeNumberField("sent", line.sent());
    json.writeEndObject();
  }

  private void transactions(Exchange exchange) throws IOException {
    int limit = exchange.parameter("limit", 50, 1, 1_000);
    List<TransactionLedger.Summary> summaries =
        backend.transactions().orElseThrow(() -> ApiException.absent("The journal")).recent(limit);
    exchange.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("transactions");
          for (TransactionLedger.Summary summary : summaries) {
            transaction(json, summary);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void transaction(JsonGenerator json, TransactionLedger.Summary summary)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("station", summary.station());
    json.writeStringField("transaction", summary.transaction());
    json.writeNumberField("evse", summary.evse());
    json.writeStringField("session", summary.session());
    Fields.instant(json, "startedAt", summary.startedAt());
    Fields.instant(json, "endedAt", summary.endedAt().orElse(Instant.EPOCH));
    json.writeBooleanField("endEstimated", summary.estimated());
    json.writeNumberField("highestSequence", summary.highestSequence());
    json.writeArrayFieldStart("missing");
    for (int missing : summary.missing()) {
      json.writeNumber(missing);
    }
    json.writeEndArray();
    Fields.number(json, "importWh", summary.importWh());
    Fields.number(json, "exportWh", summary.exportWh());
    json.writeEndObject();
  }
}
