package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The way between a value of the table and a component of a record. */
interface Conversion {

  /** From the table's value, null when absent, to the component's. */
  Object toRecord(Object value);

  /** The component's value to be written, null when it is to be left out. */
  Object present(Object value);

  /**
   * Writes what {@link #present} gave.
   *
   * @throws IllegalArgumentException when the version cannot say it
   */
  void write(Object value, JsonGenerator out) throws IOException;

  /** The conversion that a component's declared type asks for. */
  static Conversion of(java.lang.reflect.Type declared, Type.Field field, Binder binder) {
    if (declared instanceof ParameterizedType generic) {
      java.lang.reflect.Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return new Maybe(Scalar.of(inner, field.type(), binder));
      }
      if (generic.getRawType() == List.class && field.type() instanceof Type.Many many) {
        boolean keepEmpty = field.required() && many.least() == 0;
        return new Several(Scalar.of(inner, many.element(), binder), keepEmpty);
      }
    }
    if (declared == OptionalInt.class && field.type() instanceof Type.Whole) {
      return new MaybeInt();
    }
    if (declared == boolean.class && field.type() instanceof Type.Flag && !field.required()) {
      return new OrFalse();
    }
    if (!field.required()) {
      throw new IllegalArgumentException(field.name() + " is optional and must be Optional");
    }
    return Scalar.of(declared, field.type(), binder);
  }

  /** For a component that the table lacks. */
  static Conversion none(Class<?> declared) {
    if (declared == Optional.class) {
      return new None(Optional.empty());
    }
    if (declared == OptionalInt.class) {
      return new None(OptionalInt.empty());
    }
    if (declared == List.class) {
      return new None(List.of());
    }
    if (declared == boolean.class) {
      return new None(false);
    }
    throw new IllegalArgumentException(declared + " cannot be empty");
  }

  /** A component without a field. */
  record None(Object empty) implements Conversion {
    @Override
    public Object toRecord(Object value) {
      return empty;
    }

    @Override
    public Object present(Object value) {
      return value.equals(empty) ? null : value;
    }

    @Override
    public void write(Object value, JsonGenerator out) {
      throw new IllegalArgumentException(" is unknown to this version");
    }
  }

  /** An optional flag that nobody tells from false. */
  record OrFalse() implements Conversion {
    @Override
    public Object toRecord(Object value) {
      return value == null ? false : value;
    }

    @Override
    public Object present(Object value) {
      return value;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeBoolean((Boolean) value);
    }
  }

  /** An Optional. */
  record Maybe(Scalar inner) implements Conversion {
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

  /**
   * A list; an empty one is absent.
   *
   * @param keepEmpty except where the version wants it and lets it be empty
   */
  record Several(Scalar element, boolean keepEmpty) implements Conversion {
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
      return ((List<?>) value).isEmpty() && !keepEmpty ? null : value;
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
