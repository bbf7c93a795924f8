package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Schema.Enumeration;
import io.tidegate.codec.exi.generator.Schema.Range;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/**
 * A simple type, resolved.
 *
 * @param kind how it is encoded
 * @param builtIn the XML Schema type it comes from
 * @param name the model's name, empty for what is built in
 * @param min lowest number or least length; null for none
 * @param max likewise
 * @param words of an enumeration, else null
 * @param owner schema of the enumeration, else null
 */
public record Scalar(
    Kind kind,
    String builtIn,
    String name,
    BigInteger min,
    BigInteger max,
    Enumeration words,
    Schema owner) {

  /** How a value is encoded. */
  public enum Kind {
    BOOLEAN,
    NUMBER,
    TEXT,
    BINARY,
    WORDS
  }

  /** A number of at most this many values takes a fixed number of bits (EXI 1.0 §7.1.9). */
  private static final BigInteger SMALL = BigInteger.valueOf(4096);

  private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

  private static final Map<String, String> NUMBERS =
      Map.of(
          "byte", "-128 127",
          "unsignedByte", "0 255",
          "short", "-32768 32767",
          "unsignedShort", "0 65535",
          "int", "-2147483648 2147483647",
          "unsignedInt", "0 4294967295",
          "long", "-9223372036854775808 9223372036854775807",
          "unsignedLong", "0 18446744073709551615");

  static Optional<Scalar> builtIn(String name) {
    String range = NUMBERS.get(name);
    if (range != null) {
      int blank = range.indexOf(' ');
      BigInteger min = new BigInteger(range.substring(0, blank));
      BigInteger max = new BigInteger(range.substring(blank + 1));
      return Optional.of(new Scalar(Kind.NUMBER, name, "", min, max, null, null));
    }
    Kind kind =
        switch (name) {
          case "boolean" -> Kind.BOOLEAN;
          case "integer" -> Kind.NUMBER;
          case "string", "anyURI", "ID" -> Kind.TEXT;
          case "hexBinary", "base64Binary" -> Kind.BINARY;
          default -> null;
        };
    return Optional.ofNullable(kind).map(k -> new Scalar(k, name, "", null, null, null, null));
  }

  static Scalar words(Schema owner, Enumeration words) {
    return new Scalar(Kind.WORDS, "string", words.name(), null, null, words, owner);
  }

  Scalar within(Range range, String as) {
    BigInteger low = range.min().isEmpty() ? min : new BigInteger(range.min());
    BigInteger high = range.max().isEmpty() ? max : new BigInteger(range.max());
    boolean wider =
        (min != null && low.compareTo(min) < 0) || (max != null && high.compareTo(max) > 0);
    if (kind == Kind.BOOLEAN || kind == Kind.WORDS || wider) {
      throw new ModelException(as + " cannot be narrowed like that");
    }
    return new Scalar(kind, builtIn, as, low, high, null, null);
  }

  /** Whether a number takes a fixed number of bits. */
  public boolean small() {
    return min != null && max != null && max.subtract(min).compareTo(SMALL) < 0;
  }

  /** How many bits a number of few values, or a word, takes. */
  int bits() {
    int values = kind == Kind.WORDS ? words.words().size() : max.subtract(min).intValueExact() + 1;
    return Integer.SIZE - Integer.numberOfLeadingZeros(values - 1);
  }

  boolean signed() {
    return min == null || min.signum() < 0;
  }

  boolean fitsInt() {
    return min != null && max != null && min.compareTo(INT_MIN) >= 0 && max.compareTo(INT_MAX) <= 0;
  }

  boolean fitsLong() {
    return min != null && min.bitLength() < Long.SIZE;
  }

  /** Lowest value that the generated code takes. */
  long lowest() {
    return min.longValueExact();
  }

  /** Highest value that the generated code takes: nothing beyond 63 bits. */
  long highest() {
    return max == null || max.bitLength() >= Long.SIZE ? Long.MAX_VALUE : max.longValueExact();
  }

  int leastLength() {
    return min == null ? 0 : min.intValueExact();
  }

  int greatestLength() {
    return max == null ? Integer.MAX_VALUE : max.intValueExact();
  }
}
