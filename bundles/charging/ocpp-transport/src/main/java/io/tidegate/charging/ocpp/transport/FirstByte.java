package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes at once on what is no HTTP, a TLS ClientHello on the plain port for one: Netty's decoder
 * would skip its control characters and wait for a line. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close shows as a closed channel
final class FirstByte extends ChannelInboundHandlerAdapter {
  @Override
  public void channelRead(ChannelHandlerContext context, Object input) {
    if (input instanceof ByteBuf bytes && bytes.isReadable()) {
      byte first = bytes.getByte(bytes.readerIndex());
      if (first < 'A' || first > 'Z') {
        ReferenceCountUtil.release(input);
        context.close();
        return;
      }
      context.pipeline().remove(this);
    }
    context.fireChannelRead(input);
  }
}
