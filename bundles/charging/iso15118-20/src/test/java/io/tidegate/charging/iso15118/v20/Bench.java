package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.connection.Slot;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.VehicleDialect.Detachment;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.RecordBytes;
import io.tidegate.charging.vehicle.dialect.VehicleEngine;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * One line between a test's vehicle and the machine, over virtual time: the engine itself, real
 * bytes, a virtual EVSE. Another instance of the engine takes over before every event when asked
 * to.
 */
final class Bench implements VehicleLine, VehicleEngine.Desk {
  private static final RecordBytes<Session> FORM = new RecordBytes<>(Session.class);
  private static final Wording20 WORDING = new Wording20();

  final VirtualEvse evse;
  Rules rules = Rules.DEFAULT;
  Trust trust = Trust.NONE;
  VehicleQuirks quirks = VehicleQuirks.NONE;
  Function<Event.Question, CompletionStage<?>> oracle = question -> new CompletableFuture<Object>();
  boolean handOver;
  BiConsumer<Integer, byte[]> tap = (type, bytes) -> {};
  final List<String> closes = new ArrayList<>();
  final Queue<V2GMessage> replies = new ArrayDeque<>();
  final List<Integer> types = new ArrayList<>();
  final byte[] entropy = new byte[64];

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private VehicleEngine<Session, V2GMessage> engine;
  private Slot slot = Slot.EMPTY;
  private long due = Long.MAX_VALUE;
  private boolean detached;

  Bench(VirtualEvse evse) {
    this.evse = evse;
    for (int i = 0; i < entropy.length; i++) {
      entropy[i] = (byte) (i + 1);
    }
  }

  static Bench ac() {
    return new Bench(new VirtualEvse(false));
  }

  static Bench dc() {
    return new Bench(new VirtualEvse(true));
  }

  void configure(String... keysAndValues) {
    Map<String, Object> properties = new java.util.HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    rules = Rules.of(Iso15118V20Dialect.PID, properties);
  }

  /** A new connection at the same EVSE. */
  void connect() {
    slot = Slot.EMPTY;
    due = Long.MAX_VALUE;
    detached = false;
    closes.clear();
    replies.clear();
    types.clear();
    engine = engine();
    engine.attached(this);
    settle();
  }

  private VehicleEngine<Session, V2GMessage> engine() {
    return new VehicleEngine<>(
        new Secc(() -> rules, () -> trust), WORDING, Session.SCHEMA, FORM, this);
  }

  private void before() {
    if (handOver && !detached) {
      engine.detached(this, Detachment.HANDED_OVER);
      engine = engine();
      engine.attached(this);
    }
  }

  void deliver(int payloadType, byte[] message) {
    tap.accept(payloadType, message);
    before();
    if (!detached) {
      engine.received(this, payloadType, message);
    }
    settle();
  }

  /** The vehicle closes the connection. */
  void hangUp() {
    if (!detached) {
      detached = true;
      engine.detached(this, Detachment.CLOSED);
    }
    settle();
  }

  /** Lets time pass, and all that happens in it. */
  void advance(Duration by) {
    long until = evse.nanos() + by.toNanos();
    settle();
    while (true) {
      long next = Math.min(Math.min(due, evse.next()), until);
      evse.runTo(Math.max(next, evse.nanos()));
      if (due <= evse.nanos()) {
        due = Long.MAX_VALUE;
        before();
        engine.expired(this);
      }
      settle();
      if (evse.nanos() >= until && evse.next() > until && due > until) {
        return;
      }
    }
  }

  /** Waits for a reply, the end, or so long. */
  Optional<V2GMessage> await(Duration most) {
    long until = evse.nanos() + most.toNanos();
    while (replies.isEmpty() && closes.isEmpty() && evse.nanos() < until) {
      long step = Math.min(Math.min(due, evse.next()), until) - evse.nanos();
      advance(Duration.ofNanos(Math.max(0, step)));
    }
    return Optional.ofNullable(replies.poll());
  }

  /** Tells the machine of what has changed. */
  void settle() {
    while (evse.changed || !tasks.isEmpty()) {
      if (!tasks.isEmpty()) {
        tasks.poll().run();
      } else {
        evse.changed = false;
        if (!detached && closes.isEmpty()) {
          before();
          engine.changed(this);
        }
      }
    }
    if (!closes.isEmpty() && !detached) {
      detached = true;
      engine.detached(this, Detachment.CLOSED);
      settle();
    }
  }

  Session session() {
    return FORM.read(slot.bytes()).orElseThrow();
  }

  Phase phase() {
    return session().phase();
  }

  boolean over() {
    return detached;
  }

  /** All actions of a kind so far. */
  <A extends EvseAction> List<A> all(Class<A> kind) {
    return evse.actions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <A extends EvseAction> A last(Class<A> kind) {
    List<A> all = all(kind);
    return all.get(all.size() - 1);
  }

  @Override
  public VehiclePeer peer() {
    VehicleProtocol protocol =
        new VehicleProtocol(
            "urn:iso:std:iso:15118:-20:" + (evse.rating.direct() ? "DC" : "AC"),
            1,
            0,
            evse.rating.direct() ? VehicleProtocol.Energy.DC : VehicleProtocol.Energy.AC,
            VehicleProtocol.Tls.MUTUAL_13);
    return new VehiclePeer(new EvseId("E01"), 1, protocol, 1, "[::1]:1", Optional.empty(), entropy);
  }

  @Override
  public EvseUnit evse() {
    return evse;
  }

  @Override
  public Slot slot() {
    return slot;
  }

  @Override
  public void slot(Slot state) {
    slot = state;
  }

  @Override
  public void send(int payloadType, byte[] message) {
    if (detached) {
      return;
    }
    types.add(payloadType);
    try {
      replies.add(WORDING.decode(payloadType, message).orElseGet(() -> side(message)));
    } catch (ExiException e) {
      throw new IllegalStateException("a reply that cannot be read", e);
    }
  }

  private static V2GMessage side(byte[] message) {
    try {
      return WORDING.decode(Payloads.COMMON, message).orElseThrow();
    } catch (ExiException e) {
      throw new IllegalStateException("a reply that cannot be read", e);
    }
  }

  @Override
  public void deadline(Duration in) {
    due = evse.nanos() + Math.max(0, in.toNanos());
  }

  @Override
  public void noDeadline() {
    due = Long.MAX_VALUE;
  }

  @Override
  public void close(String code, String sentence) {
    closes.add(code);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Logger log() {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public Optional<VehicleQuirkBook> quirks() {
    return Optional.of(make -> quirks);
  }

  @Override
  public BooleanSupplier frames() {
    return () -> false;
  }

  @Override
  public CompletionStage<?> answer(Event.Question question, VehiclePeer peer) {
    return oracle.apply(question);
  }
}
