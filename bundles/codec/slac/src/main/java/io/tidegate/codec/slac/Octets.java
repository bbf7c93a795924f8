package io.tidegate.codec.slac;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Octets that nobody changes, equal by content. */
public final class Octets {
  private final byte[] content;

  private Octets(byte[] content) {
    this.content = content;
  }

  public static Octets of(byte... content) {
    return new Octets(content.clone());
  }

  /** So many zeros. */
  public static Octets zeros(int length) {
    return new Octets(new byte[length]);
  }

  /** ASCII text, filled up with zeros or cut to the length. */
  public static Octets text(String text, int length) {
    return new Octets(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), length));
  }

  /** So many from a place of a frame. */
  static Octets from(byte[] frame, int at, int length) {
    return new Octets(Arrays.copyOfRange(frame, at, at + length));
  }

  public int length() {
    return content.length;
  }

  /** 0 to 255. */
  public int at(int index) {
    return content[index] & 0xff;
  }

  public byte[] toBytes() {
    return content.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(content, octets.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** Hex. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(content);
  }
}
