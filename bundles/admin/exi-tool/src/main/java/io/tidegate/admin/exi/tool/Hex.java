package io.tidegate.admin.exi.tool;

import java.util.Arrays;

/** Hexadecimal digits of a line: blanks, colons and dashes between them count for nothing. */
final class Hex {
  private Hex() {}

  /** The bytes, or null if something else is there or a digit is missing. */
  static byte[] parse(byte[] line, int offset, int length) {
    byte[] bytes = new byte[length / 2 + 1];
    int digits = 0;
    int at = offset;
    int end = offset + length;
    if (length > 1 && line[at] == '0' && (line[at + 1] | 0x20) == 'x') {
      at += 2;
    }
    for (; at < end; at++) {
      int c = line[at];
      if (c == ' ' || c == '\t' || c == ':' || c == '-') {
        continue;
      }
      int digit = Character.digit(c, 16);
      if (digit < 0 || c < 0) {
        return null;
      }
      bytes[digits >> 1] = (byte) (bytes[digits >> 1] << 4 | digit);
      digits++;
    }
    return (digits & 1) != 0 ? null : Arrays.copyOf(bytes, digits / 2);
  }
}
