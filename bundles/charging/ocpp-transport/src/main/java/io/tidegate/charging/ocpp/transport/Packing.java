package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.FastThreadLocal;
import io.tidegate.codec.websocket.deflate.Agreement;
import io.tidegate.codec.websocket.deflate.Deflation;
import io.tidegate.codec.websocket.deflate.DeflationException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Messages of one connection to and from frames, compressed where that was agreed on (RFC 7692).
 * Connections of an event loop share its compressor, so one that is silent holds no memory. Event
 * loop only.
 */
final class Packing {
  /** Reserved bit 1 as Netty counts them. */
  private static final int COMPRESSED = 4;

  private static final FastThreadLocal<Deflation> DEFLATION =
      new FastThreadLocal<>() {
        @Override
        protected Deflation initialValue() {
          return new Deflation();
        }

        @Override
        protected void onRemoval(Deflation deflation) {
          deflation.close();
        }
      };

  private final Optional<Agreement> agreement;
  private final Supplier<TransportConfig> config;

  Packing(Optional<Agreement> agreement, Supplier<TransportConfig> config) {
    this.agreement = agreement;
    this.config = config;
  }

  boolean agreed() {
    return agreement.isPresent();
  }

  /** Whether its reserved bits mean something: only the first frame of a message is marked. */
  boolean allows(WebSocketFrame frame) {
    return frame.rsv() == 0
        || (agreed()
            && packed(frame)
            && (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame));
  }

  static boolean packed(WebSocketFrame frame) {
    return frame.rsv() == COMPRESSED;
  }

  ByteBuf frame(ByteBufAllocator allocator, String text) {
    if (agreement.isPresent()) {
      int length = ByteBufUtil.utf8Bytes(text);
      if (length >= config.get().compression().from() && agreement.get().covers(length)) {
        Optional<byte[]> packed = DEFLATION.get().deflate(text.getBytes(StandardCharsets.UTF_8));
        if (packed.isPresent()) {
          return Frames.packed(allocator, packed.get());
        }
      }
    }
    return Frames.text(allocator, text);
  }

  /**
   * Text of a compressed message.
   *
   * @throws DeflationException when it is longer than a message may be, or cannot be read
   * @throws CharacterCodingException when it is no UTF-8
   */
  String unpack(ByteBuf message) throws DeflationException, CharacterCodingException {
    byte[] text =
        DEFLATION
            .get()
            .inflate(ByteBufUtil.getBytes(message), config.get().limits().messageBytes());
    return Frames.utf8(Unpooled.wrappedBuffer(text));
  }
}
