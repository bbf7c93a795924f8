package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.Session;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import java.io.IOException;
import java.time.Instant;

/** One EVSE as JSON: what it is at, what it should be at, and why. */
final class EvseJson {
  private EvseJson() {}

  static void write(JsonGenerator json, DecisionView view, int index, Instant now)
      throws IOException {
    SiteModel model = view.picture().model();
    EvseSpec spec = model.evses().get(index);
    EvseState evse = view.picture().evses().get(index);
    json.writeStartObject();
    json.writeStringField("evse", spec.id().value());
    json.writeStringField("station", spec.station().value());
    json.writeStringField("node", model.nodes().get(spec.node()).id());
    json.writeBooleanField("online", evse.online());
    Fields.instant(json, "offlineSince", evse.online() ? Instant.EPOCH : evse.offlineSince());
    json.writeStringField("availability", Body.name(evse.availability()));
    Fields.number(json, "setpointW", view.powerW().get(index));
    Fields.number(json, "minW", view.bounds().minW(index));
    Fields.number(json, "maxW", view.bounds().maxW(index));
    limit(json, "chargeLimit", view.bounds().maxReason(index));
    limit(json, "dischargeLimit", view.bounds().minReason(index));
    measured(json, evse.measured(), now);
    Fields.number(json, "derateW", evse.derateW());
    json.writeStringField("derateCause", evse.derateCause());
    json.writeBooleanField("safeShareAssured", evse.shareAssured());
    json.writeStringField("safeShareDetail", evse.shareDetail());
    Fields.number(json, "shortfallW", evse.shortfallW());
    Fields.reasons(json, "reasons", view.reasons().get(index));
    if (evse.session().isPresent()) {
      json.writeBooleanField("dischargeAttested", spec.dischargeAttested());
      session(json, evse.session().get(), evse.measured());
    }
    json.writeEndObject();
  }

  /** What makes the bound what it is, also while nobody asks for that much. */
  private static void limit(JsonGenerator json, String name, Reason reason) throws IOException {
    if (reason != null) {
      json.writeFieldName(name);
      Fields.reason(json, reason);
    }
  }

  private static void measured(JsonGenerator json, Measured measured, Instant now)
      throws IOException {
    Fields.number(json, "measuredW", measured.powerW());
    Fields.number(
        json,
        "measuredAgeS",
        Double.isNaN(measured.powerW())
            ? Double.NaN
            : Math.max(0, PowerFlow.age(measured.powerAt(), now)));
    Fields.number(json, "connectorC", measured.connectorC());
    Fields.number(json, "inverterC", measured.inverterC());
    Fields.number(json, "packC", measured.packC());
    Fields.number(json, "importWh", measured.importWh());
    Fields.number(json, "exportWh", measured.exportWh());
  }

  private static void session(JsonGenerator json, Session session, Measured measured)
      throws IOException {
    json.writeObjectFieldStart("session");
    json.writeStringField("id", session.id().value());
    json.writeStringField("transaction", session.transaction());
    Fields.instant(json, "started", session.started());
    Fields.number(json, "socPct", measured.socPct());
    Fields.instant(json, "socAt", measured.socAt());
    Fields.number(json, "targetSocPct", session.targetSocPct());
    Fields.instant(json, "departure", session.departure().orElse(Instant.EPOCH));
    Fields.number(json, "reservePct", session.reservePct());
    Fields.number(json, "capacityWh", session.capacityWh());
    Fields.number(json, "vehicleMaxChargeW", session.vehicleMaxChargeW());
    Fields.number(json, "vehicleMaxDischargeW", session.vehicleMaxDischargeW());
    json.writeBooleanField("dischargeAllowed", session.dischargeAllowed());
    json.writeStringField("permissionSource", session.permissionSource());
    json.writeStringField("wishRequest", session.wishRequest());
    json.writeEndObject();
  }
}
