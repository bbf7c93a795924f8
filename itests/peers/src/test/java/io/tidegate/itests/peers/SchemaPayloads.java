package io.tidegate.itests.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Makes payloads from an official schema: valid ones, and such that break one rule. */
final class SchemaPayloads {
  /** Deepest that optional parts go. */
  private static final int DEPTH = 6;

  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private final JsonNode root;
  private final Random random;
  private final List<Spot> spots = new ArrayList<>();

  /** A value within the payload that was made last, and how to put another in its place. */
  private record Spot(JsonNode schema, JsonNode value, Consumer<JsonNode> put, Runnable drop) {}

  /**
   * A way to break a rule.
   *
   * @param code error that is due
   */
  enum Mutation {
    DROPPED("OccurrenceConstraintViolation"),
    TYPE("TypeConstraintViolation"),
    NULL("TypeConstraintViolation"),
    LONG("PropertyConstraintViolation"),
    WORD("PropertyConstraintViolation"),
    STRANGER("PropertyConstraintViolation"),
    RANGE("PropertyConstraintViolation"),
    STEP("PropertyConstraintViolation"),
    COUNT("OccurrenceConstraintViolation"),
    TIME("FormatViolation"),
    NESTED("TypeConstraintViolation");

    final String code;

    Mutation(String code) {
      this.code = code;
    }
  }

  SchemaPayloads(JsonNode root, Random random) {
    this.root = root;
    this.random = random;
  }

  /** A payload that keeps every rule. */
  ObjectNode valid() {
    spots.clear();
    return (ObjectNode) value(root, 0);
  }

  /** Breaks a rule in what {@link #valid} gave; false when it offers no place for that. */
  boolean breakIt(ObjectNode payload, Mutation mutation) {
    if (mutation == Mutation.STRANGER) {
      List<ObjectNode> closed = new ArrayList<>(List.of(payload));
      spots.stream()
          .filter(s -> s.value instanceof ObjectNode && closed(s.schema))
          .forEach(s -> closed.add((ObjectNode) s.value));
      closed.get(random.nextInt(closed.size())).put("stranger", 1);
      return true;
    }
    List<Spot> fit = spots.stream().filter(s -> other(s, mutation) != null).toList();
    if (fit.isEmpty()) {
      return false;
    }
    Spot spot = fit.get(random.nextInt(fit.size()));
    if (mutation == Mutation.DROPPED) {
      spot.drop.run();
    } else {
      spot.put.accept(other(spot, mutation));
    }
    return true;
  }

  private static boolean closed(JsonNode schema) {
    return schema.path("additionalProperties").isBoolean();
  }

  private JsonNode other(Spot spot, Mutation mutation) {
    JsonNode schema = spot.schema;
    String type = schema.path("type").asText();
    return switch (mutation) {
      case DROPPED -> spot.drop == null ? null : MAKE.nullNode();
      case TYPE -> type.isEmpty() ? null : wrong(type);
      case NULL -> type.isEmpty() ? null : MAKE.nullNode();
      case NESTED ->
          type.isEmpty() || type.equals("array") ? null : MAKE.arrayNode().add(spot.value);
      case LONG ->
          schema.has("maxLength")
              ? MAKE.textNode("x".repeat(schema.get("maxLength").asInt() + 1 + random.nextInt(9)))
              : null;
      case WORD -> schema.has("enum") ? MAKE.textNode("NoSuchWord") : null;
      case RANGE -> outOf(schema);
      case STEP -> schema.has("multipleOf") ? MAKE.numberNode(new BigDecimal("7.95")) : null;
      case COUNT -> count(schema, spot.value);
      case TIME ->
          schema.path("format").asText().equals("date-time") ? MAKE.textNode("yesterday") : null;
      case STRANGER -> null;
    };
  }

  private JsonNode wrong(String type) {
    List<JsonNode> values =
        new ArrayList<>(
            List.of(
                MAKE.objectNode(),
                MAKE.arrayNode(),
                MAKE.textNode("17"),
                MAKE.numberNode(new BigDecimal("1.5")),
                MAKE.booleanNode(true)));
    values.remove(
        switch (type) {
          case "object" -> 0;
          case "array" -> 1;
          case "string" -> 2;
          case "number" -> 3;
          case "boolean" -> 4;
          default -> values.size() - 1;
        });
    return values.get(random.nextInt(values.size()));
  }

  private JsonNode outOf(JsonNode schema) {
    if (schema.has("minimum")) {
      return MAKE.numberNode(schema.get("minimum").asInt() - 1 - random.nextInt(9));
    }
    return schema.has("maximum")
        ? MAKE.numberNode(schema.get("maximum").asInt() + 1 + random.nextInt(9))
        : null;
  }

  private JsonNode count(JsonNode schema, JsonNode value) {
    int most = schema.path("maxItems").asInt(0);
    if (most > 0 && most < 64 && random.nextBoolean()) {
      ArrayNode longer = MAKE.arrayNode();
      for (int i = 0; i <= most; i++) {
        longer.add(value.get(i % value.size()).deepCopy());
      }
      return longer;
    }
    return schema.path("minItems").asInt(0) > 0 ? MAKE.arrayNode() : null;
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode at = schema;
    while (at.has("$ref")) {
      at = root.at(at.get("$ref").asText().substring(1));
    }
    return at;
  }

  private JsonNode value(JsonNode unresolved, int depth) {
    JsonNode schema = resolved(unresolved);
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> text(schema);
      case "integer" -> MAKE.numberNode((int) within(schema, 100));
      case "number" ->
          MAKE.numberNode(BigDecimal.valueOf(within(schema, 1_000) * 10 / 10.0).setScale(1));
      case "boolean" -> MAKE.booleanNode(random.nextBoolean());
      default -> MAKE.textNode("anything");
    };
  }

  private long within(JsonNode schema, int span) {
    int least = schema.path("minimum").asInt(schema.has("maximum") ? -span : 0);
    int most = schema.path("maximum").asInt(Math.max(least, 0) + span);
    return least + random.nextInt(most - least + 1);
  }

  private JsonNode text(JsonNode schema) {
    switch (schema.path("format").asText()) {
      case "date-time":
        return MAKE.textNode(
            "2026-0%d-1%dT12:30:00.5Z".formatted(1 + random.nextInt(9), random.nextInt(9)));
      case "uri":
        return MAKE.textNode("https://example.com/firmware?a=" + random.nextInt(9));
      default:
        int most = schema.path("maxLength").asInt(40);
        int length = random.nextInt(8) == 0 ? most : random.nextInt(Math.min(most, 12) + 1);
        return MAKE.textNode("aé\"z/".repeat(length / 5 + 1).substring(0, length));
    }
  }

  private JsonNode array(JsonNode schema, int depth) {
    ArrayNode made = MAKE.arrayNode();
    int count = Math.max(1, schema.path("minItems").asInt(0)) + random.nextInt(2);
    for (int i = 0; i < Math.min(count, schema.path("maxItems").asInt(count)); i++) {
      int at = i;
      JsonNode item = value(schema.get("items"), depth + 1);
      made.add(item);
      spots.add(new Spot(resolved(schema.get("items")), item, v -> made.set(at, v), null));
    }
    return made;
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode made = MAKE.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            field -> {
              String name = field.getKey();
              boolean must = required.contains(name);
              if (!must && (depth > DEPTH || random.nextInt(3) > 0)) {
                return;
              }
              JsonNode value = value(field.getValue(), depth + 1);
              made.set(name, value);
              Runnable drop = must ? () -> made.remove(name) : null;
              spots.add(new Spot(resolved(field.getValue()), value, v -> made.set(name, v), drop));
            });
    return made;
  }
}
