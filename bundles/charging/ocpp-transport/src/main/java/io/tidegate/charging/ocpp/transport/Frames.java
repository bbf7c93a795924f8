package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * WebSocket frames as a server writes them: whole and unmasked (RFC 6455 §5.2), one buffer each.
 */
final class Frames {
  private static final int TEXT = 0x81;
  private static final int PACKED_TEXT = 0xC1;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int LONGEST_REASON = 123;
  private static final char REPLACEMENT = '\uFFFD';

  private Frames() {}

  static ByteBuf text(ByteBufAllocator allocator, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return begun(allocator, TEXT, bytes.length).writeBytes(bytes);
  }

  /** A message in its compressed form (RFC 7692 §6). */
  static ByteBuf packed(ByteBufAllocator allocator, byte[] compressed) {
    return begun(allocator, PACKED_TEXT, compressed.length).writeBytes(compressed);
  }

  private static ByteBuf begun(ByteBufAllocator allocator, int first, int length) {
    ByteBuf frame = allocator.directBuffer(length + 10);
    frame.writeByte(first);
    if (length < 126) {
      frame.writeByte(length);
    } else if (length <= 0xFFFF) {
      frame.writeByte(126).writeShort(length);
    } else {
      frame.writeByte(127).writeLong(length);
    }
    return frame;
  }

  /** What is beyond 123 characters of the reason, or no ASCII, does not fit a close frame. */
  static ByteBuf close(ByteBufAllocator allocator, int code, String text) {
    String reason = text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    ByteBuf frame = allocator.directBuffer(4 + reason.length());
    frame.writeByte(CLOSE).writeByte(2 + reason.length()).writeShort(code);
    frame.writeCharSequence(reason, StandardCharsets.US_ASCII);
    return frame;
  }

  static ByteBuf ping(ByteBufAllocator allocator) {
    return allocator.directBuffer(2).writeByte(PING).writeByte(0);
  }

  /** The answer to a ping: its payload, at most 125 bytes. */
  static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
    ByteBuf frame = allocator.directBuffer(2 + payload.readableBytes());
    return frame.writeByte(PONG).writeByte(payload.readableBytes()).writeBytes(payload);
  }

  /**
   * Text of a whole message.
   *
   * @throws CharacterCodingException when it is no UTF-8 (RFC 6455 §8.1)
   */
  static String utf8(ByteBuf message) throws CharacterCodingException {
    String text = message.toString(StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      ByteBuffer bytes = message.nioBuffer();
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
    return text;
  }
}
