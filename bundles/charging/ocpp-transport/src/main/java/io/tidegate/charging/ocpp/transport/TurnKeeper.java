package io.tidegate.charging.ocpp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Before TLS: a socket takes a turn at the {@link HandshakeGate} with its first bytes, not earlier,
 * so that silent sockets hold nothing up. The turn ends with the handshake, and after a second in
 * any case: a peer that does not go on costs the others no more than that. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close shows as a closed channel
final class TurnKeeper extends ChannelInboundHandlerAdapter implements Lanes.Swept {
  static final String NAME = "turn";
  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final byte HANDSHAKE_RECORD = 22;

  private final HandshakeGate gate;
  private final Lanes lanes;
  private final Runnable granted = this::granted;
  private final List<Object> held = new ArrayList<>();
  private ChannelHandlerContext context;
  private State state = State.NEW;
  private long since;

  private enum State {
    NEW,
    WAITING,
    RUNNING,
    DONE
  }

  /** Told to the handlers behind, since their deadlines depend on it. */
  enum Turn {
    /** It waits for its turn: the time is not the peer's fault. */
    QUEUED,
    /** It has its turn. */
    BEGUN
  }

  TurnKeeper(HandshakeGate gate, Lanes lanes) {
    this.gate = gate;
    this.lanes = lanes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext ignored, Object input) {
    if (state == State.NEW && input instanceof ByteBuf bytes && bytes.isReadable()) {
      if (bytes.getByte(bytes.readerIndex()) != HANDSHAKE_RECORD) {
        ReferenceCountUtil.release(input);
        state = State.DONE;
        context.close();
        return;
      }
      arrive();
    }
    if (state == State.WAITING) {
      held.add(input);
    } else {
      context.fireChannelRead(input);
    }
  }

  private void arrive() {
    since = System.nanoTime();
    lanes.add(context.channel().eventLoop(), this);
    if (gate.enter(granted)) {
      state = State.RUNNING;
    } else {
      state = State.WAITING;
      context.channel().config().setAutoRead(false);
      context.fireUserEventTriggered(Turn.QUEUED);
    }
  }

  private void granted() {
    try {
      context.executor().execute(this::begin);
    } catch (java.util.concurrent.RejectedExecutionException e) {
      gate.leave(); // the transport stops
    }
  }

  private void begin() {
    if (state != State.WAITING) {
      gate.leave();
      return;
    }
    state = State.RUNNING;
    since = System.nanoTime();
    context.fireUserEventTriggered(Turn.BEGUN);
    List<Object> now = List.copyOf(held);
    held.clear();
    now.forEach(context::fireChannelRead);
    context.fireChannelReadComplete();
    context.channel().config().setAutoRead(true);
  }

  /** The handshake has ended, well or badly. */
  void done() {
    end();
    if (!context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }

  private void end() {
    State before = state;
    state = State.DONE;
    lanes.remove(context.channel().eventLoop(), this);
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    if (before == State.RUNNING) {
      gate.leave();
    } else if (before == State.WAITING) {
      gate.forget(granted);
    }
  }

  @Override
  public void sweep(long now) {
    if (state == State.RUNNING && now - since > TURN_NANOS) {
      end();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    end();
    inactive.fireChannelInactive();
  }
}
