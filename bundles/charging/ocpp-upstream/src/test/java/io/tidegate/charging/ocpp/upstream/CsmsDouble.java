package io.tidegate.charging.ocpp.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A management system over real sockets that can be killed and come back on the same port. */
final class CsmsDouble implements AutoCloseable {
  private static final String TAP = "tap";

  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final Map<String, Channel> stations = new ConcurrentHashMap<>();
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final String subprotocols;
  private final boolean compresses;
  private final AtomicInteger compressedHeard = new AtomicInteger();
  private final AtomicInteger compressedSaid = new AtomicInteger();
  private volatile BiFunction<String, String, Optional<String>> answers = CsmsDouble::usual;
  private volatile int port;
  private Channel server;

  /** A frame of a station's that is no answer, or an answer to the system. */
  record Message(String station, String text) {
    String action() {
      return Envelope.read(text).map(Envelope::word).orElse("");
    }

    String payload() {
      return Envelope.read(text).map(Envelope::rest).orElse("");
    }
  }

  CsmsDouble(String subprotocols) throws InterruptedException {
    this(subprotocols, false);
  }

  /**
   * @param compresses whether it speaks permessage-deflate, as Netty does
   */
  CsmsDouble(String subprotocols, boolean compresses) throws InterruptedException {
    this.subprotocols = subprotocols;
    this.compresses = compresses;
    start();
  }

  /** What it says to a request: the payload; nothing for silence; "!Code" for an error. */
  void answers(BiFunction<String, String, Optional<String>> newer) {
    answers = newer;
  }

  static Optional<String> usual(String action, String payload) {
    return Optional.of(
        switch (action) {
          case "BootNotification" ->
              "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":300,\"status\":\"Accepted\"}";
          case "StartTransaction" ->
              "{\"transactionId\":7001,\"idTagInfo\":{\"status\":\"Accepted\"}}";
          default -> "{}";
        });
  }

  void start() throws InterruptedException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(65_536))
                        .addLast(TAP, new Tap())
                        .addLast(
                            compresses
                                ? new WebSocketServerExtensionHandler(
                                    new PerMessageDeflateServerExtensionHandshaker(
                                        6, false, 15, true, true, 1 << 20))
                                : new ChannelInboundHandlerAdapter())
                        .addLast(
                            new WebSocketServerProtocolHandler(
                                WebSocketServerProtocolConfig.newBuilder()
                                    .websocketPath("/")
                                    .checkStartsWith(true)
                                    .subprotocols(subprotocols)
                                    .maxFramePayloadLength(1 << 20)
                                    .allowExtensions(compresses)
                                    .build()))
                        .addLast(new Session());
                  }
                });
    // a port that it had before may meanwhile be the near end of somebody's connection
    ChannelFuture bound = bind(bootstrap).await();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (bound.cause() instanceof BindException && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(50);
      bound = bind(bootstrap).await();
    }
    server = bound.sync().channel();
    port = ((InetSocketAddress) server.localAddress()).getPort();
  }

  private ChannelFuture bind(ServerBootstrap bootstrap) {
    return bootstrap.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Its machine is gone: no socket stays. */
  void kill() throws InterruptedException {
    server.close().sync();
    channels.close().sync();
    stations.clear();
  }

  String url() {
    return "ws://127.0.0.1:" + port + "/csms/";
  }

  List<Message> heard() {
    return heard;
  }

  List<String> authorizations() {
    return authorizations;
  }

  boolean connected(String station) {
    return stations.containsKey(station);
  }

  /** Frames so far that were marked as compressed: heard, and said. */
  int compressedHeard() {
    return compressedHeard.get();
  }

  int compressedSaid() {
    return compressedSaid.get();
  }

  /** Sends these bytes as a message that is marked as compressed. */
  void sayPacked(String station, byte[] bytes) throws Exception {
    channel(station)
        .pipeline()
        .context(TAP)
        .writeAndFlush(new TextWebSocketFrame(true, 4, Unpooled.wrappedBuffer(bytes)));
  }

  void say(String station, String frame) throws Exception {
    channel(station).writeAndFlush(new TextWebSocketFrame(frame));
  }

  /** The other end may know that the handshake is done before this one has been told so. */
  private Channel channel(String station) throws Exception {
    Rig.await("the end of the handshake of " + station, () -> connected(station));
    return stations.get(station);
  }

  /** Sees frames as they are on the wire. */
  private final class Tap extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object input) {
      if (input instanceof WebSocketFrame frame && frame.rsv() != 0) {
        compressedHeard.incrementAndGet();
      }
      context.fireChannelRead(input);
    }

    @Override
    public void write(ChannelHandlerContext context, Object output, ChannelPromise promise) {
      if (output instanceof WebSocketFrame frame && frame.rsv() != 0) {
        compressedSaid.incrementAndGet();
      }
      context.write(output, promise);
    }
  }

  private final class Session extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private String station = "";

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete done) {
        station = done.requestUri().substring(done.requestUri().lastIndexOf('/') + 1);
        authorizations.add(String.valueOf(done.requestHeaders().get("Authorization")));
        stations.put(station, context.channel());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      String text = frame.text();
      Envelope envelope = Envelope.read(text).orElseThrow();
      heard.add(new Message(station, text));
      if (envelope.type() == Envelope.CALL) {
        answers
            .apply(envelope.word(), envelope.rest())
            .ifPresent(
                answer ->
                    context.writeAndFlush(
                        new TextWebSocketFrame(
                            answer.startsWith("!")
                                ? "[4,\""
                                    + envelope.id()
                                    + "\",\""
                                    + answer.substring(1)
                                    + "\",\"no\",{}]"
                                : "[3,\"" + envelope.id() + "\"," + answer + "]")));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      stations.remove(station, context.channel());
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
    group.shutdownGracefully(0, 100, java.util.concurrent.TimeUnit.MILLISECONDS).sync();
  }
}
