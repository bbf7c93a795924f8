package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** WebSocket frames as a client reads and writes them (RFC 6455 §5). Stateless. */
public final class ClientFrames {
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int NO_CODE = 1005;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  private ClientFrames() {}

  /**
   * A whole frame; servers that fragment are not met here.
   *
   * @param payload a part of the buffer that it was read from
   */
  public record Frame(int opcode, ByteBuffer payload) {
    public String text() {
      return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    public byte[] bytes() {
      byte[] copy = new byte[payload.remaining()];
      payload.duplicate().get(copy);
      return copy;
    }

    public int closeCode() {
      return payload.remaining() < 2 ? NO_CODE : payload.getShort(0) & 0xFFFF;
    }
  }

  /** Index behind the empty line that ends an HTTP head; -1 while it is not there. */
  public static int endOfHead(ByteBuffer in) {
    for (int i = in.position() + 3; i < in.limit(); i++) {
      if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** The next frame; null while it is not complete. */
  public static Frame next(ByteBuffer in) throws IOException {
    int at = in.position();
    if (in.remaining() < 2) {
      return null;
    }
    int head = in.get(at) & 0xFF;
    long length = in.get(at + 1) & 0xFF;
    int from = at + 2;
    if (length == 126) {
      if (in.remaining() < 4) {
        return null;
      }
      length = in.getShort(from) & 0xFFFF;
      from += 2;
    } else if (length == 127) {
      if (in.remaining() < 10) {
        return null;
      }
      length = in.getLong(from);
      from += 8;
    }
    if ((head & FIN) == 0 || length < 0 || length > in.capacity() / 2) {
      throw new IOException("a frame that is not expected here, of " + length + " bytes");
    }
    if (in.limit() - from < length) {
      return null;
    }
    in.position(from + (int) length);
    return new Frame(head & 0x0F, in.slice(from, (int) length));
  }

  /** Writes a masked frame into the buffer, which is returned ready to be sent. */
  public static ByteBuffer encode(ByteBuffer into, int opcode, byte[] payload, int mask) {
    into.clear();
    into.put((byte) (FIN | opcode));
    if (payload.length < 126) {
      into.put((byte) (MASKED | payload.length));
    } else if (payload.length <= 0xFFFF) {
      into.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      into.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    into.putInt(mask);
    int at = 0;
    for (byte b : payload) {
      into.put((byte) (b ^ (mask >>> (24 - 8 * (at++ & 3)))));
    }
    return into.flip();
  }
}
