package io.tidegate.charging.ocpp.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.tidegate.codec.websocket.deflate.Agreement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Opens WebSockets to management systems (OCPP 2.x part 4 §3). Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Dialer {
  private static final int LONGEST_ANSWER = 16 * 1024;
  private static final int WRITE_QUEUE = 1 << 20;

  private final EventLoop loop;
  private final Executor worker;
  private final Doorkey doorkey;

  /**
   * @param worker may block
   */
  Dialer(EventLoop loop, Executor worker, Doorkey doorkey) {
    this.loop = loop;
    this.worker = worker;
    this.doorkey = doorkey;
  }

  /** What a connection needs that takes a look at files or names. */
  private record Ready(
      InetSocketAddress address, Optional<SslContext> tls, Optional<String> password) {}

  /** Begins to open one; its ear hears how it went. On the upstream's thread. */
  Wire dial(UpstreamSettings upstream, String station, String subprotocol, Ear ear) {
    Compression compression = new Compression(upstream.pace().messageBytes());
    Wire wire = new Wire(ear, compression);
    CompletableFuture.supplyAsync(() -> ready(upstream, station), worker)
        .whenCompleteAsync(
            (ready, failure) -> {
              if (failure != null) {
                wire.failed(failure);
              } else {
                connect(
                    upstream,
                    webSocket(upstream, station, subprotocol, ready),
                    ready,
                    compression,
                    wire);
              }
            },
            loop);
    return wire;
  }

  private Ready ready(UpstreamSettings upstream, String station) {
    try {
      InetAddress address = InetAddress.getByName(upstream.url().getHost());
      return new Ready(
          new InetSocketAddress(address, port(upstream.url())),
          upstream.secure() ? Optional.of(doorkey.tls(upstream)) : Optional.empty(),
          doorkey.password(upstream, station));
    } catch (UnknownHostException e) {
      throw new Hindrance("the host " + upstream.url().getHost() + " is unknown", e);
    }
  }

  private static int port(URI url) {
    return url.getPort() > 0 ? url.getPort() : url.getScheme().equals("wss") ? 443 : 80;
  }

  private void connect(
      UpstreamSettings upstream,
      WebSocketClientProtocolConfig webSocket,
      Ready ready,
      Compression compression,
      Wire wire) {
    ChannelInitializer<Channel> pipeline =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            ChannelPipeline p = channel.pipeline();
            ready.tls.ifPresent(tls -> p.addLast(tls(tls, channel, upstream)));
            long ping = upstream.pace().ping().toMillis();
            p.addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(LONGEST_ANSWER))
                .addLast(compression)
                .addLast(new IdleStateHandler(ping, 0, 0, TimeUnit.MILLISECONDS))
                .addLast(new WebSocketClientProtocolHandler(webSocket))
                .addLast(new WebSocketFrameAggregator(upstream.pace().messageBytes()))
                .addLast(wire);
          }
        };
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) upstream.pace().connect().toMillis())
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(WRITE_QUEUE / 2, WRITE_QUEUE))
        .handler(pipeline)
        .connect(ready.address)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                wire.failed(done.cause());
              }
            });
  }

  private static WebSocketClientProtocolConfig webSocket(
      UpstreamSettings upstream, String station, String subprotocol, Ready ready) {
    HttpHeaders headers = new DefaultHttpHeaders();
    ready.password.ifPresent(
        password -> {
          byte[] login = (station + ":" + password).getBytes(StandardCharsets.UTF_8);
          headers.set(
              HttpHeaderNames.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(login));
        });
    if (upstream.compression()) {
      headers.set(Agreement.HEADER, Agreement.OFFER);
    }
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(upstream.url().resolve(Doorkey.segment(station)))
        .version(WebSocketVersion.V13)
        .subprotocol(subprotocol)
        .allowExtensions(upstream.compression())
        .withUTF8Validator(false) // of the whole message, once it is inflated
        .customHeaders(headers)
        .maxFramePayloadLength(upstream.pace().messageBytes())
        .handshakeTimeoutMillis(upstream.pace().connect().toMillis())
        .handleCloseFrames(false)
        .dropPongFrames(false)
        .build();
  }

  private static SslHandler tls(SslContext tls, Channel channel, UpstreamSettings upstream) {
    URI url = upstream.url();
    SslHandler handler = tls.newHandler(channel.alloc(), url.getHost(), port(url));
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(upstream.pace().connect().toMillis());
    return handler;
  }
}
