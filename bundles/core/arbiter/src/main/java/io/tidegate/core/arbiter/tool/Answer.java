package io.tidegate.core.arbiter.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Reason;
import io.tidegate.api.site.SiteModel;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came out, for people and for programs.
 *
 * @param mode as asked for: {@code active} or {@code dry-run}
 * @param ranking as asked for
 * @param vehicles by EVSE id
 * @param powerW of each EVSE, W
 * @param reasons of each EVSE, the binding one first
 */
record Answer(
    String mode,
    String ranking,
    SiteModel model,
    Map<String, StateFile.Vehicle> vehicles,
    List<Double> powerW,
    Allocation allocation,
    List<List<Reason>> reasons) {

  /** Whether everything asked for is met and nothing of the proposal was held back. */
  boolean met() {
    boolean whole = allocation.shortfalls().isEmpty();
    for (int i = 0; i < powerW.size(); i++) {
      whole &= Math.abs(powerW.get(i) - allocation.powerW(i)) <= 1;
    }
    return whole;
  }

  String table() {
    StringBuilder out = new StringBuilder();
    out.append(row("EVSE", "SoC", "leaves in", "power", "mandate", "why"));
    for (int i = 0; i < powerW.size(); i++) {
      String id = model.evses().get(i).id().value();
      StateFile.Vehicle vehicle = vehicles.get(id);
      if (vehicle != null) {
        double power = powerW.get(i);
        out.append(
            row(
                id,
                percent(vehicle.socPct()),
                minutes(vehicle.departureMinutes()),
                kilowatts(power),
                power < 0 ? allocation.mandate(i) : "",
                why(reasons.get(i).get(0))));
      }
    }
    for (Allocation.Shortfall gap : allocation.shortfalls()) {
      out.append(gap.target())
          .append(" asked for ")
          .append(kilowatts(gap.askedW()))
          .append(" and gets ")
          .append(kilowatts(gap.givenW()))
          .append('\n');
    }
    return out.toString();
  }

  private static String row(String a, String b, String c, String d, String e, String f) {
    String line = String.format(Locale.ROOT, "%-12s %6s %10s %11s  %-22s %s", a, b, c, d, e, f);
    return line.stripTrailing() + "\n";
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%.0f %%", value);
  }

  private static String minutes(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.0f min", value);
  }

  private static String kilowatts(double watts) {
    return String.format(Locale.ROOT, "%.2f kW", watts / 1000);
  }

  private static String why(Reason reason) {
    String value = Double.isFinite(reason.valueW()) ? " (" + kilowatts(reason.valueW()) + ")" : "";
    return (reason.code() + " " + reason.subject()).strip() + value;
  }

  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("mode", mode);
      json.writeStringField("priority", ranking);
      json.writeArrayFieldStart("evses");
      for (int i = 0; i < powerW.size(); i++) {
        if (vehicles.containsKey(model.evses().get(i).id().value())) {
          writeEvse(json, i);
        }
      }
      json.writeEndArray();
      json.writeArrayFieldStart("shortfalls");
      for (Allocation.Shortfall gap : allocation.shortfalls()) {
        json.writeStartObject();
        json.writeStringField("target", gap.target());
        json.writeNumberField("askedW", gap.askedW());
        json.writeNumberField("givenW", gap.givenW());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private void writeEvse(JsonGenerator json, int evse) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", model.evses().get(evse).id().value());
    json.writeNumberField("powerW", powerW.get(evse));
    json.writeNumberField("proposedW", allocation.powerW(evse));
    json.writeStringField("mandate", allocation.mandate(evse));
    json.writeArrayFieldStart("reasons");
    for (Reason reason : reasons.get(evse)) {
      json.writeStartObject();
      json.writeStringField("code", reason.code().name());
      json.writeStringField("subject", reason.subject());
      if (Double.isFinite(reason.valueW())) {
        json.writeNumberField("valueW", reason.valueW());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
