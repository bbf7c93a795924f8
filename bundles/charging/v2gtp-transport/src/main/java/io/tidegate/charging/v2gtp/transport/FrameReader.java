package io.tidegate.charging.v2gtp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tidegate.codec.v2gtp.FrameAccumulator;
import io.tidegate.codec.v2gtp.V2gtp;
import io.tidegate.codec.v2gtp.V2gtpException;
import java.util.Optional;

/** Bytes of a connection to frames for its visitor. Event loop only. */
final class FrameReader extends ChannelInboundHandlerAdapter {
  private final Visitor visitor;
  private final FrameAccumulator accumulator;
  private boolean deaf;

  FrameReader(Visitor visitor, int messageBytes) {
    this.visitor = visitor;
    this.accumulator = new FrameAccumulator(messageBytes);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object input) {
    ByteBuf buffer = (ByteBuf) input;
    try {
      if (deaf) {
        return; // what comes after a goodbye is thrown away
      }
      byte[] bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      accumulator.accept(bytes, 0, bytes.length);
      for (Optional<V2gtp.Frame> f = accumulator.next();
          f.isPresent() && !deaf;
          f = accumulator.next()) {
        visitor.received(f.get());
      }
    } catch (V2gtpException e) {
      visitor.cut(e.getMessage());
    } finally {
      buffer.release();
    }
  }

  /** From now on input is thrown away. */
  void discard() {
    deaf = true;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    visitor.gone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    visitor.failed(cause);
  }
}
