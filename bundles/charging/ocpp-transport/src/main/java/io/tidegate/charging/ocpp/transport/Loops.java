package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The I/O threads with their kind of socket and their memory pool: epoll where Netty's native part
 * is installed, NIO elsewhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
record Loops(EventLoopGroup group, Class<? extends ServerChannel> server, ByteBufAllocator memory) {
  private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
  private static final int PAGE_BYTES = 8192;

  /** Chunks of 512 KiB: small enough to give memory back, large enough for any message. */
  private static final int CHUNK_ORDER = 6;

  static Loops start(int threads, boolean nativeIo) {
    ThreadFactory factory = new DefaultThreadFactory("tidegate-ocpp", true);
    ByteBufAllocator memory =
        new PooledByteBufAllocator(true, 1, threads, PAGE_BYTES, CHUNK_ORDER, 128, 32, false);
    if (nativeIo) {
      try {
        if (EpollLoops.available()) {
          return new Loops(EpollLoops.group(threads, factory), EpollLoops.server(), memory);
        }
        LOG.info("native epoll is not available, using NIO");
      } catch (LinkageError e) {
        LOG.info("native epoll is not installed, using NIO");
      }
    }
    return new Loops(new NioEventLoopGroup(threads, factory), NioServerSocketChannel.class, memory);
  }

  /** Ends the threads; true when they are gone within that time. */
  boolean stop(long millis) throws InterruptedException {
    group.shutdownGracefully(0, millis, TimeUnit.MILLISECONDS);
    return group.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }
}
