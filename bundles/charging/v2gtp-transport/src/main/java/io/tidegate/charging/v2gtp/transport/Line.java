package io.tidegate.charging.v2gtp.transport;

import io.netty.util.concurrent.ScheduledFuture;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.VehicleDialect.Detachment;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import io.tidegate.codec.v2gtp.V2gtp;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vehicle's connection from the agreement on a protocol on: one message at a time to the dialect
 * that is live, one deadline, changes of the EVSE coalesced. Lives on the door's event loop; only
 * {@link #later} and {@link #state} may be called from elsewhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks catch what they throw themselves
final class Line implements VehicleLine {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** Messages that may wait for their turn: side streams overlap; a peer that waits needs none. */
  private static final int MOST_WAITING = 4;

  /** Long enough for the event loop to wait for sockets again, and no longer. */
  private static final long LOOK_NANOS = 1_000_000;

  private final VehiclePeer peer;
  private final EvseUnit unit;
  private final Visitor visitor;
  private final Shared shared;
  private final ArrayDeque<V2gtp.Frame> waiting = new ArrayDeque<>();
  private final AtomicBoolean changePending = new AtomicBoolean();
  private volatile DialectRack.Live dialect;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private Slot slot = Slot.EMPTY;
  private AutoCloseable watch = () -> {};
  private ScheduledFuture<?> deadline;
  private boolean overdue;
  private ScheduledFuture<?> gap;
  private boolean busy;
  private boolean delivering;

  /** A message was delivered in this turn of the event loop: other lines have theirs first. */
  private boolean served;

  private final Pace pace;
  private boolean closing;
  private boolean plugged;

  Line(VehiclePeer peer, EvseUnit unit, Visitor visitor, Shared shared) {
    this.peer = peer;
    this.unit = unit;
    this.visitor = visitor;
    this.shared = shared;
    this.pace = new Pace(shared.config().get().limits().messagesPerSecond(), System.nanoTime());
  }

  /** From now on changes of the EVSE are heard. */
  void watch() {
    plugged = unit.view().pilot() != PilotState.A;
    watch = unit.watch(this::viewChanged);
  }

  /** The agreement is sent: from now on a dialect is attached. */
  void begin() {
    hand(shared.rack().live(peer.protocol()).orElse(null));
  }

  void received(V2gtp.Frame frame) {
    if (closing) {
      return;
    }
    received.incrementAndGet();
    if (waiting.size() >= MOST_WAITING) {
      shut("", "it does not wait for answers");
      return;
    }
    waiting.add(frame);
    deliver();
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    follow();
    if (!busy && !served && dialect != null && !closing && !waiting.isEmpty()) {
      served = true;
      long early = pace.take(System.nanoTime());
      if (early > 0) {
        after(early, this::nextTurn);
      } else {
        V2gtp.Frame frame = waiting.poll();
        DialectRack.Live live = dialect;
        busy = true;
        later(this::nextTurn);
        guarded(
            "received", () -> live.dialect().received(this, frame.payloadType(), frame.payload()));
        follow();
      }
    }
    delivering = false;
  }

  private void nextTurn() {
    served = false;
    deliver();
  }

  /** Hands the line to the dialect that is live now, unless an answer is awaited. */
  void follow() {
    DialectRack.Live next = shared.rack().live(peer.protocol()).orElse(null);
    if (!closing && !busy && !same(next, dialect)) {
      hand(next);
    }
  }

  /**
   * Hands it over without waiting for an answer any longer: the dialect goes. The message counts as
   * delivered, its answer is awaited of the next one, which finds in the slot what it is about.
   */
  void followNow() {
    DialectRack.Live next = shared.rack().live(peer.protocol()).orElse(null);
    if (!closing && !same(next, dialect)) {
      if (busy) {
        LOG.warn("{} left {} with a message unanswered", label(dialect), visitor.label());
      }
      hand(next);
    }
  }

  /**
   * Whether a newcomer is this line's vehicle: from the same host, since there is one at an EVSE,
   * and with the same certificate where this one has shown any.
   */
  boolean isOf(InetSocketAddress remote, Optional<TlsSession> tls) {
    List<X509Certificate> known = peer.tls().map(TlsSession::vehicle).orElse(List.of());
    List<X509Certificate> shown = tls.map(TlsSession::vehicle).orElse(List.of());
    return remote.getAddress().equals(visitor.remote().getAddress())
        && (known.isEmpty() || (!shown.isEmpty() && shown.get(0).equals(known.get(0))));
  }

  boolean heldBy(DialectRack.Live live) {
    return same(dialect, live);
  }

  private void hand(DialectRack.Live next) {
    DialectRack.Live old = dialect;
    if (old != null) {
      dialect = null;
      guarded("detached", () -> old.dialect().detached(this, Detachment.HANDED_OVER));
    }
    if (closing) {
      return;
    }
    if (next == null) {
      long nanos = shared.config().get().timing().dialectGapNanos();
      LOG.warn("{}: nobody speaks {} now", visitor.label(), peer.protocol().namespace());
      if (gap == null) {
        gap = loop(this::gapOver, nanos);
      }
      return;
    }
    if (gap != null) {
      gap.cancel(false);
      gap = null;
    }
    LOG.debug("{} is {}'s", visitor.label(), next.label());
    dialect = next;
    guarded("attached", () -> next.dialect().attached(this));
    if (busy) {
      guarded("changed", () -> next.dialect().changed(this));
    }
    if (overdue) {
      overdue = false;
      expired();
    }
    deliver();
  }

  private void gapOver() {
    gap = null;
    if (dialect == null) {
      shut("", "nobody speaks " + peer.protocol().namespace() + " any more");
    }
  }

  private void guarded(String what, Runnable call) {
    if (what.equals("detached") || !closing) {
      try {
        call.run();
      } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
        LOG.error("dialect failed in {} of {}", what, visitor.label(), e);
        shut("", "the dialect failed");
      }
    }
  }

  @Override
  public VehiclePeer peer() {
    return peer;
  }

  @Override
  public EvseUnit evse() {
    return unit;
  }

  @Override
  public Slot slot() {
    return slot;
  }

  @Override
  public void slot(Slot state) {
    slot = Objects.requireNonNull(state);
  }

  @Override
  public void send(int payloadType, byte[] message) {
    if (closing) {
      return;
    }
    if (!busy) {
      LOG.error("{}: an answer of {} to nothing is dropped", visitor.label(), label(dialect));
      return;
    }
    busy = false;
    if (sent.getAndIncrement() == 0) {
      visitor.settled();
    }
    visitor.send(payloadType, message);
    if (!delivering) {
      later(this::goOn);
    }
  }

  private void goOn() {
    follow();
    deliver();
  }

  @Override
  public void deadline(Duration in) {
    noDeadline();
    if (!closing) {
      deadline = loop(this::lapsed, Math.max(0, in.toNanos()));
    }
  }

  @Override
  public void noDeadline() {
    overdue = false;
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /**
   * If this thread was late, what the vehicle sent in time may still lie in its socket: sockets are
   * read once more before it counts.
   */
  private void lapsed() {
    deadline = loop(this::expired, LOOK_NANOS);
  }

  private void expired() {
    deadline = null;
    DialectRack.Live live = dialect;
    if (live == null) {
      overdue = true; // whoever comes next hears of it
    } else {
      guarded("expired", () -> live.dialect().expired(this));
    }
  }

  /** On a thread of the unit's. */
  private void viewChanged() {
    if (changePending.compareAndSet(false, true)) {
      later(this::changed);
    }
  }

  private void changed() {
    changePending.set(false);
    DialectRack.Live live = dialect;
    if (live != null) {
      guarded("changed", () -> live.dialect().changed(this));
    }
    PilotState pilot = unit.view().pilot();
    if (pilot.plugged()) {
      plugged = true;
    } else if (pilot == PilotState.A && plugged) {
      shut("", "the plug is out");
    }
  }

  /** Soon: the dialect must not hear that the line is closed while it is being called. */
  @Override
  public void close(String code, String sentence) {
    later(() -> shut(code, sentence));
  }

  @Override
  public void execute(Runnable task) {
    DialectRack.Live asked = dialect;
    later(
        () -> {
          if (asked != null && same(asked, dialect)) {
            guarded("execute", task);
          }
        });
  }

  /** Lets the dialect go at once; the connection follows when what was sent has left. */
  void shut(String code, String sentence) {
    if (closing) {
      return;
    }
    if (code.isEmpty()) {
      LOG.info("{} closed: {}", visitor.label(), sentence);
    } else {
      LOG.warn("{} {} closed: {}", code, visitor.label(), sentence);
    }
    letGo();
    visitor.leave();
  }

  /** The channel is closed. */
  void gone() {
    if (!closing) {
      LOG.info("{} gone", visitor.label());
      letGo();
    }
  }

  private void letGo() {
    closing = true;
    noDeadline();
    waiting.clear();
    if (gap != null) {
      gap.cancel(false);
    }
    try {
      watch.close();
    } catch (Exception e) {
      LOG.debug("{}: the watch did not end", visitor.label(), e);
    }
    visitor.door().left(this);
    DialectRack.Live old = dialect;
    dialect = null;
    if (old != null) {
      guarded("detached", () -> old.dialect().detached(this, Detachment.CLOSED));
    }
  }

  private ScheduledFuture<?> loop(Runnable task, long nanos) {
    return visitor.channel().eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** Runs it on the event loop, after what runs there now; not at all when the loop has ended. */
  void later(Runnable task) {
    try {
      visitor.channel().eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the transport has stopped", visitor.label());
    }
  }

  /** Runs it on the event loop some time later. */
  void after(long nanos, Runnable task) {
    loop(task, nanos);
  }

  VehicleSwitchboard.Line state() {
    DialectRack.Live live = dialect;
    return new VehicleSwitchboard.Line(
        peer, live == null ? "" : live.label(), received.get(), sent.get());
  }

  private static boolean same(DialectRack.Live one, DialectRack.Live other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.serviceId() == other.serviceId();
  }

  private static String label(DialectRack.Live live) {
    return live == null ? "nobody" : live.label();
  }

  @Override
  public String toString() {
    return visitor.label();
  }
}
