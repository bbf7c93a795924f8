package io.tidegate.core.arbiter.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A situation in a JSON file: who is plugged in where, what is asked, what the meters show. Unknown
 * fields are errors, so that a typing mistake does not pass for a default.
 *
 * @param evses vehicles by EVSE id; EVSEs that are not listed stand empty
 * @param targets what is asked for
 * @param meterW power of each meter by its name, W, positive is import
 * @param silent mandate sources whose keep-alive is missing
 */
record StateFile(
    List<Vehicle> evses, List<Ask> targets, Map<String, Double> meterW, List<String> silent) {
  private static final long MOST_BYTES = 16L << 20;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * A vehicle at an EVSE; NaN is unknown.
   *
   * @param departureMinutes time to departure
   * @param powerW what it takes now, W
   * @param deliverableW what it has shown it can give while it falls short of what was asked, W
   */
  record Vehicle(
      String id,
      boolean online,
      boolean present,
      double socPct,
      double targetPct,
      double reservePct,
      double capacityWh,
      double departureMinutes,
      boolean dischargeAllowed,
      double powerW,
      double deliverableW) {}

  /** What somebody asks for; texts as in the file. */
  record Ask(
      String id,
      String controller,
      String priority,
      String kind,
      String node,
      String evse,
      double powerW) {}

  /**
   * @throws IOException when it cannot be read or is not what it should be, with a sentence
   */
  static StateFile read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + ": is larger than 16 MiB");
    }
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      parser.nextToken();
      Fields root = new Fields(file + ": ", value(parser));
      if (parser.nextToken() != null) {
        throw new IOException(file + ": goes on after its end");
      }
      return build(root);
    }
  }

  private static StateFile build(Fields root) throws IOException {
    List<Vehicle> vehicles = new ArrayList<>();
    for (Fields evse : root.list("evses")) {
      vehicles.add(vehicle(evse));
    }
    List<Ask> asks = new ArrayList<>();
    for (Fields target : root.list("targets")) {
      asks.add(ask(target));
    }
    Map<String, Double> meters = new LinkedHashMap<>();
    for (Fields meter : root.list("meters")) {
      meters.put(meter.required("name"), 1000 * meter.number("powerKw", 0));
      meter.done();
    }
    List<String> silent = root.texts("silent");
    root.done();
    return new StateFile(
        List.copyOf(vehicles), List.copyOf(asks), Map.copyOf(meters), List.copyOf(silent));
  }

  private static Vehicle vehicle(Fields evse) throws IOException {
    Vehicle vehicle =
        new Vehicle(
            evse.required("id"),
            evse.flag("online", true),
            evse.flag("present", true),
            evse.number("socPct", Double.NaN),
            evse.number("targetPct", Double.NaN),
            evse.number("reservePct", 0),
            1000 * evse.number("capacityKwh", Double.NaN),
            evse.number("departureMinutes", Double.NaN),
            evse.flag("dischargeAllowed", false),
            1000 * evse.number("powerKw", 0),
            1000 * evse.number("deliverableKw", Double.NaN));
    evse.done();
    return vehicle;
  }

  private static Ask ask(Fields target) throws IOException {
    Ask ask =
        new Ask(
            target.required("id"),
            target.required("controller"),
            target.text("class", "contract"),
            target.text("kind", "vehicle-power"),
            target.text("node", ""),
            target.text("evse", ""),
            1000 * target.number("powerKw", Double.NaN));
    target.done();
    return ask;
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    if (token == null) {
      throw new IOException("the file is empty");
    }
    return token.isNumeric()
        ? (Object) parser.getDoubleValue()
        : token.isBoolean() ? (Object) parser.getBooleanValue() : parser.getText();
  }

  /** One object of the file; names its place in every complaint. */
  private static final class Fields {
    private final String place;
    private final Map<String, Object> values = new LinkedHashMap<>();

    Fields(String place, Object value) throws IOException {
      this.place = place;
      if (!(value instanceof Map<?, ?> map)) {
        throw new IOException(place + "must be an object");
      }
      map.forEach((name, field) -> values.put((String) name, field));
    }

    private Optional<Object> take(String name) {
      return Optional.ofNullable(values.remove(name));
    }

    private IOException wrong(String name, String sentence) {
      return new IOException(place + name + " " + sentence);
    }

    List<Fields> list(String name) throws IOException {
      List<Fields> list = new ArrayList<>();
      Object value = take(name).orElse(List.of());
      if (!(value instanceof List<?> items)) {
        throw wrong(name, "must be a list");
      }
      for (Object item : items) {
        list.add(new Fields(place + name + "[" + list.size() + "].", item));
      }
      return list;
    }

    List<String> texts(String name) throws IOException {
      Object value = take(name).orElse(List.of());
      if (!(value instanceof List<?> items) || !items.stream().allMatch(String.class::isInstance)) {
        throw wrong(name, "must be a list of texts");
      }
      return items.stream().map(String.class::cast).toList();
    }

    String required(String name) throws IOException {
      String text = text(name, "");
      if (text.isEmpty()) {
        throw wrong(name, "is missing");
      }
      return text;
    }

    String text(String name, String fallback) throws IOException {
      Object value = take(name).orElse(fallback);
      if (!(value instanceof String text)) {
        throw wrong(name, "must be a text");
      }
      return text;
    }

    double number(String name, double fallback) throws IOException {
      Object value = take(name).orElse(fallback);
      if (!(value instanceof Double number)) {
        throw wrong(name, "must be a number");
      }
      return number;
    }

    boolean flag(String name, boolean fallback) throws IOException {
      Object value = take(name).orElse(fallback);
      if (!(value instanceof Boolean flag)) {
        throw wrong(name, "must be true or false");
      }
      return flag;
    }

    void done() throws IOException {
      if (!values.isEmpty()) {
        throw wrong(values.keySet().iterator().next(), "is no field of a state file");
      }
    }
  }
}
