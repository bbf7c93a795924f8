package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * JSON as OCPP-J uses it, within bounds: depth 32, numbers of 64 characters, names of 1,024,
 * strings of 1 MiB. Duplicate keys are refused by the readers that sit on top, which know the keys
 * of each object anyway.
 */
final class JsonText {
  static final int DEPTH = 32;
  static final int NUMBER_LENGTH = 64;
  static final int STRING_LENGTH = 1 << 20;
  static final int NAME_LENGTH = 1_024;

  /** Most digits before the point: far beyond every quantity of the protocol. */
  private static final int INTEGER_DIGITS = 30;

  // No canonical names: a hostile peer's keys would fill a table that all connections share.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(NUMBER_LENGTH)
                  .maxStringLength(STRING_LENGTH)
                  .maxNameLength(NAME_LENGTH)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private JsonText() {}

  /** True for what may appear in a string: paired surrogates and no U+0000. */
  static boolean clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\0' || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  static String string(JsonParser in) throws IOException, Violation {
    String text = in.getText();
    if (!clean(text)) {
      throw Rule.BAD_CHARACTERS.broken();
    }
    return text;
  }

  /** A number that is sure to fit into a double and to be quick to compute with. */
  static BigDecimal number(JsonParser in) throws IOException, Violation {
    BigDecimal value;
    try {
      value = in.getDecimalValue();
    } catch (NumberFormatException e) {
      throw Rule.BEYOND_NUMBERS.broken(); // an exponent beyond 32 bits
    }
    // long: the scale of 1e2147483647 leaves no room in an int
    long integerDigits = (long) value.precision() - value.scale();
    if (value.scale() > NUMBER_LENGTH || integerDigits > INTEGER_DIGITS) {
      throw Rule.BEYOND_NUMBERS.broken();
    }
    return value;
  }

  /** Walks over any value, holding it to the bounds and to unique keys. */
  static void pass(JsonParser in) throws IOException, Violation {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        Set<String> names = new HashSet<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          unique(names.add(name(in)));
          in.nextToken();
          pass(in);
        }
      }
      case START_ARRAY -> {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          pass(in);
        }
      }
      case VALUE_STRING -> string(in);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
      default -> {
        // true, false and null are always well
      }
    }
  }

  /** Fields of an open object: scalars as they are, nested values as raw text. */
  static Map<String, Object> openFields(JsonParser in, String source)
      throws IOException, Violation {
    Map<String, Object> facts = new HashMap<>();
    Set<String> names = new HashSet<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = name(in);
      unique(names.add(name));
      Object value =
          switch (in.nextToken()) {
            case VALUE_STRING -> string(in);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> raw(in, source);
          };
      facts.put(name, value);
    }
    return facts;
  }

  static RawJson raw(JsonParser in, String source) throws IOException, Violation {
    int from = (int) in.currentTokenLocation().getCharOffset();
    pass(in);
    in.finishToken();
    return new RawJson(source.substring(from, (int) in.currentLocation().getCharOffset()));
  }

  static String name(JsonParser in) throws IOException, Violation {
    String name = in.currentName();
    if (!clean(name)) {
      throw Rule.BAD_CHARACTERS.broken();
    }
    return name;
  }

  static void unique(boolean added) throws Violation {
    if (!added) {
      throw Rule.KEY_TWICE.broken();
    }
  }
}
