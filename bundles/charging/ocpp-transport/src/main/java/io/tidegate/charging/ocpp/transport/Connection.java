package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Peer;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.codec.websocket.deflate.Agreement;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One station's WebSocket: mailbox to the dialect, deadlines, and the way out of the world. State
 * lives on the channel's event loop; the {@link Mailbox} methods may be called from any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Connection implements Mailbox, Lanes.Swept {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int GONE_AWAY = 1001;
  private static final int POLICY = 1008;

  private final Peer peer;
  private final Channel channel;
  private final Shared shared;
  private final Packing packing;
  private final FrameHandler frames;
  private final Inbox inbox;
  private final Outbox outbox;
  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Void> detached = new CompletableFuture<>();
  private volatile CompletableFuture<Void> predecessor = CompletableFuture.completedFuture(null);
  private volatile Slot slot = Slot.EMPTY;
  private volatile boolean closing;
  private boolean opened;
  private long closingSince;
  private long pingedAt = System.nanoTime();

  Connection(Peer peer, Channel channel, Shared shared, Optional<Agreement> compression) {
    this.peer = peer;
    this.channel = channel;
    this.shared = shared;
    this.packing = new Packing(compression, shared.config());
    this.frames = new FrameHandler(this, shared, packing);
    this.inbox = new Inbox(this, shared);
    this.outbox = new Outbox(this, shared);
  }

  /** Its handlers, to be put into the pipeline. */
  FrameHandler frames() {
    return frames;
  }

  /** Begins once the older connection of the same station, if any, has been let go. Event loop. */
  void begin(Optional<Connection> older) {
    shared.lanes().add(channel.eventLoop(), this);
    if (older.isEmpty()) {
      openUnlessClosing();
      return;
    }
    LOG.info("{} replaces {}", label(), older.get().label());
    predecessor = older.get().retire();
    predecessor.whenComplete((nothing, failure) -> run(this::openUnlessClosing));
  }

  private void openUnlessClosing() {
    if (!closing) {
      opened = true;
      shared.relays().opened(this);
      inbox.open();
    }
  }

  /** A relay has come. Event loop. */
  void relayed() {
    if (opened && !closing) {
      shared.relays().opened(this);
    }
  }

  private CompletableFuture<Void> retire() {
    close(1000, "replaced by a newer connection");
    return CompletableFuture.allOf(predecessor, detached);
  }

  void received(String message) {
    inbox.accept(message);
  }

  void ended(OutboundCall call, CallFate fate) {
    inbox.ended(call, fate);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Slot slot() {
    return slot;
  }

  @Override
  public void slot(Slot state) {
    slot = Objects.requireNonNull(state);
  }

  /** To the dialect, which owes an answer if it is a call. Event loop. */
  CompletionStage<Void> give(Dialect dialect, String message) {
    inbox.given(message);
    return dialect.received(this, message);
  }

  @Override
  public void reply(String frame) {
    if (PowerGuard.answer(frame)) {
      inbox.answered();
    }
    shared.relays().answering(this, frame, this::answer);
  }

  private void answer(String frame) {
    if (PowerGuard.answer(frame)) {
      run(() -> write(frame));
    } else {
      LOG.error("frame of {} refused: it is no answer", label());
    }
  }

  @Override
  public boolean call(OutboundCall call) {
    return outbox.call(call);
  }

  @Override
  public Optional<OutboundCall> settle(String id) {
    return outbox.settle(id);
  }

  /** Never from within a call of the dialect, which is told that the connection is gone. */
  @Override
  public void close(int code, String reason) {
    later(() -> shut(code, reason));
  }

  void write(String text) {
    if (!closing) {
      sent.incrementAndGet();
      send(packing.frame(channel.alloc(), text));
    }
  }

  /** Writes and says so when the bytes have gone to the kernel. */
  void write(String text, Runnable written) {
    sent.incrementAndGet();
    ChannelFuture future = send(packing.frame(channel.alloc(), text));
    future.addListener(
        done -> {
          if (done.isSuccess()) {
            written.run();
          }
        });
  }

  ChannelFuture send(ByteBuf frame) {
    return channel.writeAndFlush(frame);
  }

  /**
   * Says goodbye and lets the dialect go at once; the socket follows as soon as the peer has seen
   * it, or after a second. Input is thrown away meanwhile, since closing a socket with unread bytes
   * would make the goodbye vanish. Event loop.
   */
  void shut(int code, String reason) {
    if (closing) {
      return;
    }
    LOG.info("{} closed by us: {} {}", label(), code, reason);
    letGo();
    frames.discardInput();
    ChannelFuture goodbye = send(Frames.close(channel.alloc(), code, reason));
    if (channel.pipeline().get(Doorway.TLS) == null && channel instanceof DuplexChannel duplex) {
      goodbye.addListener(done -> duplex.shutdownOutput());
    }
    channel.config().setAutoRead(true);
  }

  /** The station has said goodbye. Event loop. */
  void leaving(int code) {
    LOG.info("{} closed by the station: {}", label(), code);
    letGo();
  }

  /** More lies unread by the peer than it may leave. Event loop. */
  void dropUnlessWritable() {
    if (!channel.isWritable() && !closing) {
      drop("it does not read, write queue full");
    }
  }

  /** Ends without a word: the peer is gone or does not read. Event loop. */
  void drop(String why) {
    LOG.info("{} dropped: {}", label(), why);
    letGo();
    channel.close();
  }

  /** The channel is closed. Event loop. */
  void inactive() {
    if (!closing) {
      LOG.info("{} gone", label());
    }
    letGo();
    shared.lanes().remove(channel.eventLoop(), this);
  }

  private void letGo() {
    if (!closing) {
      closing = true;
      closingSince = System.nanoTime();
      outbox.close();
      inbox.close();
      shared.registry().leave(this);
      if (opened) {
        shared.relays().closed(this);
      }
      detached.complete(null);
    }
  }

  ChannelPipeline pipeline() {
    return channel.pipeline();
  }

  boolean closing() {
    return closing;
  }

  void reading(boolean on) {
    channel.config().setAutoRead(on || closing);
  }

  void follow() {
    inbox.follow();
  }

  void followNow() {
    inbox.followNow();
  }

  boolean heldBy(DialectRack.Live dialect) {
    return inbox.heldBy(dialect);
  }

  @Override
  public void sweep(long now) {
    if (closing) {
      if (now - closingSince > LINGER_NANOS) {
        channel.close();
      }
      return;
    }
    inbox.sweep(now);
    outbox.sweep(now, inbox.quiet());
    TransportConfig.Timing timing = shared.config().get().timing();
    if (inbox.paused()) {
      frames.excuse(now);
    }
    long silent = frames.silentFor(now);
    if (frames.incompleteFor(now) > timing.frameNanos()) {
      shut(POLICY, "frame timeout");
    } else if (silent > timing.idleNanos()) {
      shut(GONE_AWAY, "idle");
    } else if (silent > timing.pingNanos() && now - pingedAt > timing.pingNanos() / 2) {
      pingedAt = now;
      send(Frames.ping(channel.alloc()));
    }
  }

  /** Runs it on the event loop: now when this is it. */
  void run(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      later(task);
    }
  }

  /** Runs it on the event loop, after what runs there now; not at all when the loop has ended. */
  void later(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the transport has stopped", label());
    }
  }

  void after(long nanos, Runnable task) {
    channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** For the log. */
  String label() {
    return peer.station() + "#" + peer.connection();
  }

  Switchboard.Line line() {
    return new Switchboard.Line(
        peer, inbox.label(), inbox.size(), outbox.size(), frames.received(), sent.get());
  }
}
