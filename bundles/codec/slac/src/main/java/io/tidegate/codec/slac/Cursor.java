package io.tidegate.codec.slac;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads little-endian fields of a frame; beyond its end there is an {@link MmeException}. */
final class Cursor {
  private final ByteBuffer in;

  Cursor(byte[] frame, int at, int end) {
    in = ByteBuffer.wrap(frame, at, end - at).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void need(int octets) throws MmeException {
    if (in.remaining() < octets) {
      throw new MmeException(MmeException.Reason.TRUNCATED, "the frame ends inside the message");
    }
  }

  int u8() throws MmeException {
    need(1);
    return in.get() & 0xff;
  }

  int u16() throws MmeException {
    need(Short.BYTES);
    return in.getShort() & 0xffff;
  }

  long u32() throws MmeException {
    need(Integer.BYTES);
    return in.getInt() & 0xffff_ffffL;
  }

  /** A counter; those beyond 2⁶³ come out negative, which no modem will live to see. */
  long u64() throws MmeException {
    need(Long.BYTES);
    return in.getLong();
  }

  /** A run id: octets in the order of the wire. */
  long runId() throws MmeException {
    return Long.reverseBytes(u64());
  }

  Octets octets(int length) throws MmeException {
    need(length);
    Octets octets = Octets.from(in.array(), in.position(), length);
    skip(length);
    return octets;
  }

  MacAddress address() throws MmeException {
    return MacAddress.of(octets(MacAddress.LENGTH).toBytes());
  }

  void skip(int length) throws MmeException {
    need(length);
    in.position(in.position() + length);
  }
}
