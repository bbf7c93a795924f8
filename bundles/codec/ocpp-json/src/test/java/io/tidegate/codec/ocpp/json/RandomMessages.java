package io.tidegate.codec.ocpp.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Makes valid messages of every kind, within the limits of all fields, from a seed. */
final class RandomMessages {
  /** Text where 2.0.1 has words of its own. */
  private static final Map<String, String> WORDS =
      Map.of(
          "type",
          "Local",
          "chargingLimitSource",
          "EMS",
          "connectorType",
          "cCCS2",
          "location",
          "a:b");

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  <R> R make(Class<R> record) {
    try {
      RecordComponent[] components = record.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(components[i].getName(), components[i].getGenericType());
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return record.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object value(String name, java.lang.reflect.Type type) {
    if (type instanceof ParameterizedType generic) {
      java.lang.reflect.Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        boolean wanted = name.equals("eventNotificationType") || random.nextBoolean();
        return wanted ? Optional.of(value(name, inner)) : Optional.empty();
      }
      List<Object> list = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        list.add(value(name, inner));
      }
      return list;
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted == OptionalInt.class) {
      return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(whole(name));
    }
    if (wanted == int.class || wanted == Integer.class) {
      return whole(name);
    }
    if (wanted == boolean.class || wanted == Boolean.class) {
      return random.nextBoolean();
    }
    if (wanted == String.class) {
      return WORDS.containsKey(name) ? WORDS.get(name) : text();
    }
    if (wanted == BigDecimal.class) {
      BigDecimal value = BigDecimal.valueOf(random.nextInt(200_000) - 100_000, random.nextInt(4));
      if (name.equals("limit") || name.equals("minChargingRate")) {
        return BigDecimal.valueOf(random.nextInt(10_000), 1);
      }
      return name.startsWith("dischargeLimit") ? value.abs().negate() : value;
    }
    if (wanted == Stamp.class) {
      return Stamp.of(Instant.ofEpochMilli(random.nextLong(4_102_444_800_000L)));
    }
    if (wanted == RawJson.class) {
      return new RawJson(random.nextBoolean() ? "{\"a\":[1,null,\"é\"]}" : "17");
    }
    if (wanted == CustomData.class) {
      return new CustomData("v", Map.of("a", true, "b", new BigDecimal("1.5"), "c", text()));
    }
    if (wanted.isEnum()) {
      Object[] constants = wanted.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    return make(wanted);
  }

  private int whole(String name) {
    return switch (name) {
      case "numberPhases", "phaseToUse", "numberOfPhasesUsed" -> random.nextInt(4);
      default -> 1 + random.nextInt(100);
    };
  }

  /** Short enough for every field; with whatever characters a text may hold. */
  private String text() {
    String[] pieces = {"a", "\"", "\\", "é", "😀", "\n", "\u0001", "/", "z"};
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
