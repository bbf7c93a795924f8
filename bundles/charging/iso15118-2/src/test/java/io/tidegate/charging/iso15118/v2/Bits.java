package io.tidegate.charging.iso15118.v2;

import static org.assertj.core.api.Assertions.assertThat;

/** Bytes by their bits: values of EXI begin anywhere. */
final class Bits {
  private Bits() {}

  /** Replaces bits that are there once. */
  static byte[] replace(byte[] bytes, String bits, String by) {
    StringBuilder all = new StringBuilder();
    for (byte b : bytes) {
      all.append(Integer.toBinaryString((b & 0xff) | 0x100).substring(1));
    }
    int at = all.indexOf(bits);
    assertThat(at).isGreaterThan(0);
    all.replace(at, at + bits.length(), by);
    byte[] changed = new byte[bytes.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = (byte) Integer.parseInt(all.substring(i * 8, i * 8 + 8), 2);
    }
    return changed;
  }
}
