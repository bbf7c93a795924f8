package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;

/**
 * Netty's strict frame decoder, which knows besides since when a frame has been incomplete. Event
 * loop only.
 */
final class WatchedDecoder extends WebSocket13FrameDecoder {
  private long incompleteSince;
  private boolean incomplete;

  /**
   * @param extended whether reserved bits may be set; who takes the frames checks which
   */
  WatchedDecoder(int messageBytes, boolean extended) {
    super(
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowExtensions(extended)
            .allowMaskMismatch(false)
            .maxFramePayloadLength(messageBytes)
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build());
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(context, in, out);
    if (out.size() > before) {
      incomplete = false;
    } else if (!incomplete) {
      incomplete = true;
      incompleteSince = System.nanoTime();
    }
  }

  /** We did not read until now. */
  void excuse(long now) {
    incompleteSince = now;
  }

  /** How long a frame has been waited for whose first bytes are here, ns; 0 when none is. */
  long incompleteFor(long now) {
    return incomplete ? Math.max(1, now - incompleteSince) : 0;
  }
}
