package io.tidegate.codec.v2gtp;

import java.util.Arrays;
import java.util.Optional;

/**
 * Puts frames together again that a byte stream has split or coalesced. Holds at most one frame of
 * the accepted length and what one {@link #accept} brought; a length is checked before anything is
 * allocated for it, and memory grows with the bytes that are there, not with what a header says.
 * After an exception the stream cannot be read any further. Not thread-safe.
 */
public final class FrameAccumulator {
  private static final int INITIAL = 256;

  private final int most;
  private byte[] bytes = new byte[0];
  private int from;
  private int to;

  /**
   * @param most bytes of a payload that are accepted, ≥ 0
   */
  public FrameAccumulator(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("a limit below 0: " + most);
    }
    this.most = most;
  }

  /** Takes bytes of the stream; they are copied. */
  public void accept(byte[] data, int offset, int length) {
    room(length);
    System.arraycopy(data, offset, bytes, to, length);
    to += length;
  }

  private void room(int length) {
    if (bytes.length - to >= length) {
      return;
    }
    int held = to - from;
    byte[] target = bytes;
    if (bytes.length < held + length) {
      target = new byte[Math.max(INITIAL, Integer.highestOneBit(held + length) << 1)];
    }
    System.arraycopy(bytes, from, target, 0, held);
    bytes = target;
    from = 0;
    to = held;
  }

  /**
   * The next frame that is complete.
   *
   * @throws V2gtpException as soon as it is certain that no frame follows, if need be from the
   *     first byte on
   */
  public Optional<V2gtp.Frame> next() throws V2gtpException {
    int held = to - from;
    if (held < V2gtp.HEADER) {
      V2gtp.version(bytes, from, held);
      return Optional.empty();
    }
    int length = V2gtp.length(bytes, from, most);
    if (held - V2gtp.HEADER < length) {
      return Optional.empty();
    }
    int payload = from + V2gtp.HEADER;
    V2gtp.Frame frame =
        new V2gtp.Frame(
            V2gtp.u16(bytes, from + 2), Arrays.copyOfRange(bytes, payload, payload + length));
    from = payload + length;
    if (from == to) {
      from = 0;
      to = 0;
      if (bytes.length > 16 * INITIAL) {
        bytes = new byte[0]; // a long message does not cost memory for ever
      }
    }
    return Optional.of(frame);
  }

  /** Bytes that are held: 0 between two frames. */
  public int held() {
    return to - from;
  }
}
