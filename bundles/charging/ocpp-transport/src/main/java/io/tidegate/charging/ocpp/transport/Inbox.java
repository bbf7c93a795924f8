package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.OutboundCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of one connection on their way to the dialect: in order, one at a time, and no more a
 * second than allowed. When it is full the socket is not read; it holds at most its size and what
 * one read had brought already. While no dialect is bound the messages wait. Event loop only.
 */
final class Inbox {
  private static final int MOST_A_TURN = 32;
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final Connection connection;
  private final Shared shared;
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private final Allowance allowance = new Allowance();
  private final List<Ended> unheard = new ArrayList<>();
  private final Pending pending = new Pending();
  private DialectRack.Live dialect;
  private volatile Attention attention = new Attention("");
  private volatile String label = "";
  private volatile int size;
  private boolean open;
  private boolean delivering;
  private boolean busy;
  private boolean paused;
  private long busySince;
  private long turn;
  private long unattendedSince = System.nanoTime();

  Inbox(Connection connection, Shared shared) {
    this.connection = connection;
    this.shared = shared;
  }

  private record Ended(OutboundCall call, CallFate fate) {}

  /** From now on dialects are attached. */
  void open() {
    open = true;
    follow();
  }

  void accept(String message) {
    waiting.add(message);
    deliver();
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    int left = MOST_A_TURN;
    while (!busy && dialect != null && !waiting.isEmpty() && allowed()) {
      if (left-- == 0) {
        connection.later(this::deliver);
        break;
      }
      hand(waiting.poll());
    }
    delivering = false;
    size = waiting.size();
    regulate();
  }

  private boolean allowed() {
    return allowance.take(System.nanoTime(), shared.config().get().limits().messagesPerSecond());
  }

  private void regulate() {
    int most = shared.config().get().limits().inbound();
    if (!paused && waiting.size() >= most) {
      paused = true;
      connection.reading(false);
    } else if (paused && waiting.size() <= most / 2) {
      paused = false;
      connection.reading(true);
    }
  }

  private void hand(String message) {
    long mine = ++turn;
    busy = true;
    busySince = System.nanoTime();
    CompletionStage<Void> stage;
    try {
      stage = shared.relays().received(connection, dialect.dialect(), message);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("dialect {} failed on a message of {}", label, connection.label(), e);
      attention.failed(e);
      busy = false;
      return;
    }
    stage.whenComplete((nothing, failure) -> connection.run(() -> done(mine, failure)));
  }

  private void done(long mine, Throwable failure) {
    if (failure != null) {
      LOG.error("dialect {} failed on a message of {}", label, connection.label(), failure);
      attention.failed(failure);
    }
    if (mine == turn && busy) {
      busy = false;
      if (!delivering) {
        follow();
        deliver();
      }
    }
  }

  /** Hands the connection to the dialect that is live now, if no message is in progress. */
  void follow() {
    Optional<DialectRack.Live> next =
        shared.rack().live(connection.peer().subprotocol()).filter(live -> open);
    if (busy || same(next.orElse(null), dialect)) {
      return;
    }
    detach(Dialect.Detachment.HANDED_OVER);
    next.ifPresent(this::attach);
  }

  /** Like {@link #follow}, without waiting any longer for the message in progress. */
  void followNow() {
    if (busy && !same(dialect, shared.rack().live(connection.peer().subprotocol()).orElse(null))) {
      LOG.warn("dialect {} left with a message of {} unfinished", label, connection.label());
      busy = false;
      turn++;
    }
    follow();
  }

  private static boolean same(DialectRack.Live one, DialectRack.Live other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.serviceId() == other.serviceId();
  }

  private void attach(DialectRack.Live next) {
    dialect = next;
    label = next.label();
    attention = shared.rack().attention(next);
    guarded("attached", () -> next.dialect().attached(connection));
    List<Ended> news = List.copyOf(unheard);
    unheard.clear();
    news.forEach(n -> ended(n.call, n.fate));
    deliver();
  }

  private void detach(Dialect.Detachment reason) {
    DialectRack.Live old = dialect;
    if (old != null) {
      guarded("detached", () -> old.dialect().detached(connection, reason));
      dialect = null;
      label = "";
      pending.forget();
      unattendedSince = System.nanoTime();
    }
  }

  /** Tells the dialect the fate of a call, the next dialect when there is none now. */
  void ended(OutboundCall call, CallFate fate) {
    if (shared.relays().ended(connection, call, fate)) {
      return;
    }
    DialectRack.Live live = dialect;
    if (live != null) {
      guarded("ended", () -> live.dialect().ended(connection, call, fate));
    } else if (unheard.size() < 2 * shared.config().get().limits().outbound()) {
      unheard.add(new Ended(call, fate));
    } else {
      LOG.warn("fate {} of call {} of {} has no hearer", fate, call.id(), connection.label());
    }
  }

  private void guarded(String what, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("dialect {} failed in {} of {}", label, what, connection.label(), e);
    }
  }

  /** The dialect gets this message now. */
  void given(String message) {
    pending.given(message, System.nanoTime());
  }

  /** The dialect has answered; any thread. */
  void answered() {
    pending.answered();
    attention.answered();
  }

  /** The socket is closed. */
  void close() {
    waiting.clear();
    size = 0;
    open = false;
    detach(Dialect.Detachment.CLOSED);
    unheard.clear();
    busy = false;
    turn++;
  }

  void sweep(long now) {
    int overdue = pending.overdue(now);
    if (overdue > 0) {
      attention.missed(overdue);
    }
    if (busy && now - busySince > shared.config().get().timing().stageNanos()) {
      LOG.error("dialect {} is stuck on a message of {}, going on", label, connection.label());
      busy = false;
      turn++;
      follow();
    }
    if (!waiting.isEmpty()) {
      deliver();
    }
    if (dialect == null
        && now - unattendedSince > shared.config().get().timing().dialectGapNanos()) {
      connection.shut(1001, "no dialect");
    }
  }

  /** No message waits or is in progress, and somebody is there to hear. */
  boolean quiet() {
    return dialect != null && !busy && waiting.isEmpty();
  }

  boolean paused() {
    return paused;
  }

  /** True while the connection is spoken for by that dialect. */
  boolean heldBy(DialectRack.Live live) {
    return same(dialect, live);
  }

  /** Bundle that speaks; any thread. */
  String label() {
    return label;
  }

  /** Messages waiting; any thread. */
  int size() {
    return size;
  }
}
