package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.tidegate.codec.websocket.deflate.DeflationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames of one connection to whole messages, within bounds of size, number and rate; control
 * frames are answered here. Reasons given to peers are constants. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class FrameHandler extends ChannelInboundHandlerAdapter {
  /** Names of the handlers in the pipeline. */
  static final String DECODER = "frame-decoder";

  static final String NAME = "frames";

  private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int NORMAL = 1000;

  /** Beyond it a close code means nothing (RFC 6455 §7.4.2); the decoder checks the others. */
  private static final int LAST_CODE = 4999;

  private final Connection connection;
  private final Shared shared;
  private final AtomicLong received = new AtomicLong();
  private final Packing packing;
  private final WatchedDecoder decoder;
  private ByteBuf message;
  private boolean packed;
  private int fragments;
  private long messageSince;
  private long heardAt = System.nanoTime();
  private long controlSince = heardAt;
  private int controls;
  private volatile boolean discarding;

  FrameHandler(Connection connection, Shared shared, Packing packing) {
    this.connection = connection;
    this.shared = shared;
    this.packing = packing;
    this.decoder =
        new WatchedDecoder(shared.config().get().limits().messageBytes(), packing.agreed());
  }

  WatchedDecoder decoder() {
    return decoder;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object input) {
    try {
      if (!discarding && input instanceof WebSocketFrame frame) {
        heardAt = System.nanoTime();
        frame(context, frame);
      }
    } finally {
      ReferenceCountUtil.release(input);
    }
  }

  private void frame(ChannelHandlerContext context, WebSocketFrame frame) {
    if (!packing.allows(frame)) {
      connection.shut(1002, "protocol violation");
    } else if (frame instanceof PingWebSocketFrame) {
      if (withinControlRate()) {
        connection.send(Frames.pong(context.alloc(), frame.content()));
      }
    } else if (frame instanceof PongWebSocketFrame) {
      withinControlRate();
    } else if (frame instanceof CloseWebSocketFrame close) {
      closeAnswered(context, close);
    } else if (frame instanceof BinaryWebSocketFrame) {
      connection.shut(1003, "text only");
    } else {
      text(context, frame);
    }
  }

  private boolean withinControlRate() {
    if (heardAt - controlSince > SECOND) {
      controlSince = heardAt;
      controls = 0;
    }
    if (++controls > shared.config().get().limits().controlPerSecond()) {
      connection.shut(1008, "too many control frames");
      return false;
    }
    return true;
  }

  private void text(ChannelHandlerContext context, WebSocketFrame frame) {
    if (message == null) {
      packed = Packing.packed(frame);
      if (frame.isFinalFragment()) {
        whole(frame.content());
        return;
      }
    }
    TransportConfig.Limits limits = shared.config().get().limits();
    if (message == null) {
      message = context.alloc().buffer(frame.content().readableBytes());
      fragments = 0;
      messageSince = heardAt;
    }
    if (message.readableBytes() + frame.content().readableBytes() > limits.messageBytes()) {
      connection.shut(1009, "message too long");
    } else if (++fragments > limits.fragments()) {
      connection.shut(1008, "too many fragments");
    } else {
      message.writeBytes(frame.content());
      if (frame.isFinalFragment()) {
        ByteBuf complete = message;
        message = null;
        try {
          whole(complete);
        } finally {
          complete.release();
        }
      }
    }
  }

  private void whole(ByteBuf bytes) {
    try {
      String text = packed ? packing.unpack(bytes) : Frames.utf8(bytes);
      received.incrementAndGet();
      connection.received(text);
    } catch (CharacterCodingException e) {
      connection.shut(1007, "invalid UTF-8");
    } catch (DeflationException e) {
      connection.shut(
          e.tooLong() ? 1009 : 1007, e.tooLong() ? "message too long" : "invalid compression");
    }
  }

  private void closeAnswered(ChannelHandlerContext context, CloseWebSocketFrame close) {
    if (!readable(close.content())) {
      connection.shut(1007, "invalid UTF-8");
      return;
    }
    int code = close.statusCode() == -1 ? NORMAL : close.statusCode();
    if (code > LAST_CODE) {
      connection.shut(1002, "protocol violation");
      return;
    }
    discardInput();
    connection
        .send(Frames.close(context.alloc(), code, ""))
        .addListener(ChannelFutureListener.CLOSE);
    connection.leaving(code);
  }

  /** The decoder does not see a reason that ends within a character. */
  private static boolean readable(ByteBuf codeAndReason) {
    try {
      int length = codeAndReason.readableBytes();
      if (length > 2) {
        Frames.utf8(codeAndReason.slice(codeAndReason.readerIndex() + 2, length - 2));
      }
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** From now on whatever arrives is thrown away unread. */
  void discardInput() {
    discarding = true;
    ByteBuf partial = message;
    message = null;
    if (partial != null) {
      partial.release();
    }
    Drain.before(connection.pipeline(), DECODER);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!context.channel().isWritable()) {
      connection.later(connection::dropUnlessWritable);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    discarding = true;
    ReferenceCountUtil.release(message);
    message = null;
    connection.inactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (connection.closing()) {
      LOG.debug("{} failed while closing: {}", connection.label(), cause.toString());
    } else if (cause instanceof CorruptedWebSocketFrameException violation) {
      int code = violation.closeStatus().code();
      connection.shut(code, reason(code));
    } else if (cause instanceof IOException) {
      connection.drop(String.valueOf(cause.getMessage()));
    } else {
      LOG.error("{} failed", connection.label(), cause);
      connection.shut(1011, "internal error");
    }
  }

  private static String reason(int code) {
    return switch (code) {
      case 1007 -> "invalid UTF-8";
      case 1009 -> "message too long";
      default -> "protocol violation";
    };
  }

  /** We did not read: the silence is not the station's. */
  void excuse(long now) {
    heardAt = now;
    messageSince = now;
    decoder.excuse(now);
  }

  long silentFor(long now) {
    return now - heardAt;
  }

  /** Age of the message or frame that has begun and not ended, ns. */
  long incompleteFor(long now) {
    long ofMessage = message == null ? 0 : now - messageSince;
    return Math.max(ofMessage, decoder.incompleteFor(now));
  }

  /** Messages so far; any thread. */
  long received() {
    return received.get();
  }
}
