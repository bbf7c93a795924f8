package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A value that is there: text, a number, a word, an object.
 *
 * @param in from the table's value to the component's
 * @param out back; throws IllegalArgumentException for what the version cannot say
 * @param shape how a record is written, null for other types
 */
record Scalar(UnaryOperator<Object> in, UnaryOperator<Object> out, Shape shape)
    implements Conversion {

  static Scalar of(java.lang.reflect.Type declared, Type type, Binder binder) {
    if (declared instanceof Class<?> wanted) {
      if (type instanceof Type.Words words && wanted.isEnum()) {
        return words(wanted, words, binder.newer());
      }
      if (type instanceof Type.Words words && wanted == String.class) {
        return new Scalar(UnaryOperator.identity(), word -> known(words, word), null);
      }
      if (type instanceof Type.Fields fields && wanted.isRecord()) {
        boolean custom = wanted == CustomData.class;
        Shape shape = custom ? null : binder.object(wanted.asSubclass(Record.class), fields);
        return plain(shape);
      }
      if (type instanceof Type.Whole && wanted == BigDecimal.class) {
        return new Scalar(whole -> BigDecimal.valueOf((Integer) whole), Scalar::whole, null);
      }
      if (type instanceof Type.Decimal decimal && decimal.step().isPresent()) {
        return new Scalar(UnaryOperator.identity(), value -> onStep(decimal, value), null);
      }
      if (fits(wanted, type)) {
        return plain(null);
      }
    }
    throw new IllegalArgumentException(declared + " cannot hold " + type);
  }

  private static Scalar plain(Shape shape) {
    return new Scalar(UnaryOperator.identity(), UnaryOperator.identity(), shape);
  }

  private static boolean fits(Class<?> wanted, Type type) {
    if (wanted == String.class) {
      return type instanceof Type.Text || type instanceof Type.Address;
    }
    if (wanted == int.class || wanted == Integer.class) {
      return type instanceof Type.Whole;
    }
    return (wanted == BigDecimal.class && type instanceof Type.Decimal)
        || ((wanted == Boolean.class || wanted == boolean.class) && type instanceof Type.Flag)
        || (wanted == Stamp.class && type instanceof Type.Time)
        || (wanted == RawJson.class && type instanceof Type.Any);
  }

  private static Scalar words(Class<?> wanted, Type.Words words, boolean newer) {
    Map<String, Object> constants =
        Stream.of(wanted.getEnumConstants())
            .collect(Collectors.toMap(c -> c.toString().replace("_", ""), c -> c));
    Map<String, Object> byWord =
        words.values().keySet().stream()
            .collect(Collectors.toMap(w -> w, w -> constant(constants, w)));
    Map<Object, Object> byConstant =
        byWord.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    if (!newer && byConstant.size() != constants.size()) {
      throw new IllegalArgumentException(wanted + " has constants that are no " + words.name());
    }
    return new Scalar(byWord::get, constant -> word(byConstant, constant), null);
  }

  private static Object constant(Map<String, Object> constants, String word) {
    Object constant = constants.get(word.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT));
    if (constant == null) {
      throw new IllegalArgumentException("no constant for " + word);
    }
    return constant;
  }

  private static Object word(Map<Object, Object> byConstant, Object constant) {
    Object word = byConstant.get(constant);
    if (word == null) {
      throw new IllegalArgumentException(" cannot be " + constant + " in this version");
    }
    return word;
  }

  private static Object known(Type.Words words, Object word) {
    if (!words.values().containsKey(word)) {
      throw new IllegalArgumentException(" is none of the words of this version");
    }
    return word;
  }

  private static Object whole(Object value) {
    try {
      return ((BigDecimal) value).intValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(" must be a whole number in this version", e);
    }
  }

  private static Object onStep(Type.Decimal type, Object value) {
    if (!type.onStep((BigDecimal) value)) {
      throw new IllegalArgumentException(" must be a multiple of " + type.step().get());
    }
    return value;
  }

  @Override
  public Object toRecord(Object value) {
    return in.apply(value);
  }

  @Override
  public Object present(Object value) {
    return value;
  }

  @Override
  public void write(Object value, JsonGenerator to) throws IOException {
    if (shape != null) {
      shape.write(value, to);
    } else {
      writeScalar(out.apply(value), to);
    }
  }

  private static void writeScalar(Object value, JsonGenerator out) throws IOException {
    if (value instanceof String s) {
      out.writeString(s);
    } else if (value instanceof Integer i) {
      out.writeNumber(i);
    } else if (value instanceof BigDecimal d) {
      out.writeNumber(d);
    } else if (value instanceof Boolean b) {
      out.writeBoolean(b);
    } else if (value instanceof Stamp s) {
      out.writeString(s.wire());
    } else if (value instanceof RawJson raw) {
      out.writeRawValue(raw.text());
    } else if (value instanceof CustomData custom) {
      out.writeStartObject();
      out.writeStringField("vendorId", custom.vendorId());
      for (Map.Entry<String, Object> fact : custom.facts().entrySet()) {
        out.writeFieldName(fact.getKey());
        writeScalar(fact.getValue(), out);
      }
      out.writeEndObject();
    } else {
      throw new IllegalArgumentException(" cannot be written: " + value.getClass());
    }
  }
}
