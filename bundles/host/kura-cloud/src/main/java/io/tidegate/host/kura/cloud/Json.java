package io.tidegate.host.kura.cloud;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answers as JSON, named as in the HTTP API. Unknown numbers are null. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  @FunctionalInterface
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, Math.rint(value * 1_000) / 1_000);
    } else {
      json.writeNullField(name);
    }
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The site, its EVSEs and its health. */
  static byte[] status(DecisionView view, Optional<HealthBoard.Health> health) {
    return object(
        json -> {
          json.writeStringField("site", view.picture().model().name());
          json.writeStringField("at", view.picture().at().toString());
          json.writeNumberField("decision", view.decision().number());
          if (health.isPresent()) {
            json.writeStringField("health", name(health.get().status()));
            json.writeArrayFieldStart("troubles");
            for (HealthBoard.Check check : health.get().checks()) {
              if (check.status() != HealthBoard.Status.OK) {
                json.writeString(check.message());
              }
            }
            json.writeEndArray();
          }
          evses(json, view);
        });
  }

  private static void evses(JsonGenerator json, DecisionView view) throws IOException {
    SiteModel model = view.picture().model();
    json.writeArrayFieldStart("evses");
    for (EvseState evse : view.picture().evses()) {
      int i = evse.index();
      json.writeStartObject();
      json.writeStringField("evse", model.evses().get(i).id().value());
      json.writeBooleanField("online", evse.online());
      json.writeStringField("availability", name(evse.availability()));
      json.writeBooleanField("session", evse.session().isPresent());
      number(json, "setpointW", view.powerW().get(i));
      number(json, "minW", view.bounds().minW(i));
      number(json, "maxW", view.bounds().maxW(i));
      number(json, "measuredW", evse.measured().powerW());
      number(json, "socPct", evse.measured().socPct());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static byte[] decisions(List<Decision> decisions) {
    return object(
        json -> {
          json.writeArrayFieldStart("decisions");
          for (Decision decision : decisions) {
            json.writeStartObject();
            json.writeNumberField("number", decision.number());
            json.writeStringField("at", decision.at().toString());
            json.writeStringField("cause", decision.cause());
            json.writeArrayFieldStart("setpoints");
            for (Setpoint setpoint : decision.setpoints()) {
              setpoint(json, setpoint);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void setpoint(JsonGenerator json, Setpoint setpoint) throws IOException {
    json.writeStartObject();
    json.writeStringField("evse", setpoint.evse().value());
    number(json, "powerW", setpoint.powerW());
    json.writeStringField("expires", setpoint.expires().toString());
    json.writeArrayFieldStart("reasons");
    for (Reason reason : setpoint.reasons()) {
      json.writeString(reason.code().name());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static byte[] updates(UpdateDesk desk) {
    return object(
        json -> {
          json.writeArrayFieldStart("installed");
          for (UpdateDesk.InstalledRelease release : desk.installed()) {
            json.writeStartObject();
            json.writeStringField("name", release.name());
            json.writeStringField("version", release.version());
            json.writeNumberField("counter", release.counter());
            json.writeBooleanField("confirmed", release.confirmed());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("orders");
          for (UpdateView order : desk.history()) {
            json.writeStartObject();
            order(json, order);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static byte[] update(UpdateView order) {
    return object(json -> order(json, order));
  }

  private static void order(JsonGenerator json, UpdateView order) throws IOException {
    json.writeStringField("id", order.id());
    json.writeStringField("giver", order.giver());
    json.writeStringField("release", order.release());
    json.writeStringField("version", order.version());
    json.writeNumberField("counter", order.counter());
    json.writeStringField("step", name(order.step()));
    json.writeNumberField("percent", order.percent());
    json.writeStringField("code", order.code());
    json.writeStringField("sentence", order.sentence());
    json.writeBooleanField("approvable", order.approvable());
  }

  /** A telemetry message's body. */
  static byte[] telemetry(DecisionView view) {
    return object(
        json -> {
          json.writeStringField("at", view.picture().at().toString());
          evses(json, view);
          json.writeArrayFieldStart("meters");
          for (var meter : view.picture().meters().values()) {
            json.writeStartObject();
            json.writeStringField("meter", meter.meter());
            json.writeStringField("at", meter.at().toString());
            number(json, "powerW", meter.reading().powerW());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
