package io.tidegate.charging.v2gtp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.bouncycastle.tls.TlsServerProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one connection. Handshakes are worked on by workers, since a signature takes milliseconds
 * that the charge loops of other vehicles do not have; records after that on the event loop.
 * Nothing is read from the socket while a worker is at it. Event loop, but for {@link #shake}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class TlsHandler extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(TlsHandler.class);

  /** What a handshake may bring in all: chains of certificates come to a few thousand bytes. */
  private static final int MOST_HANDSHAKE = 128 * 1024;

  private final Visitor visitor;
  private final VehicleTls server;
  private final Shared shared;
  private final TlsServerProtocol protocol = new TlsServerProtocol();
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private ChannelHandlerContext context;
  private int brought;
  private boolean working;
  private boolean complete;
  private boolean failed;

  TlsHandler(Visitor visitor, TlsKeys keys, Shared shared) {
    this.visitor = visitor;
    this.server = new VehicleTls(keys);
    this.shared = shared;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws IOException {
    context = added;
    protocol.accept(server);
  }

  @Override
  public void channelRead(ChannelHandlerContext ignored, Object input) {
    ByteBuf buffer = (ByteBuf) input;
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    buffer.release();
    if (failed) {
      return;
    }
    if (complete) {
      records(bytes);
      return;
    }
    brought += bytes.length;
    if (brought > MOST_HANDSHAKE) {
      fail("more than " + MOST_HANDSHAKE + " bytes");
      return;
    }
    waiting.write(bytes, 0, bytes.length);
    if (!working) {
      work();
    }
  }

  private void work() {
    byte[] bytes = waiting.toByteArray();
    waiting.reset();
    working = true;
    context.channel().config().setAutoRead(false);
    try {
      shared.workers().execute(() -> shake(bytes));
    } catch (RejectedExecutionException e) {
      working = false;
      fail("too many handshakes at once");
    }
  }

  /** On a worker; nobody else touches the protocol until the event loop has heard of it. */
  private void shake(byte[] bytes) {
    Throwable trouble = null;
    try {
      protocol.offerInput(bytes);
    } catch (IOException | RuntimeException e) {
      trouble = e;
    }
    Throwable result = trouble;
    try {
      context.executor().execute(() -> shaken(result));
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the transport has stopped", visitor.label());
    }
  }

  private void shaken(Throwable trouble) {
    working = false;
    flushRecords();
    if (trouble != null) {
      fail(server.trouble().isEmpty() ? String.valueOf(trouble.getMessage()) : server.trouble());
      return;
    }
    if (!context.channel().isActive()) {
      return;
    }
    if (server.session().isPresent()) {
      complete = true;
      visitor.secured(server.session().get());
      handOn();
      if (waiting.size() > 0) {
        byte[] rest = waiting.toByteArray();
        waiting.reset();
        records(rest);
      }
      context.channel().config().setAutoRead(true);
    } else if (waiting.size() > 0) {
      work();
    } else {
      context.channel().config().setAutoRead(true);
    }
  }

  private void records(byte[] bytes) {
    if (protocol.isClosed()) {
      return; // said after our goodbye
    }
    try {
      protocol.offerInput(bytes);
      handOn();
      flushRecords();
      if (protocol.isClosed()) {
        context.close();
      }
    } catch (IOException | RuntimeException e) {
      flushRecords();
      fail(server.trouble().isEmpty() ? String.valueOf(e.getMessage()) : server.trouble());
    }
  }

  /** What was deciphered. */
  private void handOn() {
    int count = protocol.getAvailableInputBytes();
    if (count > 0) {
      byte[] plain = new byte[count];
      protocol.readInput(plain, 0, count);
      context.fireChannelRead(Unpooled.wrappedBuffer(plain));
    }
  }

  private void flushRecords() {
    ByteBuf records = records();
    if (records.isReadable()) {
      context.writeAndFlush(records);
    }
  }

  private ByteBuf records() {
    int count = protocol.getAvailableOutputBytes();
    if (count == 0) {
      return Unpooled.EMPTY_BUFFER;
    }
    byte[] records = new byte[count];
    protocol.readOutput(records, 0, count);
    return Unpooled.wrappedBuffer(records);
  }

  private void fail(String why) {
    if (failed) {
      return;
    }
    failed = true;
    String reason = why.replaceAll("\\p{Cntrl}", "?");
    String code =
        server.refused().isPresent()
            ? Codes.TLS_HANDSHAKE + ' ' + Codes.CERTIFICATE
            : Codes.TLS_HANDSHAKE;
    visitor.door().budget().warn("{} {}: {}", code, visitor.label(), reason);
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void write(ChannelHandlerContext ignored, Object message, ChannelPromise promise) {
    ByteBuf buffer = (ByteBuf) message;
    if (!buffer.isReadable()) {
      context.write(buffer, promise);
      return;
    }
    byte[] plain = new byte[buffer.readableBytes()];
    buffer.readBytes(plain);
    buffer.release();
    if (!complete || failed) {
      promise.setFailure(new IOException("no TLS to write through"));
      return;
    }
    try {
      protocol.writeApplicationData(plain, 0, plain.length);
      context.write(records(), promise);
    } catch (IOException e) {
      promise.setFailure(e);
    }
  }

  /** Tells the vehicle that nothing follows. */
  void goodbye() {
    if (complete && !failed && !protocol.isClosed()) {
      try {
        protocol.close();
      } catch (IOException e) {
        LOG.debug("{}: no goodbye: {}", visitor.label(), e.toString());
      }
      flushRecords();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    if (!complete && !failed) {
      failed = true;
      visitor
          .door()
          .budget()
          .warn(
              "{} {}: the vehicle has gone amid the handshake{}",
              Codes.TLS_HANDSHAKE,
              visitor.label(),
              server.trouble().isEmpty() ? "" : ", " + server.trouble());
    }
    inactive.fireChannelInactive();
  }
}
