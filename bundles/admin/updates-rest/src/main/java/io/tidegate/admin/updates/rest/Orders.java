package io.tidegate.admin.updates.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateOrder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders of requests. What is refused names its field and never shows a header. */
final class Orders {
  private static final String GIVER = "rest";
  private static final int MOST_HEADERS = 16;
  private static final Set<String> FIELDS =
      Set.of("id", "uri", "headers", "length", "sha256", "notBefore", "approval", "disturb");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxStringLength(8_192)
                  .maxNameLength(128)
                  .maxNumberLength(32)
                  .build())
          .build();

  private Orders() {}

  /**
   * Of a body in JSON: fields {@code id, uri, headers, length, sha256, notBefore, approval,
   * disturb}.
   */
  static UpdateOrder ofJson(String text, Instant now) {
    Map<String, Object> fields = read(text);
    URI uri = uri(text(fields, "uri").orElseThrow(() -> field("uri", "is missing")));
    long length = -1;
    if (fields.get("length") instanceof Long number && number >= 0) {
      length = number;
    } else if (fields.containsKey("length")) {
      throw field("length", "must be a whole number of bytes");
    }
    ReleaseSource from =
        new ReleaseSource.OfUri(uri, headers(fields), length, sha256(text(fields, "sha256")));
    return order(
        text(fields, "id").orElseGet(() -> made(now)),
        from,
        text(fields, "notBefore"),
        flag(fields, "approval"),
        flag(fields, "disturb"));
  }

  /** Of a body that is an archive: the same fields in the query string. */
  static UpdateOrder ofUpload(Query query, Path folder, Instant now) {
    sha256(query.parameter("sha256"));
    return order(
        query.parameter("id").orElseGet(() -> made(now)),
        new ReleaseSource.OfFile(folder),
        query.parameter("notBefore"),
        flag("approval", query.parameter("approval")),
        flag("disturb", query.parameter("disturb")));
  }

  static UpdateOrder withFile(UpdateOrder order, Path file) {
    return new UpdateOrder(
        order.id(),
        order.giver(),
        new ReleaseSource.OfFile(file),
        order.notBefore(),
        order.approval(),
        order.disturb());
  }

  private static String made(Instant now) {
    return GIVER + "-" + now.truncatedTo(ChronoUnit.MILLIS).toString().replaceAll("[-:.]", "");
  }

  private static UpdateOrder order(
      String id,
      ReleaseSource from,
      Optional<String> notBefore,
      boolean approval,
      boolean disturb) {
    Instant begin = Instant.MIN;
    if (notBefore.isPresent()) {
      try {
        begin = Instant.parse(notBefore.get());
      } catch (DateTimeException e) {
        throw field("notBefore", "must be an ISO-8601 instant such as 2026-01-31T18:00:00Z");
      }
    }
    try {
      return new UpdateOrder(id, GIVER, from, begin, approval, disturb);
    } catch (IllegalArgumentException e) {
      throw field("id", "must be 1-64 letters, digits, `.`, `_`, `:`, `-`");
    }
  }

  private static Refusal field(String name, String sentence) {
    return new Refusal(422, "INVALID_FIELD", "Field " + name + " " + sentence + ".", name);
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && text.length() <= 4_096) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // the sentence below says what is expected
    }
    throw field("uri", "must be an address of http or https, without user and fragment");
  }

  private static String sha256(Optional<String> text) {
    if (text.isPresent() && !text.get().matches("[0-9A-Fa-f]{64}")) {
      throw field("sha256", "must be 64 hexadecimal digits");
    }
    return text.orElse("");
  }

  private static Map<String, String> headers(Map<String, Object> fields) {
    Map<String, String> headers = new HashMap<>();
    Object all = fields.getOrDefault("headers", Map.of());
    if (!(all instanceof Map<?, ?> map) || map.size() > MOST_HEADERS) {
      throw field("headers", "must be an object of at most " + MOST_HEADERS);
    }
    for (Map.Entry<?, ?> each : map.entrySet()) {
      String name = (String) each.getKey();
      if (!name.matches("[A-Za-z0-9-]{1,64}")
          || !(each.getValue() instanceof String value)
          || !value.matches("[ -~]{0,4096}")) {
        throw field("headers", "must hold names and printable texts");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static Optional<String> text(Map<String, Object> fields, String name) {
    Object value = fields.get(name);
    if (value != null && !(value instanceof String)) {
      throw field(name, "must be a text");
    }
    return Optional.ofNullable((String) value);
  }

  private static boolean flag(Map<String, Object> fields, String name) {
    Object value = fields.getOrDefault(name, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw field(name, "must be true or false");
  }

  /** A flag of the query string; not there is false. */
  static boolean flag(String name, Optional<String> text) {
    return switch (text.orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw field(name, "must be true or false");
    };
  }

  private static Map<String, Object> read(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw malformed();
      }
      Map<String, Object> fields = object(json, 1);
      if (json.nextToken() != null) {
        throw malformed();
      }
      for (String name : fields.keySet()) {
        if (!FIELDS.contains(name)) {
          String shown = name.replaceAll("[^A-Za-z0-9_.-]", "?");
          throw new Refusal(
              422, "UNKNOWN_FIELD", "There is no field " + shown + " in an order.", shown);
        }
      }
      return fields;
    } catch (IOException e) {
      throw malformed();
    }
  }

  private static Refusal malformed() {
    return new Refusal(400, "MALFORMED_JSON", "The body must be one JSON object.");
  }

  private static Map<String, Object> object(JsonParser json, int depth) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      Object value =
          switch (json.nextToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> depth == 1 ? object(json, depth + 1) : null;
            default -> null;
          };
      if (value == null) {
        throw malformed();
      }
      fields.put(name, value);
    }
    return fields;
  }
}
