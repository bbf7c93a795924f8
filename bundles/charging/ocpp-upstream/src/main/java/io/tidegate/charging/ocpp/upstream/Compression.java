package io.tidegate.charging.ocpp.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import io.tidegate.codec.websocket.deflate.Agreement;
import io.tidegate.codec.websocket.deflate.Deflation;
import io.tidegate.codec.websocket.deflate.DeflationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Text of one WebSocket to and from its frames, compressed where the system has agreed to it (RFC
 * 7692). In the pipeline it stands where the handshake's answer and the single frames pass. On the
 * upstream's thread, whose compressor all links share.
 */
final class Compression extends ChannelInboundHandlerAdapter {
  /** Shorter messages are sent as they are, bytes. */
  private static final int WORTH_IT = 512;

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

  private final int messageBytes;
  private Optional<Agreement> agreement = Optional.empty();

  /**
   * @param messageBytes most that a message may inflate to
   */
  Compression(int messageBytes) {
    this.messageBytes = messageBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object input) {
    if (input instanceof HttpResponse response
        && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      try {
        agreement = Agreement.answered(response.headers().getAll(Agreement.HEADER));
      } catch (IllegalArgumentException e) {
        refuse(context, input, e.getMessage());
        return;
      }
    } else if (input instanceof WebSocketFrame frame && !allows(frame)) {
      refuse(context, input, "it sent a frame with reserved bits");
      return;
    }
    context.fireChannelRead(input);
  }

  private static void refuse(ChannelHandlerContext context, Object input, String why) {
    ReferenceCountUtil.release(input);
    context.fireExceptionCaught(new Hindrance(why));
  }

  private boolean allows(WebSocketFrame frame) {
    boolean first = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    return frame.rsv() == 0 || (agreement.isPresent() && first && frame.rsv() == COMPRESSED);
  }

  WebSocketFrame frame(String message) {
    if (agreement.isPresent()) {
      byte[] text = message.getBytes(StandardCharsets.UTF_8);
      if (text.length >= WORTH_IT && agreement.get().covers(text.length)) {
        Optional<byte[]> packed = DEFLATION.get().deflate(text);
        if (packed.isPresent()) {
          return new TextWebSocketFrame(true, COMPRESSED, Unpooled.wrappedBuffer(packed.get()));
        }
      }
    }
    return new TextWebSocketFrame(message);
  }

  /**
   * Text of a whole message.
   *
   * @throws Hindrance when it cannot be read, or is longer than it may be
   */
  String text(TextWebSocketFrame message) {
    try {
      ByteBuf content = message.content();
      ByteBuffer bytes =
          message.rsv() == COMPRESSED
              ? ByteBuffer.wrap(
                  DEFLATION.get().inflate(ByteBufUtil.getBytes(content), messageBytes))
              : content.nioBuffer();
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new Hindrance("it sent text that is no UTF-8", e);
    } catch (DeflationException e) {
      throw new Hindrance(
          e.tooLong()
              ? "it sent a compressed message that is too long"
              : "it sent a compressed message that cannot be read",
          e);
    }
  }
}
