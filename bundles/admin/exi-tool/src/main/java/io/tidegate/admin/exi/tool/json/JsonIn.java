package io.tidegate.admin.exi.tool.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * One line of JSON, read field by field in any order; every refusal names the path of the field.
 * Generated code reads through it. One thread.
 */
public final class JsonIn {

  private final JsonParser parser;
  private final Set<String> envelope;
  private String[] names = new String[16];
  private int[] indexes = new int[16];
  private int depth;

  /**
   * @param envelope fields of the outermost object that are passed over
   */
  public JsonIn(JsonParser parser, Set<String> envelope) {
    this.parser = parser;
    this.envelope = envelope;
  }

  /** Something is wrong with the field that is read. */
  public IOException wrong(String sentence) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      if (indexes[i] >= 0) {
        path.append('[').append(indexes[i]).append(']');
      } else if (names[i] != null) {
        path.append(i == 0 ? "" : ".").append(names[i]);
      }
    }
    return new JsonFault(path.toString(), sentence);
  }

  /** The field does not belong there. */
  public IOException unknown() {
    return wrong("is no field of the schema here");
  }

  private void push(int index) {
    if (depth == names.length) {
      names = Arrays.copyOf(names, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
    names[depth] = null;
    indexes[depth] = index;
    depth++;
  }

  private void expect(JsonToken token, String what) throws IOException {
    if (parser.currentToken() != token) {
      throw wrong("must be " + what);
    }
  }

  /** Begins an object. */
  public void open() throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    push(-1);
  }

  /** The next field of the object, whose value is read next; null at its end. */
  public String field() throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (depth == 1 && envelope.contains(name)) {
        parser.skipChildren();
      } else {
        names[depth - 1] = name;
        return name;
      }
    }
    names[depth - 1] = null;
    return null;
  }

  /** The object is complete. */
  public void end() {
    depth--;
  }

  /** The first field of an object that has one field, whose value is read next. */
  public String fieldOfOne() throws IOException {
    String name = field();
    if (name == null) {
      throw wrong("must have one name");
    }
    return name;
  }

  /** That field was read. */
  public void endOfOne() throws IOException {
    if (field() != null) {
      throw wrong("is one too many: there is room for one name");
    }
    end();
  }

  /** Refuses a field that is there already. */
  public long once(long seen, int bit) throws IOException {
    if ((seen >>> bit & 1) != 0) {
      throw wrong("is there already, or another of its choice");
    }
    return seen | 1L << bit;
  }

  /** Refuses an object of which fields are missing. */
  public void require(long missing, String... fields) throws IOException {
    if (missing != 0) {
      names[depth - 1] = fields[Long.numberOfTrailingZeros(missing)];
      throw wrong("is missing");
    }
  }

  /** Begins an array. */
  public void openList() throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    push(-1);
  }

  /** Whether the array has one more element, which is read next. */
  public boolean item() throws IOException {
    if (parser.nextToken() == JsonToken.END_ARRAY) {
      depth--;
      return false;
    }
    indexes[depth - 1]++;
    return true;
  }

  /** Refuses an array of too few or too many. */
  public void count(int size, int min, int max) throws IOException {
    if (size < min || size > max) {
      throw wrong("must have " + span(min, max) + " elements, not " + size);
    }
  }

  private static String span(long min, long max) {
    return max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
  }

  /** A truth value. */
  public boolean bool() throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw wrong("must be true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /** A whole number. */
  public long number(long min, long max) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    long value = fits ? parser.getLongValue() : 0;
    if (!fits || value < min || value > max) {
      throw wrong("must be from " + min + " to " + max + ", not " + parser.getText());
    }
    return value;
  }

  /** A whole number of any size. */
  public BigInteger integer() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return parser.getBigIntegerValue();
  }

  /** A word. */
  public String word() throws IOException {
    expect(JsonToken.VALUE_STRING, "a text");
    return parser.getText();
  }

  /** One of two words, or a number of one byte. */
  public int wordOrNumber(String one, int oneValue, String other, int otherValue)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return (int) number(0, 255);
    }
    String word = word();
    if (word.equals(one)) {
      return oneValue;
    }
    if (word.equals(other) && !other.isEmpty()) {
      return otherValue;
    }
    throw wrong("must be " + one + (other.isEmpty() ? "" : " or " + other) + ", or a number");
  }

  /** A text of so many characters. */
  public String text(int min, int max) throws IOException {
    String text = word();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int point = text.codePointAt(i);
        if (point <= Character.MAX_SURROGATE) {
          throw wrong("has half of a surrogate pair");
        }
        i++;
      }
    }
    length(text.codePointCount(0, text.length()), min, max, "characters");
    return text;
  }

  /** Binary as hexadecimal digits. */
  public Bytes hex(int min, int max) throws IOException {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(word());
    } catch (IllegalArgumentException e) {
      throw wrong("must be hexadecimal digits, two a byte");
    }
    length(bytes.length, min, max, "bytes");
    return Bytes.of(bytes);
  }

  /** Binary in base 64. */
  public Bytes base64(int min, int max) throws IOException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(word());
    } catch (IllegalArgumentException e) {
      throw wrong("must be base 64");
    }
    length(bytes.length, min, max, "bytes");
    return Bytes.of(bytes);
  }

  private void length(int length, int min, int max, String unit) throws IOException {
    if (length < min || length > max) {
      throw wrong("must have " + span(min, max) + " " + unit + ", not " + length);
    }
  }
}
