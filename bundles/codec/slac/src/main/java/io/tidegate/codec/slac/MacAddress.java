package io.tidegate.codec.slac;

import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param bits the 48 bits, the first octet highest
 */
public record MacAddress(long bits) {
  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
  static final int LENGTH = 6;

  private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}");
  private static final int HEX = 16;

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("an address has 48 bits, not " + Long.toHexString(bits));
    }
  }

  /** Six octets in hex with colons or dashes; throws {@link IllegalArgumentException}. */
  public static MacAddress parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("not like 00:11:22:33:44:55: " + text);
    }
    return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), HEX));
  }

  /** Throws {@link IllegalArgumentException} when these are not six octets. */
  public static MacAddress of(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException("an address has six octets, not " + octets.length);
    }
    long bits = 0;
    for (byte octet : octets) {
      bits = (bits << 8) | (octet & 0xff);
    }
    return new MacAddress(bits);
  }

  /** Whether it names a group of stations, all of them included. */
  public boolean group() {
    return ((bits >> 40) & 1) != 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append("%02x".formatted(bits >> shift & 0xff)).append(shift == 0 ? "" : ":");
    }
    return text.toString();
  }
}
