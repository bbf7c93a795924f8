package io.tidegate.charging.v2gtp.transport;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The I/O threads. All of a door, its vehicle's lines included, lives on one of them. */
@SuppressWarnings("FutureReturnValueIgnored") // what is shut down is awaited below
record Loops(NioEventLoopGroup group) {

  static Loops start(int threads) {
    return new Loops(
        new NioEventLoopGroup(threads, new DefaultThreadFactory("tidegate-v2g", true)));
  }

  /** Ends the threads; true when they are gone within that time. */
  boolean stop(long millis) throws InterruptedException {
    group.shutdownGracefully(0, millis, TimeUnit.MILLISECONDS);
    return group.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }
}
