package io.tidegate.sim.ev;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.tidegate.sim.ev.Speech.Request;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/** TCP or TLS to a station with V2GTP over it (ISO 15118-20 §7.8.3). On one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
final class Wire {
  static final int HEADER = 8;
  private static final int MOST = 64 * 1024;
  private static final int CONNECT_MS = 10_000;
  private static final int HANDSHAKE_MS = 60_000;

  private final EventLoop loop;
  private final Supplier<SSLEngine> engines;
  private final Listener listener;
  private Channel channel;
  private boolean over;

  /** Called on the event loop. */
  interface Listener {
    void open();

    void received(int payloadType, byte[] exi);

    /** It never was open. */
    void failed(boolean tls, String why);

    void closed();
  }

  Wire(EventLoop loop, Supplier<SSLEngine> engines, Listener listener) {
    this.loop = loop;
    this.engines = engines;
    this.listener = listener;
  }

  /** A whole frame. */
  static byte[] frame(Request request) {
    int length = request.exi().length;
    byte[] frame = new byte[HEADER + length];
    frame[0] = 1;
    frame[1] = (byte) 0xfe;
    frame[2] = (byte) (request.payloadType() >> 8);
    frame[3] = (byte) request.payloadType();
    frame[4] = (byte) (length >> 24);
    frame[5] = (byte) (length >> 16);
    frame[6] = (byte) (length >> 8);
    frame[7] = (byte) length;
    System.arraycopy(request.exi(), 0, frame, HEADER, length);
    return frame;
  }

  void connect(InetSocketAddress station, boolean tls) {
    ChannelInitializer<SocketChannel> pipeline =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(SocketChannel made) {
            if (tls) {
              SslHandler handler = new SslHandler(engines.get());
              handler.setHandshakeTimeoutMillis(HANDSHAKE_MS);
              made.pipeline().addLast(handler);
            }
            made.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(MOST, 4, 4, 0, 0), new Inbound(tls));
          }
        };
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
        .handler(pipeline)
        .connect(station)
        .addListener(
            (ChannelFuture connected) -> {
              if (!connected.isSuccess()) {
                fail(false, "cannot connect to " + station + ": " + connected.cause().getMessage());
              }
            });
  }

  void write(byte[] frame) {
    if (channel != null) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    }
  }

  void close(boolean reset) {
    over = true;
    if (channel != null) {
      if (reset) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // past TLS, which would say goodbye
        channel.unsafe().close(channel.unsafe().voidPromise());
      } else {
        channel.close();
      }
    }
  }

  private void fail(boolean tls, String why) {
    if (!over) {
      over = true;
      listener.failed(tls, why);
    }
  }

  private final class Inbound extends SimpleChannelInboundHandler<ByteBuf> {
    private final boolean tls;
    private boolean open;

    Inbound(boolean tls) {
      this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      channel = context.channel();
      if (!tls) {
        open = true;
        listener.open();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          open = true;
          listener.open();
        } else {
          fail(true, "TLS: " + handshake.cause().getMessage());
        }
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
      if (frame.readUnsignedShort() != 0x01fe) {
        context.close();
        return;
      }
      int payloadType = frame.readUnsignedShort();
      frame.skipBytes(4);
      byte[] exi = new byte[frame.readableBytes()];
      frame.readBytes(exi);
      listener.received(payloadType, exi);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!over) {
        over = true;
        if (open) {
          listener.closed();
        } else {
          listener.failed(tls, "the station closed before it was ready");
        }
      }
    }

    /** In TLS 1.3 a client hears after its handshake that its certificate was refused. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      boolean alert = cause.getCause() instanceof javax.net.ssl.SSLException;
      if (alert) {
        fail(true, "TLS: " + cause.getCause().getMessage());
      }
      context.close();
    }
  }
}
