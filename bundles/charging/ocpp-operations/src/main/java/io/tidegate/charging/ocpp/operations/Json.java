package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tidegate.api.operation.Endpoint.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A small JSON object, read whole. Numbers are {@link BigDecimal}. Immutable by custom; any thread.
 *
 * @param fields in their order
 */
record Json(Map<String, Object> fields) {
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(32).maxNumberLength(64).build())
          .build();

  /** Writes JSON. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** What it writes, as text. */
  static String text(Content content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes everything", e);
    }
    return out.toString();
  }

  /** An object with what is written into it, as text. */
  static String object(Content content) {
    return text(
        json -> {
          json.writeStartObject();
          content.write(json);
          json.writeEndObject();
        });
  }

  /**
   * Reads an object of a peer or file.
   *
   * @throws IOException when it is none
   */
  static Json read(String text) throws IOException {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      return of(json);
    }
  }

  /** The object that the parser stands at. */
  @SuppressWarnings("unchecked")
  static Json of(JsonParser json) throws IOException {
    Object value = value(json);
    if (value instanceof Map<?, ?> map) {
      return new Json((Map<String, Object>) map);
    }
    throw new IOException("must be a JSON object");
  }

  /** Reads the body of a request. */
  static Json body(String text) {
    try {
      return read(text);
    } catch (IOException e) {
      throw new Refusal(400, "MALFORMED_JSON", "The body must be one JSON object.");
    }
  }

  private static Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> fields = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.put(name, value(json));
      }
      return fields;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> values = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(json));
      }
      return values;
    }
    if (token == null) {
      throw new IOException("ends too early");
    }
    return switch (token) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  Optional<String> text(String name) {
    return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  OptionalInt integer(String name) {
    if (fields.get(name) instanceof BigDecimal number) {
      try {
        return OptionalInt.of(number.intValueExact());
      } catch (ArithmeticException e) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** An object within; an empty one when there is none. */
  @SuppressWarnings("unchecked")
  Json child(String name) {
    return new Json(
        fields.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
  }

  /** The objects of a list; none when there is no list. */
  @SuppressWarnings("unchecked")
  List<Json> children(String name) {
    List<Json> found = new ArrayList<>();
    if (fields.get(name) instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> map) {
          found.add(new Json((Map<String, Object>) map));
        }
      }
    }
    return found;
  }

  /** Refuses a body with a field that nobody knows. */
  Json only(String... known) {
    for (String name : fields.keySet()) {
      if (!List.of(known).contains(name)) {
        throw new Refusal(422, "UNKNOWN_FIELD", "There is a field that is not known here.");
      }
    }
    return this;
  }

  /** A whole number of a request's body within bounds. */
  int number(String name, int fallback, int least, int most) {
    if (!fields.containsKey(name)) {
      return fallback;
    }
    OptionalInt number = integer(name);
    if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
      throw wrong(name, "must be a whole number from " + least + " to " + most);
    }
    return number.getAsInt();
  }

  static Refusal wrong(String field, String sentence) {
    return new Refusal(422, "INVALID_FIELD", "Field " + field + " " + sentence + ".", field);
  }
}
