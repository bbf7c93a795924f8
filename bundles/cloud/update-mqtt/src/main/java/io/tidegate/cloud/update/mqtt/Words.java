package io.tidegate.cloud.update.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Payloads: JSON to orders, and what becomes of them to JSON. Pure. */
final class Words {
  /** Orders from here are told apart from those of others by it. */
  static final String GIVER = "mqtt";

  static final String PREFIX = GIVER + ":";

  /** Longest payload, bytes. */
  static final int LONGEST = 16_384;

  private static final Set<String> FIELDS =
      Set.of("id", "uri", "length", "sha256", "notBefore", "approval", "disturb");

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxStringLength(8_192)
                          .maxNumberLength(32)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private Words() {}

  /** A payload that is none of ours. */
  static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String id;

    /**
     * @param id of the order, so that its giver can be told; empty when it has none
     */
    UnfitException(String id, String sentence) {
      super(sentence);
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  static UpdateOrder order(byte[] payload) throws UnfitException {
    JsonNode json = read(payload);
    String id = id(json);
    Set<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new UnfitException(id, "An order has no field " + unknown.iterator().next() + ".");
    }
    String sha256 = text(json, "sha256", id);
    if (!sha256.matches("([0-9A-Fa-f]{64})?")) {
      throw new UnfitException(id, "sha256 must be 64 hexadecimal digits.");
    }
    JsonNode length = json.path("length");
    boolean sized = length.isIntegralNumber() && length.canConvertToLong() && length.asLong() >= 0;
    if (!sized && !length.isMissingNode()) {
      throw new UnfitException(id, "length must be a number of bytes.");
    }
    return new UpdateOrder(
        PREFIX + id,
        GIVER,
        new ReleaseSource.OfUri(
            uri(json, id), Map.of(), length.isMissingNode() ? -1 : length.asLong(), sha256),
        instant(json, id),
        flag(json, "approval", id),
        flag(json, "disturb", id));
  }

  /** The order that an approval or a cancellation is about. */
  static String about(byte[] payload) throws UnfitException {
    return PREFIX + id(read(payload));
  }

  private static JsonNode read(byte[] payload) throws UnfitException {
    if (payload.length > LONGEST) {
      throw new UnfitException("", "It is longer than " + LONGEST + " bytes.");
    }
    try {
      JsonNode json = JSON.readTree(payload);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException e) {
      throw new UnfitException("", "It is no JSON: " + e.getClass().getSimpleName() + ".");
    }
    throw new UnfitException("", "It is no JSON object.");
  }

  private static String id(JsonNode json) throws UnfitException {
    String id = json.path("id").isTextual() ? json.path("id").asText() : "";
    if (!id.matches("[A-Za-z0-9._:-]{1,59}")) {
      throw new UnfitException("", "id must be 1-59 letters, digits, `.`, `_`, `:`, `-`.");
    }
    return id;
  }

  private static String text(JsonNode json, String field, String id) throws UnfitException {
    JsonNode value = json.path(field);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw new UnfitException(id, field + " must be a text.");
    }
    return value.asText("");
  }

  private static boolean flag(JsonNode json, String field, String id) throws UnfitException {
    JsonNode value = json.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw new UnfitException(id, field + " must be true or false.");
    }
    return value.asBoolean(false);
  }

  private static URI uri(JsonNode json, String id) throws UnfitException {
    try {
      URI uri = new URI(text(json, "uri", id)).parseServerAuthority();
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // the sentence below says what is expected
    }
    throw new UnfitException(id, "uri must be http:// or https:// with a host and without a user.");
  }

  private static Instant instant(JsonNode json, String id) throws UnfitException {
    String text = text(json, "notBefore", id);
    try {
      return text.isEmpty() ? Instant.MIN : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UnfitException(id, "notBefore must be a time such as 2026-11-22T03:00:00Z.");
    }
  }

  /** How far an order is. */
  static ObjectNode state(UpdateView view, Instant at) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", idOf(view.id()));
    json.put("giver", view.giver());
    json.put("release", view.release());
    json.put("version", view.version());
    json.put("counter", view.counter());
    json.put("step", view.step().name());
    json.put("code", view.code());
    json.put("sentence", view.sentence());
    json.put("approvable", view.approvable());
    json.put("ended", view.step().ended());
    return json.put("at", at.toString());
  }

  /** An order, approval or cancellation that was not taken. */
  static ObjectNode refusal(String id, String code, String sentence, Instant at) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", idOf(id));
    json.put("giver", GIVER);
    json.put("refused", true);
    json.put("code", code);
    json.put("sentence", sentence);
    return json.put("at", at.toString());
  }

  private static String idOf(String order) {
    return order.startsWith(PREFIX) ? order.substring(PREFIX.length()) : order;
  }
}
