package io.tidegate.codec.exi.iso15118;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Writes values of EXI 1.0 (§7.1), bit-packed. Used by generated code; only {@link MessageSet}
 * makes one.
 */
public final class BitWriter {
  private byte[] bytes = new byte[128];
  private int size;

  /** Bits that make no byte yet, in the low end. */
  private long open;

  private int count;

  BitWriter() {}

  /** The low bits of a value, at most 32. */
  public void bits(int value, int width) {
    open = open << width | (value & ((1L << width) - 1));
    count += width;
    if (count >= 8) {
      drain();
    }
  }

  private void drain() {
    if (size + 5 > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    while (count >= 8) {
      count -= 8;
      bytes[size++] = (byte) (open >>> count);
    }
  }

  /** Codes of states that leave one way only. */
  public void zeros(int width) {
    bits(0, width);
  }

  /** A truth value. */
  public void bool(boolean value) {
    bits(value ? 1 : 0, 1);
  }

  /** An unsigned number. */
  public void unsigned(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      bits((int) (rest & 0x7f) | 0x80, 8);
      rest >>>= 7;
    }
    bits((int) rest, 8);
  }

  /** A signed number. */
  public void signed(long value) {
    bits(value < 0 ? 1 : 0, 1);
    unsigned(value < 0 ? -(value + 1) : value);
  }

  /** A signed number of any size. */
  public void signed(BigInteger value) {
    bits(value.signum() < 0 ? 1 : 0, 1);
    unsigned(value.signum() < 0 ? value.add(BigInteger.ONE).negate() : value);
  }

  /** An unsigned number of any size. */
  public void unsigned(BigInteger value) {
    int length = Math.max(1, (value.bitLength() + 6) / 7);
    for (int i = 0; i < length; i++) {
      int group = 0;
      for (int bit = 0; bit < 7; bit++) {
        group |= value.testBit(i * 7 + bit) ? 1 << bit : 0;
      }
      bits(i < length - 1 ? group | 0x80 : group, 8);
    }
  }

  /** Text, by characters; string tables are not used (ISO 15118: no value partitions). */
  public void text(String value) {
    int length = value.length();
    unsigned((long) value.codePointCount(0, length) + 2);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        bits(c, 8);
      } else if (Character.isHighSurrogate(c)) {
        unsigned(value.codePointAt(i++));
      } else {
        unsigned(c);
      }
    }
  }

  /** Binary. */
  public void binary(Bytes value) {
    byte[] array = value.array();
    unsigned(array.length);
    for (byte octet : array) {
      bits(octet, 8);
    }
  }

  /** The whole, filled up with zero bits. */
  byte[] toByteArray() {
    if (count == 0) {
      return Arrays.copyOf(bytes, size);
    }
    byte[] whole = Arrays.copyOf(bytes, size + 1);
    whole[size] = (byte) (open << (8 - count));
    return whole;
  }
}
