package io.tidegate.charging.v2gtp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Tells TLS from V2GTP by the first byte, since both come to one port, and takes its own place.
 * Event loop only.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {
  private static final int TLS_HANDSHAKE = 0x16;

  private final Visitor visitor;
  private final Shared shared;

  FirstByte(Visitor visitor, Shared shared) {
    this.visitor = visitor;
    this.shared = shared;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object input) {
    ByteBuf bytes = (ByteBuf) input;
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    TransportConfig config = shared.config().get();
    boolean secured = bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE;
    Optional<TlsKeys> keys = secured ? shared.secrets().keys() : Optional.empty();
    String refusal = "";
    if (secured && (config.tls() == TransportConfig.Tls.OFF || keys.isEmpty())) {
      refusal = "TLS is off";
    } else if (!secured && config.tls() == TransportConfig.Tls.REQUIRED && !config.labPlain()) {
      refusal = "it speaks no TLS";
    }
    if (!refusal.isEmpty()) {
      ReferenceCountUtil.release(input);
      visitor.cut(refusal);
      return;
    }
    keys.ifPresent(
        k -> context.pipeline().addAfter(context.name(), null, new TlsHandler(visitor, k, shared)));
    context.fireChannelRead(input);
    context.pipeline().remove(this);
  }
}
