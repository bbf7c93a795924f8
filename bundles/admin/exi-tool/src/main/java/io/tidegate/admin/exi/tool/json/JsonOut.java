package io.tidegate.admin.exi.tool.json;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Lines of JSON in UTF-8, gathered until {@link #flushTo}. Commas are set where they are needed.
 * One thread.
 */
public final class JsonOut {
  private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SMALL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1 << 14];
  private int size;
  private boolean first = true;

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  private void put(int octet) {
    room(1);
    bytes[size++] = (byte) octet;
  }

  private void ascii(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  private void comma() {
    if (!first) {
      put(',');
    }
    first = false;
  }

  /** Begins an object. */
  public void open() {
    put('{');
    first = true;
  }

  /** Ends an object. */
  public void close() {
    put('}');
    first = false;
  }

  /** The name of a field: ASCII without anything to escape. Its value comes next. */
  public JsonOut name(String name) {
    comma();
    put('"');
    ascii(name);
    put('"');
    put(':');
    return this;
  }

  /** Begins an array. */
  public void openList() {
    put('[');
    first = true;
  }

  /** An element of the array comes next. */
  public void item() {
    comma();
  }

  /** Ends an array. */
  public void closeList() {
    put(']');
    first = false;
  }

  /** A truth value. */
  public void bool(boolean value) {
    ascii(value ? "true" : "false");
  }

  /** A number. */
  public void number(long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      ascii(Long.toString(value));
      return;
    }
    room(10);
    int rest = (int) value;
    int digits = 1;
    for (int bound = rest; bound >= 10; bound /= 10) {
      digits++;
    }
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  /** A number of any size. */
  public void number(BigInteger value) {
    ascii(value.toString());
  }

  /** Binary as hexadecimal digits, capitals. */
  public void hex(Bytes value) {
    hex(value.toArray());
  }

  /** Binary as hexadecimal digits, capitals. */
  public void hex(byte[] value) {
    put('"');
    hexDigits(value, DIGITS);
    put('"');
  }

  private void hexDigits(byte[] value, byte[] digits) {
    room(2 * value.length);
    for (byte octet : value) {
      bytes[size++] = digits[(octet >> 4) & 15];
      bytes[size++] = digits[octet & 15];
    }
  }

  /** Binary in base 64. */
  public void base64(Bytes value) {
    byte[] text = Base64.getEncoder().encode(value.toArray());
    room(text.length + 2);
    put('"');
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
    put('"');
  }

  /** A text; half of a surrogate pair becomes a question mark. */
  public void text(String value) {
    put('"');
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        i += wide(value, i);
      } else if (c == '"' || c == '\\') {
        put('\\');
        put(c);
      } else if (c < ' ' || c == 0x7f) {
        escape(c);
      } else {
        put(c);
      }
    }
    put('"');
  }

  /** Returns how many chars more than one were taken. */
  private int wide(String value, int at) {
    int point = value.codePointAt(at);
    byte[] utf8 = Character.toString(point).getBytes(StandardCharsets.UTF_8);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    return Character.charCount(point) - 1;
  }

  private void escape(char c) {
    ascii("\\u00");
    put(DIGITS[c >> 4]);
    put(DIGITS[c & 15]);
  }

  /** A line that is no JSON: hexadecimal digits, small. */
  public void hexLine(byte[] value) {
    hexDigits(value, SMALL);
    line();
  }

  /** Ends a line. */
  public void line() {
    put('\n');
    first = true;
  }

  /** How many bytes are gathered. */
  public int size() {
    return size;
  }

  /** Forgets what was gathered beyond this. */
  public void cut(int to) {
    size = to;
    first = true;
  }

  /** Hands over what was gathered. */
  public void flushTo(PrintStream out) {
    out.write(bytes, 0, size);
    size = 0;
  }
}
