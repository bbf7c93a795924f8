package io.tidegate.codec.exi.iso15118;

import java.util.Arrays;
import java.util.HexFormat;

/** Binary that does not change. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of these. */
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /**
   * From hexadecimal digits.
   *
   * @throws IllegalArgumentException if they are none
   */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /** Takes over an array that nobody else holds. */
  static Bytes owned(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** The array itself, only to be read. */
  byte[] array() {
    return bytes;
  }

  /** How many. */
  public int length() {
    return bytes.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** One of them, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** Hexadecimal digits, capitals. */
  public String toHex() {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
