package io.tidegate.charging.ocpp.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.util.concurrent.ThreadFactory;

/** All that touches Netty's epoll classes, which need not be installed. */
final class EpollLoops {
  private EpollLoops() {}

  static boolean available() {
    return Epoll.isAvailable();
  }

  static EventLoopGroup group(int threads, ThreadFactory factory) {
    return new EpollEventLoopGroup(threads, factory);
  }

  static Class<? extends ServerChannel> server() {
    return EpollServerSocketChannel.class;
  }
}
