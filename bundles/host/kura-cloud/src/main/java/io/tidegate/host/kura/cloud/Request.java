package io.tidegate.host.kura.cloud;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;

/**
 * What was asked, read with suspicion: anybody on the broker may have written it. Fields are
 * metrics of the message or members of the JSON object in its body; nothing else is looked at.
 *
 * @param path segments after the verb
 * @param fields by name; texts, numbers and booleans as texts
 */
record Request(List<String> path, Map<String, String> fields) {
  private static final int MOST_BYTES = 65_536;
  private static final int MOST_FIELDS = 64;
  private static final int MOST_SEGMENTS = 8;
  private static final int MOST_CHARS = 2_048;

  /** Where Kura puts the segments. */
  private static final String ARGUMENTS = "args";

  /** Metrics that Kura's protocol itself needs. */
  private static final Set<String> ENVELOPE = Set.of("request.id", "requester.client.id");

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2)
                  .maxStringLength(MOST_CHARS)
                  .maxNameLength(100)
                  .maxNumberLength(30)
                  .build())
          .build();

  /** Reads a message; throws {@link Refusal}. */
  static Request read(KuraMessage message) {
    if (message == null) {
      throw new Refusal(400, "EMPTY", "there is no message");
    }
    Object arguments =
        message.getProperties() == null ? null : message.getProperties().get(ARGUMENTS);
    if (!(arguments instanceof List<?> segments) || segments.size() > MOST_SEGMENTS) {
      throw new Refusal(404, "NO_RESOURCE", "there is no such resource");
    }
    List<String> path = segments.stream().map(s -> bounded("the path", s)).toList();
    Map<String, String> fields = new HashMap<>();
    KuraPayload payload = message.getPayload();
    if (payload != null) {
      metrics(payload, fields);
      body(payload.getBody(), fields);
    }
    return new Request(path, Map.copyOf(fields));
  }

  private static void metrics(KuraPayload payload, Map<String, String> fields) {
    Map<String, Object> metrics = payload.metrics();
    if (metrics == null) {
      return;
    }
    if (metrics.size() > MOST_FIELDS) {
      throw new Refusal(400, "TOO_MANY", "there are more than " + MOST_FIELDS + " metrics");
    }
    metrics.forEach(
        (name, value) -> {
          if (!ENVELOPE.contains(name)) {
            put(fields, name, bounded(name, value));
          }
        });
  }

  private static void body(byte[] body, Map<String, String> fields) {
    if (body == null || body.length == 0) {
      return;
    }
    if (body.length > MOST_BYTES) {
      throw new Refusal(413, "TOO_LONG", "the body is longer than " + MOST_BYTES + " bytes");
    }
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Refusal(400, "BODY", "the body is no JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == null || !value.isScalarValue()) {
          throw Refusal.field(printable(name), "is neither text nor number nor true nor false");
        }
        if (value != JsonToken.VALUE_NULL) {
          put(fields, name, bounded(name, json.getText()));
        }
      }
      if (json.nextToken() != null) {
        throw new Refusal(400, "BODY", "the body is more than one JSON object");
      }
    } catch (IOException e) {
      throw new Refusal(400, "BODY", "the body is no JSON object of at most 64 fields");
    }
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (fields.size() >= MOST_FIELDS) {
      throw new Refusal(400, "TOO_MANY", "there are more than " + MOST_FIELDS + " fields");
    }
    if (fields.put(name, value) != null) {
      throw Refusal.field(printable(name), "is a metric and in the body");
    }
  }

  private static String bounded(String name, Object value) {
    String text =
        value instanceof String || value instanceof Number || value instanceof Boolean
            ? value.toString()
            : "";
    if (text.length() > MOST_CHARS) {
      throw Refusal.field(printable(name), "is longer than " + MOST_CHARS + " characters");
    }
    return text;
  }

  /** What comes from outside goes into sentences and logs in this form only. */
  static String printable(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7E]", "?");
    return plain.length() > 64 ? plain.substring(0, 64) + "…" : plain;
  }

  /** Refuses fields that nobody would read. */
  Request only(String... known) {
    Set<String> allowed = Set.of(known);
    for (String name : fields.keySet()) {
      if (!allowed.contains(name)) {
        throw Refusal.field(printable(name), "is no field of this request");
      }
    }
    return this;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isBlank());
  }

  String required(String name) {
    return text(name).orElseThrow(() -> Refusal.field(name, "is missing"));
  }

  /** A value of a type that checks its own form. */
  <T> T parsed(String name, Function<String, T> parse) {
    try {
      return parse.apply(required(name));
    } catch (IllegalArgumentException e) {
      throw Refusal.field(name, "is not valid: " + printable(String.valueOf(e.getMessage())));
    }
  }

  double number(String name, double min, double max) {
    try {
      double value = Double.parseDouble(required(name));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // the sentence below says what is expected
    }
    throw Refusal.field(name, "must be a number from " + min + " to " + max);
  }

  long integer(String name, long fallback, long min, long max) {
    try {
      Optional<String> given = text(name);
      if (given.isEmpty()) {
        return fallback;
      }
      long value = Long.parseLong(given.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // the sentence below says what is expected
    }
    throw Refusal.field(name, "must be a whole number from " + min + " to " + max);
  }

  boolean flag(String name) {
    return switch (text(name).orElse("false").toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refusal.field(name, "must be true or false");
    };
  }

  Instant instant(String name) {
    try {
      return Instant.parse(required(name));
    } catch (DateTimeParseException e) {
      throw Refusal.field(name, "must be a time like 2026-01-31T18:00:00Z");
    }
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    String given = required(name).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(given))
        .findFirst()
        .orElseThrow(() -> Refusal.field(name, "is none of its values"));
  }
}
