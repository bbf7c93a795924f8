package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A request's JSON object: flat, strictly read. Unknown fields, a field given twice, nested values
 * and anything after the object are refused. One thread.
 */
final class Body {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxStringLength(4_096)
                  .maxNameLength(64)
                  .maxNumberLength(64)
                  .build())
          .build();

  private final Map<String, Object> fields;

  private Body(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * @param known the fields that there may be
   */
  static Body parse(byte[] bytes, Set<String> known) {
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("must be one JSON object");
      }
      Map<String, Object> fields = new HashMap<>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        if (!known.contains(name)) {
          throw new ApiException(
              422, "UNKNOWN_FIELD", "There is no field " + printable(name) + ".", printable(name));
        }
        fields.put(name, value(json, name));
      }
      if (json.nextToken() != null) {
        throw malformed("must be one JSON object and nothing after it");
      }
      return new Body(fields);
    } catch (IOException e) {
      throw malformed("is not the JSON that is expected here");
    }
  }

  private static Object value(JsonParser json, String name) throws IOException {
    return switch (json.nextToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case VALUE_NULL -> throw ApiException.field(name, "must not be null");
      default -> throw ApiException.field(name, "must be a plain value");
    };
  }

  private static ApiException malformed(String sentence) {
    return new ApiException(400, "MALFORMED_JSON", "The body " + sentence + ".");
  }

  /** A name from outside, fit to be shown. */
  static String printable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.-]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) : plain;
  }

  /** A text that the constructor of an id or other value accepts. */
  <T> T parsed(String name, Function<String, T> constructor) {
    String text = text(name).orElseThrow(() -> ApiException.field(name, "is missing"));
    try {
      return constructor.apply(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.field(name, "is not well-formed: " + e.getMessage());
    }
  }

  Optional<String> text(String name) {
    Object value = fields.get(name);
    if (value != null && !(value instanceof String)) {
      throw ApiException.field(name, "must be a text");
    }
    return Optional.ofNullable((String) value);
  }

  Optional<Double> number(String name, double min, double max) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Double number && number >= min && number <= max) {
      return Optional.of(number);
    }
    throw ApiException.field(name, "must be a number from " + plain(min) + " to " + plain(max));
  }

  double requiredNumber(String name, double min, double max) {
    return number(name, min, max).orElseThrow(() -> ApiException.field(name, "is missing"));
  }

  Optional<Instant> instant(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException e) {
                throw ApiException.field(
                    name, "must be an ISO-8601 instant such as 2026-01-31T18:00:00Z");
              }
            });
  }

  Instant requiredInstant(String name) {
    return instant(name).orElseThrow(() -> ApiException.field(name, "is missing"));
  }

  /** A constant by its name in lower case with hyphens, as the API writes it. */
  <E extends Enum<E>> E choice(String name, Set<E> allowed) {
    String text = text(name).orElseThrow(() -> ApiException.field(name, "is missing"));
    StringBuilder names = new StringBuilder();
    for (E constant : allowed) {
      if (constant.name().equalsIgnoreCase(text.replace('-', '_'))) {
        return constant;
      }
      names.append(names.isEmpty() ? "" : ", ").append(name(constant));
    }
    throw ApiException.field(name, "must be one of " + names);
  }

  /** How the API writes a constant. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
