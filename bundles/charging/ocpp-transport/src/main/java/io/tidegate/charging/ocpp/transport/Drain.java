package io.tidegate.charging.ocpp.transport;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;

/** Throws input away unread, so that a socket can be closed without losing our last words. */
@Sharable
final class Drain extends ChannelInboundHandlerAdapter {
  private static final String NAME = "drain";

  private Drain() {}

  /** Puts itself before that handler, once. */
  static void before(ChannelPipeline pipeline, String handler) {
    if (pipeline.get(NAME) == null && pipeline.get(handler) != null) {
      pipeline.addBefore(handler, NAME, new Drain());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object input) {
    ReferenceCountUtil.release(input);
  }
}
