package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The way between a value of the table and a component of a record. */
interface Conversion {

  /** From the table's value, null when absent, to the component's. */
  Object toRecord(Object value);

  /** The component's value to be written, null when it is to be left out. */
  Object present(Object value);

  /** Writes what {@link #present} gave. */
  void write(Object value, JsonGenerator out) throws IOException;

  /** The conversion that a component's declared type asks for. */
  static Conversion of(
      java.lang.reflect.Type declared, Type.Field field, Function<Type.Fields, Shape> shapes) {
    if (declared instanceof ParameterizedType generic) {
      if (generic.getRawType() == Optional.class) {
        forbid(field.required(), field, "is required and cannot be Optional");
        return new Maybe(Plain.of(generic.getActualTypeArguments()[0], field.type(), shapes));
      }
      if (generic.getRawType() == List.class && field.type() instanceof Type.Many many) {
        return new Several(Plain.of(generic.getActualTypeArguments()[0], many.element(), shapes));
      }
    }
    if (declared == OptionalInt.class) {
      forbid(field.required(), field, "is required and cannot be OptionalInt");
      return new MaybeInt();
    }
    if (declared == boolean.class && field.type() instanceof Type.Flag) {
      return new Plain(field.required() ? Function.identity() : Conversion::orFalse, null, null);
    }
    forbid(!field.required(), field, "is optional and must be Optional");
    return Plain.of(declared, field.type(), shapes);
  }

  private static Object orFalse(Object value) {
    return value == null ? false : value;
  }

  private static void forbid(boolean wrong, Type.Field field, String sentence) {
    if (wrong) {
      throw new IllegalArgumentException(field.name() + ' ' + sentence);
    }
  }

  /**
   * @param in null-safe only where the table's value may be absent
   * @param words wire word of each enum constant, null for other types
   * @param shape how a record is written, null for other types
   */
  record Plain(Function<Object, Object> in, Map<Object, String> words, Shape shape)
      implements Conversion {

    static Plain of(
        java.lang.reflect.Type declared, Type type, Function<Type.Fields, Shape> shapes) {
      if (declared instanceof Class<?> wanted) {
        if (type instanceof Type.Words words && wanted.isEnum()) {
          return words(wanted, words);
        }
        if (type instanceof Type.Fields fields && wanted.isRecord()) {
          boolean custom = wanted == CustomData.class;
          return new Plain(Function.identity(), null, custom ? null : shapes.apply(fields));
        }
        if (fits(wanted, type)) {
          return new Plain(Function.identity(), null, null);
        }
      }
      throw new IllegalArgumentException(declared + " cannot hold " + type);
    }

    private static boolean fits(Class<?> wanted, Type type) {
      if (wanted == String.class) {
        return type instanceof Type.Text || type instanceof Type.Words;
      }
      if (wanted == int.class || wanted == Integer.class) {
        return type instanceof Type.Whole;
      }
      return (wanted == BigDecimal.class && type instanceof Type.Decimal)
          || (wanted == Boolean.class && type instanceof Type.Flag)
          || (wanted == Stamp.class && type instanceof Type.Time)
          || (wanted == RawJson.class && type instanceof Type.Any);
    }

    private static Plain words(Class<?> wanted, Type.Words words) {
      Map<String, Object> constants =
          Stream.of(wanted.getEnumConstants())
              .collect(Collectors.toMap(c -> c.toString().replace("_", ""), c -> c));
      Map<String, Object> byWord =
          words.values().keySet().stream()
              .collect(Collectors.toMap(w -> w, w -> constant(constants, w)));
      Map<Object, String> byConstant =
          byWord.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
      if (byConstant.size() != constants.size()) {
        throw new IllegalArgumentException(wanted + " has constants that are no " + words.name());
      }
      return new Plain(byWord::get, byConstant, null);
    }

    private static Object constant(Map<String, Object> constants, String word) {
      Object constant = constants.get(word.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT));
      if (constant == null) {
        throw new IllegalArgumentException("no constant for " + word);
      }
      return constant;
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
    public void write(Object value, JsonGenerator out) throws IOException {
      if (words != null) {
        out.writeString(words.get(value));
      } else if (shape != null) {
        shape.write(value, out);
      } else {
        writeScalar(value, out);
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
        throw new IllegalArgumentException("cannot be written: " + value.getClass());
      }
    }
  }

  /** An Optional. */
  record Maybe(Plain inner) implements Conversion {
    @Override
    public Object toRecord(Object value) {
      return value == null ? Optional.empty() : Optional.of(inner.toRecord(value));
    }

    @Override
    public Object present(Object value) {
      return ((Optional<?>) value).orElse(null);
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      inner.write(value, out);
    }
  }

  /** An OptionalInt. */
  record MaybeInt() implements Conversion {
    @Override
    public Object toRecord(Object value) {
      return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
    }

    @Override
    public Object present(Object value) {
      OptionalInt optional = (OptionalInt) value;
      return optional.isPresent() ? optional.getAsInt() : null;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeNumber((Integer) value);
    }
  }

  /** A list; OCPP has no empty ones, so an empty one is absent. */
  record Several(Plain element) implements Conversion {
    @Override
    public Object toRecord(Object value) {
      if (value == null) {
        return List.of();
      }
      List<?> raw = (List<?>) value;
      List<Object> made = new ArrayList<>(raw.size());
      for (Object item : raw) {
        made.add(element.toRecord(item));
      }
      return List.copyOf(made);
    }

    @Override
    public Object present(Object value) {
      return ((List<?>) value).isEmpty() ? null : value;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeStartArray();
      for (Object item : (List<?>) value) {
        element.write(item, out);
      }
      out.writeEndArray();
    }
  }
}
