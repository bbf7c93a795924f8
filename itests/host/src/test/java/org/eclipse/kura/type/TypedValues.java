package org.eclipse.kura.type;

import java.util.Map;

/** A double that wraps. */
public final class TypedValues {
  private static final Map<Class<?>, DataType> TYPES =
      Map.of(
          Boolean.class, DataType.BOOLEAN,
          byte[].class, DataType.BYTE_ARRAY,
          Double.class, DataType.DOUBLE,
          Integer.class, DataType.INTEGER,
          Long.class, DataType.LONG,
          Float.class, DataType.FLOAT,
          String.class, DataType.STRING);

  private TypedValues() {}

  private record Typed<T>(DataType getType, T getValue) implements TypedValue<T> {
    @Override
    public int compareTo(TypedValue<T> other) {
      return getValue.toString().compareTo(other.getValue().toString());
    }
  }

  public static TypedValue<?> newTypedValue(Object value) {
    DataType type = TYPES.get(value.getClass());
    if (type == null) {
      throw new IllegalArgumentException("Cannot convert to TypedValue");
    }
    return new Typed<>(type, value);
  }
}
