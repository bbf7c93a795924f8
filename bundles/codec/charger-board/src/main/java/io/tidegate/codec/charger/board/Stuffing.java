package io.tidegate.codec.charger.board;

import java.util.Arrays;

/**
 * Consistent overhead byte stuffing: no zero within a frame, one behind it, so that a reader finds
 * the next frame whatever became of the one before. At most one byte in 254 more.
 */
final class Stuffing {
  private static final int RUN = 254;

  private Stuffing() {}

  static byte[] stuff(byte[] plain, int length) {
    byte[] out = new byte[length + length / RUN + 2];
    int code = 0;
    int end = 1;
    int run = 1;
    for (int i = 0; i < length; i++) {
      if (plain[i] != 0) {
        out[end++] = plain[i];
        run++;
      }
      if (plain[i] == 0 || (run == RUN + 1 && i + 1 < length)) {
        out[code] = (byte) run;
        code = end++;
        run = 1;
      }
    }
    out[code] = (byte) run;
    out[end++] = 0;
    return Arrays.copyOf(out, end);
  }

  /**
   * The way back.
   *
   * @param stuffed without its end mark
   * @return the length in {@code out}; −1 when these are no stuffed bytes
   */
  static int unstuff(byte[] stuffed, int length, byte[] out) {
    int end = 0;
    int at = 0;
    while (at < length) {
      int run = stuffed[at++] & 0xFF;
      if (run == 0 || at + run - 1 > length || end + run > out.length) {
        return -1;
      }
      for (int i = 1; i < run; i++) {
        out[end++] = stuffed[at++];
      }
      if (run <= RUN && at < length) {
        out[end++] = 0;
      }
    }
    return end;
  }
}
