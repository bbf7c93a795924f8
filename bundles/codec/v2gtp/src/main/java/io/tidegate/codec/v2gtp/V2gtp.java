package io.tidegate.codec.v2gtp;

import io.tidegate.codec.v2gtp.V2gtpException.Reason;

/** The header of eight bytes: version, its inverse, payload type, length; big-endian. Stateless. */
public final class V2gtp {
  /** Bytes of a header. */
  public static final int HEADER = 8;

  static final int VERSION = 0x01;
  static final int INVERSE = 0xfe;

  private V2gtp() {}

  /** A header with its payload behind it. */
  public static byte[] frame(int payloadType, byte[] payload) {
    byte[] frame = new byte[HEADER + payload.length];
    header(frame, payloadType, payload.length);
    System.arraycopy(payload, 0, frame, HEADER, payload.length);
    return frame;
  }

  /** Writes a header to the beginning of an array. */
  static void header(byte[] to, int payloadType, int length) {
    to[0] = VERSION;
    to[1] = (byte) INVERSE;
    to[2] = (byte) (payloadType >> 8);
    to[3] = (byte) payloadType;
    to[4] = (byte) (length >> 24);
    to[5] = (byte) (length >> 16);
    to[6] = (byte) (length >> 8);
    to[7] = (byte) length;
  }

  /**
   * Reads a datagram, which holds one frame. Bytes behind it are passed over.
   *
   * @param most bytes of a payload that are accepted
   */
  public static Frame datagram(byte[] bytes, int most) throws V2gtpException {
    if (bytes.length < HEADER) {
      throw new V2gtpException(Reason.TRUNCATED, bytes.length + " bytes are no V2GTP header");
    }
    int length = length(bytes, 0, most);
    if (bytes.length - HEADER < length) {
      throw new V2gtpException(
          Reason.TRUNCATED, "the payload has " + (bytes.length - HEADER) + " of " + length);
    }
    byte[] payload = new byte[length];
    System.arraycopy(bytes, HEADER, payload, 0, length);
    return new Frame(u16(bytes, 2), payload);
  }

  /** Checks a header and gives the length of its payload, which the caller may allocate. */
  static int length(byte[] bytes, int at, int most) throws V2gtpException {
    version(bytes, at, HEADER);
    long length = ((long) u16(bytes, at + 4) << 16) | u16(bytes, at + 6);
    if (length > most) {
      throw new V2gtpException(
          Reason.LENGTH, "a payload of " + length + " bytes, at most " + most + " are accepted");
    }
    return (int) length;
  }

  /** Checks as much of the first two bytes as is there. */
  static void version(byte[] bytes, int at, int count) throws V2gtpException {
    boolean wrong =
        (count > 0 && bytes[at] != VERSION) || (count > 1 && bytes[at + 1] != (byte) INVERSE);
    if (wrong) {
      throw new V2gtpException(
          Reason.VERSION,
          String.format(
              "not V2GTP version 1: begins with %02x%s",
              bytes[at] & 0xff, count > 1 ? String.format(" %02x", bytes[at + 1] & 0xff) : ""));
    }
  }

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  /**
   * A frame.
   *
   * @param payloadType 0–0xFFFF, see {@link PayloadType}
   * @param payload belongs to this record
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Frame(int payloadType, byte[] payload) {}
}
