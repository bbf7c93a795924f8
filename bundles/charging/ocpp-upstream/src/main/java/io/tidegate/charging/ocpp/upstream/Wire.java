package io.tidegate.charging.ocpp.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.channels.ClosedChannelException;

/**
 * One WebSocket to a management system, from its first byte. Pings when it hears nothing, ends when
 * nothing comes back. On the upstream's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Wire extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int NORMAL = 1000;
  private static final int UNSUPPORTED = 1003;
  private static final int LONGEST_REASON = 120;

  private final Ear ear;
  private final Compression compression;
  private Channel channel;
  private String why = "";
  private boolean open;
  private boolean pinged;
  private boolean told;

  Wire(Ear ear, Compression compression) {
    this.ear = ear;
    this.compression = compression;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  void send(String message) {
    if (!channel.isWritable()) {
      fail("it does not read");
      return;
    }
    channel.writeAndFlush(compression.frame(message));
  }

  /** Asks for a sign of life. */
  void ping() {
    if (open && channel.isWritable()) {
      channel.writeAndFlush(new PingWebSocketFrame());
    }
  }

  /** Says goodbye; the socket follows. */
  void close(String reason) {
    because(reason);
    if (channel == null || !open) {
      drop();
      return;
    }
    channel.writeAndFlush(new CloseWebSocketFrame(NORMAL, "")).addListener(done -> drop());
  }

  private void drop() {
    if (channel != null) {
      channel.close();
    }
    told();
  }

  /** It never came to a channel. */
  void failed(Throwable cause) {
    because(sentence(cause));
    told();
  }

  private void fail(String reason) {
    because(reason);
    channel.close();
  }

  private void because(String reason) {
    if (why.isEmpty()) {
      why = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }
  }

  private void told() {
    if (!told) {
      told = true;
      ear.closed(why.isEmpty() ? "the connection ended" : why);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    pinged = false;
    ear.heard();
    if (frame instanceof TextWebSocketFrame text) {
      ear.text(compression.text(text));
    } else if (frame instanceof CloseWebSocketFrame close) {
      because("closed by it with " + close.statusCode());
      channel.close();
    } else if (!(frame instanceof io.netty.handler.codec.http.websocketx.PongWebSocketFrame)) {
      because("it sent what is no text");
      channel.writeAndFlush(new CloseWebSocketFrame(UNSUPPORTED, "text only"));
      channel.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      open = true;
      ear.open();
    } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
      fail("the WebSocket did not open in time");
    } else if (event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE) {
      if (pinged) {
        fail("it does not answer pings");
      } else if (open) {
        pinged = true;
        channel.writeAndFlush(new PingWebSocketFrame());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    told();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(sentence(cause));
  }

  private static String sentence(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return "the connection ended";
    }
    if (cause instanceof WebSocketHandshakeException
        && String.valueOf(cause.getMessage()).contains("subprotocol")) {
      return Link.NOT_OFFERED;
    }
    return Hindrance.sentence(cause);
  }
}
