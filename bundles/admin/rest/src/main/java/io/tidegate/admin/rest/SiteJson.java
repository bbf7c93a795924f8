package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.site.Node;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The whole site of one decision as JSON. Pure; one use. */
final class SiteJson {
  private final DecisionView view;
  private final SitePicture picture;
  private final Instant now;
  private final PowerFlow flow;

  SiteJson(DecisionView view, Instant now) {
    this.view = view;
    this.picture = view.picture();
    this.now = now;
    this.flow = PowerFlow.of(view, now);
  }

  void site(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", picture.model().name());
    Fields.instant(json, "at", picture.at());
    json.writeNumberField("sequence", picture.sequence());
    json.writeNumberField("decision", view.decision().number());
    json.writeBooleanField("stopping", picture.stopping());
    power(json);
    nodes(json);
    evses(json, false);
    commands(json);
    targets(json);
    mandates(json);
    shortfalls(json, view.decision().shortfalls());
    clock(json, picture.clock());
    json.writeObjectFieldStart("journal");
    json.writeBooleanField("writable", picture.journalWritable());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Only EVSEs with a session. */
  void sessions(JsonGenerator json) throws IOException {
    json.writeStartObject();
    Fields.instant(json, "at", picture.at());
    evses(json, true);
    json.writeEndObject();
  }

  private void power(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("power");
    Fields.number(json, "gridW", flow.loadW(0));
    json.writeBooleanField("gridEstimated", flow.estimated(0));
    Fields.number(json, "buildingW", flow.buildingW());
    Fields.number(json, "vehiclesW", flow.vehiclesW(0));
    double chargingW = 0;
    double dischargingW = 0;
    for (int i = 0; i < picture.evses().size(); i++) {
      chargingW += Math.max(0, flow.evseW(i));
      dischargingW += Math.min(0, flow.evseW(i));
    }
    Fields.number(json, "chargingW", chargingW);
    Fields.number(json, "dischargingW", dischargingW);
    Fields.number(json, "importCapW", picture.model().grid().importCapW());
    Fields.number(json, "exportCapW", picture.model().grid().exportCapW());
    json.writeEndObject();
  }

  private void nodes(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("nodes");
    List<Node> nodes = picture.model().nodes();
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      json.writeStartObject();
      json.writeStringField("id", node.id());
      json.writeStringField("kind", Body.name(node.kind()));
      if (node.parent() >= 0) {
        json.writeStringField("parent", nodes.get(node.parent()).id());
      }
      Fields.number(json, "ratingW", node.ratingW());
      Fields.number(json, "loadW", flow.loadW(n));
      json.writeBooleanField("loadEstimated", flow.estimated(n));
      Fields.number(json, "vehiclesW", flow.vehiclesW(n));
      headroom(json, n);
      if (node.thermal().isPresent()) {
        Fields.number(json, "hotSpotC", view.safety().nodes().get(n).hotSpotC());
        Fields.number(json, "throttleStartC", node.thermal().get().throttleStartC());
        Fields.number(json, "throttleEndC", node.thermal().get().throttleEndC());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void headroom(JsonGenerator json, int node) throws IOException {
    double chargeCapW = view.bounds().chargeCapW(node);
    double dischargeCapW = view.bounds().dischargeCapW(node);
    Fields.number(json, "chargeCapW", chargeCapW);
    Fields.number(json, "dischargeCapW", dischargeCapW);
    Fields.number(json, "chargeHeadroomW", chargeCapW - flow.chargeW(node));
    Fields.number(json, "dischargeHeadroomW", dischargeCapW - flow.dischargeW(node));
    json.writeFieldName("chargeLimit");
    Fields.reason(json, view.bounds().chargeReason(node));
    json.writeFieldName("dischargeLimit");
    Fields.reason(json, view.bounds().dischargeReason(node));
  }

  private void evses(JsonGenerator json, boolean sessionsOnly) throws IOException {
    json.writeArrayFieldStart(sessionsOnly ? "sessions" : "evses");
    for (int i = 0; i < picture.evses().size(); i++) {
      if (!sessionsOnly || picture.evses().get(i).session().isPresent()) {
        EvseJson.write(json, view, i, now);
      }
    }
    json.writeEndArray();
  }

  private void commands(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("commands");
    for (CommandState state : picture.commands()) {
      json.writeStartObject();
      Fields.command(json, state.command());
      Fields.instant(json, "acceptedAt", state.acceptedAt());
      json.writeBooleanField("active", state.active(now));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void targets(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("policyTargets");
    for (Target target : picture.policyTargets()) {
      json.writeStartObject();
      json.writeStringField("id", target.id());
      json.writeStringField("mandate", target.mandate());
      json.writeStringField("priority", Body.name(target.priority()));
      json.writeStringField("kind", Body.name(target.kind()));
      json.writeStringField("node", target.node());
      Fields.number(json, "powerW", target.powerW());
      Fields.instant(json, "expires", target.expires());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void mandates(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("mandates");
    for (MandateState mandate : picture.mandates()) {
      json.writeStartObject();
      json.writeStringField("id", mandate.source().id().value());
      json.writeStringField("kind", Body.name(mandate.source().kind()));
      json.writeStringField("highest", Body.name(mandate.source().highestClass()));
      json.writeNumberField("keepAliveMs", mandate.source().keepAlive().toMillis());
      Fields.instant(json, "lastKeepAlive", mandate.lastKeepAlive());
      json.writeBooleanField("alive", mandate.alive(now));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void shortfalls(JsonGenerator json, List<Allocation.Shortfall> shortfalls)
      throws IOException {
    json.writeArrayFieldStart("shortfalls");
    for (Allocation.Shortfall shortfall : shortfalls) {
      json.writeStartObject();
      json.writeStringField("target", shortfall.target());
      Fields.number(json, "askedW", shortfall.askedW());
      Fields.number(json, "givenW", shortfall.givenW());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void clock(JsonGenerator json, ClockQuality clock) throws IOException {
    json.writeObjectFieldStart("clock");
    json.writeStringField("source", clock.source());
    json.writeBooleanField("synchronised", clock.synchronised());
    Fields.number(json, "offsetMs", clock.offsetMs());
    json.writeStringField("detail", clock.detail());
    json.writeEndObject();
  }
}
