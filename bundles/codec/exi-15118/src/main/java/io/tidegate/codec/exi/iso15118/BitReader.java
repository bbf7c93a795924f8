package io.tidegate.codec.exi.iso15118;

import io.tidegate.codec.exi.iso15118.ExiException.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads values of EXI 1.0 (§7.1), bit-packed. Never reads beyond the payload, never allocates more
 * than the payload has bytes for. Used by generated code; only {@link MessageSet} makes one.
 */
public final class BitReader {
  /** Payloads beyond this are refused, so that positions in bits fit an int. */
  static final int LONGEST = 1 << 27;

  private final byte[] bytes;
  private final int start;
  private final int limit;
  private final boolean clamping;
  private int position;

  BitReader(byte[] bytes, int offset, int length) throws ExiException {
    this(bytes, offset, length, false);
  }

  /**
   * @param clamping numbers outside their type are read as its least or greatest
   */
  BitReader(byte[] bytes, int offset, int length, boolean clamping) throws ExiException {
    if (length > LONGEST || length > Integer.MAX_VALUE / 8 - offset) {
      throw new ExiException(Reason.LENGTH, 0, "a payload of " + length + " bytes");
    }
    this.bytes = bytes;
    this.start = offset * 8;
    this.limit = (offset + length) * 8;
    this.position = start;
    this.clamping = clamping;
  }

  ExiException error(Reason reason, String what) {
    return new ExiException(reason, position - start, what);
  }

  private ExiException truncated() {
    return error(Reason.TRUNCATED, "the payload ends");
  }

  /** The next bits, at most 16. */
  int bits(int count) throws ExiException {
    int end = position + count;
    if (end > limit) {
      throw truncated();
    }
    int at = position >>> 3;
    int window = (bytes[at] & 0xff) << 16;
    int last = (end - 1) >>> 3;
    if (last > at) {
      window |= (bytes[at + 1] & 0xff) << 8;
      if (last > at + 1) {
        window |= bytes[at + 2] & 0xff;
      }
    }
    int value = (window >>> (24 - (position & 7) - count)) & ((1 << count) - 1);
    position = end;
    return value;
  }

  /** One byte at any position. */
  private int octet() throws ExiException {
    int at = position >>> 3;
    int shift = position & 7;
    if (position + 8 > limit) {
      throw truncated();
    }
    position += 8;
    if (shift == 0) {
      return bytes[at] & 0xff;
    }
    return (((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff)) >>> (8 - shift)) & 0xff;
  }

  /** Codes of states that leave one way only, and of the text of a simple element. */
  public void zeros(int count) throws ExiException {
    if (bits(count) != 0) {
      throw error(Reason.EVENT, "an event that the schema does not have");
    }
  }

  /** The code of one of several productions; the next higher one is the escape. */
  public int event(int width, int productions) throws ExiException {
    int code = bits(width);
    if (code >= productions) {
      throw error(Reason.EVENT, "an event that the schema does not have");
    }
    return code;
  }

  /**
   * Something that has a code and is not read. Returns to nobody, but the generated code after it
   * must be reachable.
   */
  @SuppressWarnings("DoNotCallSuggester")
  public void refuse(String what) throws ExiException {
    throw error(Reason.UNSUPPORTED, what + " is not read");
  }

  /** A root element that is no message. */
  public ExiException noMessage() {
    return error(Reason.ROOT, "the root is no message");
  }

  /** A truth value. */
  public boolean bool() throws ExiException {
    return bits(1) != 0;
  }

  /** Index of a word of an enumeration. */
  public int word(int width, int words) throws ExiException {
    int index = width == 0 ? 0 : bits(width);
    if (index >= words) {
      throw error(Reason.RANGE, "no word of the enumeration");
    }
    return index;
  }

  /** A number of few possible values. */
  public int small(int width, int min, int max) throws ExiException {
    int value = min + (width == 0 ? 0 : bits(width));
    if (value > max && !clamping) {
      throw error(Reason.RANGE, "a number beyond " + max);
    }
    return Math.min(value, max);
  }

  /** An unsigned number of at most 63 bits. */
  public long unsigned(long min, long max) throws ExiException {
    return within(magnitude(), min, max);
  }

  /** A signed number of at most 64 bits. */
  public long signed(long min, long max) throws ExiException {
    boolean negative = bits(1) != 0;
    long magnitude = magnitude();
    return within(negative ? -magnitude - 1 : magnitude, min, max);
  }

  private long within(long value, long min, long max) throws ExiException {
    if (value < min || value > max) {
      if (clamping) {
        return value < min ? min : max;
      }
      throw error(Reason.RANGE, "a number that is not in " + min + ".." + max);
    }
    return value;
  }

  private long magnitude() throws ExiException {
    int octet = octet();
    long value = octet & 0x7f;
    for (int shift = 7; octet >= 0x80; shift += 7) {
      octet = octet();
      long group = octet & 0x7f;
      if (shift > 56 && group != 0) {
        throw error(Reason.RANGE, "a number beyond 63 bits");
      }
      value |= shift > 56 ? 0 : group << shift;
    }
    return value;
  }

  /** A number of any size. */
  public BigInteger integer() throws ExiException {
    boolean negative = bits(1) != 0;
    BigInteger magnitude = natural();
    return negative ? magnitude.negate().subtract(BigInteger.ONE) : magnitude;
  }

  /** An unsigned number of any size. */
  public BigInteger natural() throws ExiException {
    int from = position;
    int groups = 1;
    while (octet() >= 0x80) {
      groups++;
    }
    int end = position;
    byte[] big = new byte[groups * 7 / 8 + 1];
    position = from;
    for (int i = 0; i < groups; i++) {
      int group = octet() & 0x7f;
      int bit = i * 7;
      int at = big.length - 1 - (bit >>> 3);
      int shifted = group << (bit & 7);
      big[at] |= (byte) shifted;
      if (shifted > 0xff) {
        big[at - 1] |= (byte) (shifted >>> 8);
      }
    }
    position = end;
    return new BigInteger(1, big);
  }

  /** Text of so many characters. */
  public String text(int min, int max) throws ExiException {
    long code = magnitude();
    if (code < 2) {
      throw error(Reason.TEXT, "a reference to a string table");
    }
    int length = length(code - 2, min, max);
    int from = position;
    byte[] plain = new byte[length];
    for (int i = 0; i < length; i++) {
      int octet = octet();
      if (octet >= 0x80) {
        position = from;
        return wide(length);
      }
      plain[i] = (byte) octet;
    }
    return new String(plain, StandardCharsets.ISO_8859_1);
  }

  private String wide(int length) throws ExiException {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      long point = magnitude();
      if (point > Character.MAX_CODE_POINT
          || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
        throw error(Reason.TEXT, "no character");
      }
      text.appendCodePoint((int) point);
    }
    return text.toString();
  }

  /** Binary of so many bytes. */
  public Bytes binary(int min, int max) throws ExiException {
    int length = length(magnitude(), min, max);
    byte[] value = new byte[length];
    int shift = position & 7;
    int at = position >>> 3;
    if (shift == 0) {
      System.arraycopy(bytes, at, value, 0, length);
    } else {
      for (int i = 0; i < length; i++, at++) {
        value[i] = (byte) ((bytes[at] & 0xff) << shift | (bytes[at + 1] & 0xff) >>> (8 - shift));
      }
    }
    position += length * 8;
    return length == 0 ? Bytes.EMPTY : Bytes.owned(value);
  }

  /** A length within its type for which there are bytes left. */
  private int length(long length, int min, int max) throws ExiException {
    if (length < min || length > max) {
      throw error(Reason.LENGTH, "a length that is not in " + min + ".." + max);
    }
    if (length > (limit - position) >>> 3) {
      throw truncated();
    }
    return (int) length;
  }

  /** After the document: bits that fill the byte count for nothing, whole bytes must be zero. */
  void end() throws ExiException {
    for (int at = (position + 7) >>> 3; at < limit >>> 3; at++) {
      if (bytes[at] != 0) {
        throw error(Reason.TRAILING, "bytes after the document");
      }
    }
  }
}
