package io.tidegate.charging.ocpp.operations;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.charging.ocpp.operations.OperationsConfig.Files;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for stations that fetch firmware and put logs, by {@link Tickets} alone. It
 * listens from the first file on, with one thread; before that it has neither. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class FileServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);
  private static final int IDLE_SECONDS = 30;
  private static final long BIND_MS = 2_000;

  /** Bytes of a file that wait for their turn, a connection. */
  private static final long WAITING = 131_072;

  private final Supplier<OperationsConfig> config;
  private final Supplier<Optional<KeyRing>> keys;
  private final Tickets tickets;
  private final AtomicInteger connections = new AtomicInteger();
  private EventLoopGroup group;
  private Channel channel;
  private Files bound;
  private volatile TlsMaterial material;
  private volatile SslContext context;
  private boolean closed;

  FileServer(Supplier<OperationsConfig> config, Supplier<Optional<KeyRing>> keys, Tickets tickets) {
    this.config = config;
    this.keys = keys;
    this.tickets = tickets;
  }

  /**
   * URL of a path, listening from now on.
   *
   * @throws Refusal naming the field of the configuration that is in the way
   */
  String url(String path) {
    Files files = config.get().files();
    int port = open(files);
    String host = files.host().indexOf(':') >= 0 ? '[' + files.host() + ']' : files.host();
    String base =
        files.url().isEmpty()
            ? (files.tls().isPresent() ? "https://" : "http://") + host + ':' + port + '/'
            : files.url();
    return base + path;
  }

  private synchronized int open(Files files) {
    if (closed) {
      throw new Refusal(503, "UNAVAILABLE", "The gateway is stopping.");
    }
    secure(files);
    if (channel != null && channel.isOpen() && files.equals(bound)) {
      return port();
    }
    InetAddress address = address(files);
    release();
    group = new NioEventLoopGroup(1, new DefaultThreadFactory("tidegate-ocpp-files", true));
    ChannelFuture binding =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 128)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32_768, 131_072))
            .childHandler(new Doors(files))
            .bind(new InetSocketAddress(address, files.port()));
    if (!binding.awaitUninterruptibly(BIND_MS, TimeUnit.MILLISECONDS) || !binding.isSuccess()) {
      binding.channel().close();
      String cause = binding.cause() == null ? "no answer" : binding.cause().getMessage();
      release();
      throw trouble("files.port", files.port() + " cannot be bound: " + cause);
    }
    channel = binding.channel();
    bound = files;
    LOG.info("Files of stations are served on {} port {}", files.host(), port());
    return port();
  }

  private int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private static InetAddress address(Files files) {
    try {
      InetAddress address = InetAddress.getByName(files.host());
      if (!address.isLoopbackAddress() && files.tls().isEmpty() && !files.plain()) {
        throw trouble(
            "files.host",
            files.host() + " is no loopback address: set files.tls.keystore, or files.plain=true");
      }
      if (address.isAnyLocalAddress() && files.url().isEmpty()) {
        throw trouble("files.url", "is missing: stations cannot reach " + files.host());
      }
      return address;
    } catch (UnknownHostException e) {
      throw trouble("files.host", files.host() + " is no address of this machine");
    }
  }

  private static Refusal trouble(String field, String sentence) {
    return new Refusal(
        503,
        "FILES_NOT_SERVED",
        "config/" + OperationsComponent.PID + ".cfg, field " + field + ": " + sentence);
  }

  /** Reads the keys, anew when they have changed. */
  private void secure(Files files) {
    if (files.tls().isEmpty()) {
      context = null;
      return;
    }
    try {
      TlsMaterial now =
          keys.get()
              .orElseThrow(() -> new KeyRingException("the keys are not there yet"))
              .read(files.tls().get());
      if (material == null || material.version() != now.version() || context == null) {
        context =
            SslContextBuilder.forServer(now.keys())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .clientAuth(ClientAuth.NONE)
                .build();
        material = now;
      }
    } catch (KeyRingException | SSLException e) {
      throw trouble("files.tls.keystore", e.getMessage());
    }
  }

  private final class Doors extends ChannelInitializer<Channel> {
    private final Files files;
    private GlobalTrafficShapingHandler traffic;

    Doors(Files files) {
      this.files = files;
    }

    @Override
    protected void initChannel(Channel to) {
      if (connections.incrementAndGet() > files.connections()) {
        connections.decrementAndGet();
        to.close();
        return;
      }
      to.closeFuture().addListener(done -> connections.decrementAndGet());
      if (traffic == null) {
        long limit = files.bytesPerSecond();
        traffic = new GlobalTrafficShapingHandler(to.eventLoop(), limit, limit, 1_000);
        traffic.setMaxWriteSize(WAITING);
      }
      to.pipeline().addLast(traffic);
      SslContext secured = context;
      if (secured != null) {
        to.pipeline().addLast(secured.newHandler(to.alloc()));
      }
      to.pipeline()
          .addLast(new IdleStateHandler(true, 0, 0, IDLE_SECONDS, TimeUnit.SECONDS))
          .addLast(new HttpServerCodec(2_048, 8_192, 16_384))
          .addLast(new ChunkedWriteHandler())
          .addLast(new FileExchange(tickets, () -> config.get().keeping().freeBytes()));
    }
  }

  private void release() {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      group = null;
    }
  }

  @Override
  public void close() {
    EventLoopGroup last;
    synchronized (this) {
      closed = true;
      last = group;
      release();
    }
    if (last != null) {
      last.terminationFuture().awaitUninterruptibly(1_500, TimeUnit.MILLISECONDS);
    }
  }
}
