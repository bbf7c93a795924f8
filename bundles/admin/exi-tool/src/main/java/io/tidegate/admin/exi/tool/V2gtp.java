package io.tidegate.admin.exi.tool;

/** The header of V2GTP (ISO 15118-20 §7.8): version and its inverse, payload type, length. */
final class V2gtp {
  static final int HEADER = 8;

  /** Longest payload that is read: far beyond any message. */
  static final int LONGEST = 1 << 20;

  private V2gtp() {}

  /** Whether a frame begins here. */
  static boolean begins(byte[] bytes, int offset, int length) {
    return length >= 2 && bytes[offset] == 0x01 && bytes[offset + 1] == (byte) 0xfe;
  }

  /** The payload type of a frame of which the header is there. */
  static int type(byte[] bytes, int offset) {
    return (bytes[offset + 2] & 0xff) << 8 | (bytes[offset + 3] & 0xff);
  }

  /** The length of the payload, 0 to 4294967295. */
  static long length(byte[] bytes, int offset) {
    long length = 0;
    for (int i = 4; i < HEADER; i++) {
      length = length << 8 | (bytes[offset + i] & 0xff);
    }
    return length;
  }

  /** A frame around a payload. */
  static byte[] frame(int type, byte[] payload) {
    byte[] frame = new byte[HEADER + payload.length];
    frame[0] = 0x01;
    frame[1] = (byte) 0xfe;
    frame[2] = (byte) (type >> 8);
    frame[3] = (byte) type;
    for (int i = 0; i < 4; i++) {
      frame[4 + i] = (byte) (payload.length >> (24 - 8 * i));
    }
    System.arraycopy(payload, 0, frame, HEADER, payload.length);
    return frame;
  }
}
