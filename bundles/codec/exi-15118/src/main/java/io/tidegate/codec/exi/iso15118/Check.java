package io.tidegate.codec.exi.iso15118;

import java.util.List;
import java.util.Objects;

/**
 * What the constructors of the records check, so that every record that exists can be written. Used
 * by generated code.
 */
public final class Check {
  private Check() {}

  /** A number within its type. */
  public static void range(long value, long min, long max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " is not in " + min + ".." + max + ": " + value);
    }
  }

  /** A text of so many characters, without half of a surrogate pair. */
  public static void text(String value, int min, int max, String name) {
    Objects.requireNonNull(value, name);
    int characters = value.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException(name + " has half of a surrogate pair");
        }
        characters--;
        i++;
      }
    }
    length(characters, min, max, name);
  }

  /** Binary of so many bytes. */
  public static void binary(Bytes value, int min, int max, String name) {
    length(Objects.requireNonNull(value, name).length(), min, max, name);
  }

  private static void length(int length, int min, int max, String name) {
    if (length < min || length > max) {
      throw new IllegalArgumentException(name + " has not " + min + ".." + max + " but " + length);
    }
  }

  /** A copy of a list of so many. */
  public static <T> List<T> list(List<T> values, int min, int max, String name) {
    List<T> copy = List.copyOf(Objects.requireNonNull(values, name));
    length(copy.size(), min, max, name);
    return copy;
  }

  /** Exactly one of them, or at most one if none is required. */
  public static void choice(int min, Object... alternatives) {
    int set = 0;
    for (Object alternative : alternatives) {
      set += alternative == null ? 0 : 1;
    }
    if (set > 1 || set < min) {
      throw new IllegalArgumentException("of a choice " + set + " are set");
    }
  }
}
