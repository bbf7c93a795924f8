package io.tidegate.sim.ev;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The search for the station: a request every 250 ms, at most 50, to all nodes of the link; on the
 * loopback interface, which has no multicast, to {@code ::1}. On the vehicle's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows as no answer
final class Discovery {
  private static final long EVERY_MS = 250;
  private static final int MOST = 50;
  private static final int HEADER = 8;
  private static final int ANSWER = 20;
  private static final byte TLS = 0x00;
  private static final byte PLAIN = 0x10;

  private final EventLoop loop;
  private final Endpoint where;
  private final BiConsumer<Found, String> found;
  private Channel channel;
  private int sent;
  private boolean over;

  /** An address that a station has given. */
  record Found(InetSocketAddress address, boolean tls) {}

  /**
   * @param found gets the station, or null and a sentence; once
   */
  Discovery(EventLoop loop, Endpoint where, BiConsumer<Found, String> found) {
    this.loop = loop;
    this.where = where;
    this.found = found;
  }

  void start() {
    try {
      NetworkInterface iface = NetworkInterface.getByName(where.iface());
      if (iface == null) {
        end(null, "there is no interface " + where.iface());
        return;
      }
      InetAddress local = local(iface);
      InetSocketAddress target = target(iface);
      new Bootstrap()
          .group(loop)
          .channel(NioDatagramChannel.class)
          .handler(new Answers(iface))
          .bind(new InetSocketAddress(local, 0))
          .addListener(
              (io.netty.channel.ChannelFuture bound) -> {
                if (bound.isSuccess()) {
                  channel = bound.channel();
                  ask(target);
                } else {
                  end(null, "cannot search on " + where.iface() + ": " + bound.cause());
                }
              });
    } catch (IOException e) {
      end(null, "cannot search on " + where.iface() + ": " + e.getMessage());
    }
  }

  private static InetAddress local(NetworkInterface iface) throws IOException {
    return iface
        .inetAddresses()
        .filter(a -> a instanceof Inet6Address && (a.isLinkLocalAddress() || a.isLoopbackAddress()))
        .findFirst()
        .orElseThrow(() -> new IOException("it has no link-local IPv6 address"));
  }

  private InetSocketAddress target(NetworkInterface iface) throws IOException {
    byte[] address = new byte[16];
    address[15] = 1;
    if (iface.isLoopback()) {
      return new InetSocketAddress(InetAddress.getByAddress(address), where.sdpPort());
    }
    address[0] = (byte) 0xff;
    address[1] = 2;
    return new InetSocketAddress(Inet6Address.getByAddress(null, address, iface), where.sdpPort());
  }

  private void ask(InetSocketAddress target) {
    if (over) {
      return;
    }
    if (sent++ >= MOST) {
      end(null, "no station has answered " + MOST + " requests");
      return;
    }
    byte[] request = {1, (byte) 0xfe, (byte) 0x90, 0, 0, 0, 0, 2, where.tls() ? TLS : PLAIN, 0};
    channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(request), target));
    loop.schedule(() -> ask(target), EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void end(Found station, String trouble) {
    if (!over) {
      over = true;
      if (channel != null) {
        channel.close();
      }
      found.accept(station, trouble);
    }
  }

  /** Gives up. */
  void cancel() {
    over = true;
    if (channel != null) {
      channel.close();
    }
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
    private final NetworkInterface iface;

    Answers(NetworkInterface iface) {
      this.iface = iface;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet)
        throws IOException {
      ByteBuf bytes = packet.content();
      boolean answer =
          bytes.readableBytes() == HEADER + ANSWER
              && bytes.readUnsignedShort() == 0x01fe
              && bytes.readUnsignedShort() == 0x9001
              && bytes.readInt() == ANSWER;
      if (!answer) {
        return; // somebody else's, or broken: the next one may be whole
      }
      byte[] address = new byte[16];
      bytes.readBytes(address);
      int port = bytes.readUnsignedShort();
      boolean tls = bytes.readByte() == TLS;
      InetAddress plain = InetAddress.getByAddress(address);
      InetAddress scoped =
          plain.isLinkLocalAddress() ? Inet6Address.getByAddress(null, address, iface) : plain;
      end(new Found(new InetSocketAddress(scoped, port), tls), "");
    }
  }
}
