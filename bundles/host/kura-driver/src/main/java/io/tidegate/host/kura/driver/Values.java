package io.tidegate.host.kura.driver;

import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;

/** Values between the types of Kura's channels and ours. */
final class Values {
  private Values() {}

  /**
   * A value in the type that the channel wants.
   *
   * @throws IllegalArgumentException with a sentence when it has no such form
   */
  static TypedValue<?> typed(DataType type, Object value) {
    // by name: a switch over an enum of the host's would keep a table of its constants
    return switch (type == null ? "" : type.name()) {
      case "STRING" -> TypedValues.newTypedValue(value.toString());
      case "BOOLEAN" -> TypedValues.newTypedValue(flag(value));
      case "DOUBLE" -> TypedValues.newTypedValue(number(value).doubleValue());
      case "FLOAT" -> TypedValues.newTypedValue(number(value).floatValue());
      case "LONG" -> TypedValues.newTypedValue(Math.round(number(value).doubleValue()));
      case "INTEGER" -> TypedValues.newTypedValue(integer(number(value)));
      default -> throw new IllegalArgumentException("choose another value.type");
    };
  }

  private static Number number(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("it is no number: choose STRING or BOOLEAN");
  }

  private static int integer(Number number) {
    try {
      return Math.toIntExact(Math.round(number.doubleValue()));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it is too large for INTEGER: choose DOUBLE or LONG", e);
    }
  }

  private static boolean flag(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException("it is neither true nor false: choose DOUBLE or STRING");
  }

  /**
   * What is written to a channel as a number; NaN for what takes a request back.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static double number(TypedValue<?> written) {
    Object value = written == null ? null : written.getValue();
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return text.isBlank() ? Double.NaN : Double.parseDouble(text.strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("a number is written here", e);
      }
    }
    throw new IllegalArgumentException("a number is written here");
  }
}
