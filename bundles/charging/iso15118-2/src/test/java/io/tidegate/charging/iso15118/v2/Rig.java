package io.tidegate.charging.iso15118.v2;

import io.tidegate.api.connection.Slot;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PowerOffer;
import io.tidegate.api.vehicle.VehicleDialect;
import io.tidegate.api.vehicle.VehicleDialect.Detachment;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A virtual EVSE and a vehicle's line to it, in a time of their own; all by one thread. */
final class Rig implements EvseUnit, VehicleLine {
  final List<EvseAction> actions = new ArrayList<>();
  final List<byte[]> sent = new ArrayList<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private final VehicleProtocol protocol;
  private final EvseRating rating;
  private final Supplier<VehicleDialect> versions;
  private VehicleDialect dialect;
  private Slot slot = Slot.EMPTY;
  private long due = Long.MAX_VALUE;
  private long leased;
  private boolean opening;

  long nanos = 1_000_000_000L;
  Instant at = Instant.parse("2026-11-21T12:00:00Z");
  boolean tls;
  boolean contactorWorks = true;
  boolean welded;
  boolean insulates = true;
  Authorisation answer = Authorisation.ACCEPTED;
  PilotState pilot = PilotState.C;
  ContactorState contactor = ContactorState.OPEN;
  boolean locked;
  Insulation insulation = Insulation.UNKNOWN;
  double voltageV = Double.NaN;
  double currentA;
  double importWh = 1_000;
  PowerOffer offer = new PowerOffer(5_000, 1, Long.MAX_VALUE);
  double limitDischargeW;
  List<EvseView.PowerSlot> schedule = List.of(new EvseView.PowerSlot(3_600, 11_000, 0));
  List<EvseView.PriceSlot> prices = List.of();
  Authorisation authorisation = Authorisation.NONE;
  Notice notice = Notice.NONE;
  Optional<EvseView.Fault> fault = Optional.empty();
  Optional<EvseView.PausedSession> paused = Optional.empty();
  boolean certificates;
  boolean leaseRanOut;
  String closed;
  byte entropy = 7;

  Rig(EvseRating rating, VehicleProtocol protocol, Supplier<VehicleDialect> versions) {
    this.rating = rating;
    this.protocol = protocol;
    this.versions = versions;
  }

  /** A dialect with another configuration, before anybody comes. */
  void renew() {
    dialect = versions.get();
  }

  static EvseRating dc() {
    return new EvseRating("DE*TDG*E1", true, 0, 0, 150, 920, 1, 125, 60, 50_000, 20_000, 500);
  }

  static EvseRating ac(int phases) {
    return new EvseRating("DE*TDG*E2", false, phases, 230, 0, 0, 6, 16, 0, 11_040, 0, 1_380);
  }

  void plugIn() {
    if (dialect == null) {
      renew();
    }
    dialect.attached(this);
  }

  /** Another connection of a vehicle at the same EVSE. */
  void reconnect() {
    slot = Slot.EMPTY;
    closed = null;
    due = Long.MAX_VALUE;
    entropy++;
    dialect.attached(this);
  }

  /** Another version of the dialect takes over. */
  void swap() {
    if (closed != null) {
      return;
    }
    dialect.detached(this, Detachment.HANDED_OVER);
    dialect = versions.get();
    dialect.attached(this);
  }

  /** The reply; null when there is none yet. */
  byte[] hear(byte[] message) {
    if (closed != null) {
      return null;
    }
    int before = sent.size();
    dialect.received(this, 0x8001, message);
    settle();
    return sent.size() > before ? sent.get(sent.size() - 1) : null;
  }

  /** The hardware does what it was told, and answers from elsewhere come back. */
  void settle() {
    for (int round = 0; round < 4; round++) {
      List<Runnable> now = List.copyOf(tasks);
      tasks.clear();
      now.forEach(Runnable::run);
      if (contactor == ContactorState.MOVING && contactorWorks) {
        contactor = ContactorState.CLOSED;
        change();
      }
      if (opening && !welded) {
        opening = false;
        contactor = ContactorState.OPEN;
        change();
      }
      if (insulation == Insulation.TESTING && insulates) {
        insulation = Insulation.VALID;
        change();
      }
    }
  }

  void change() {
    if (closed == null) {
      dialect.changed(this);
    }
  }

  void closeConnection() {
    if (closed == null) {
      closed = "";
      dialect.detached(this, Detachment.CLOSED);
      settle();
    }
  }

  /** Something is other than it was, and what follows. */
  void becomes() {
    change();
    settle();
  }

  void pass(Duration time) {
    long end = nanos + time.toNanos();
    while (due <= end && closed == null) {
      nanos = Math.max(nanos, due);
      due = Long.MAX_VALUE;
      dialect.expired(this);
    }
    at = at.plus(time);
    nanos = end;
    settle();
    if (contactor == ContactorState.CLOSED && nanos - leased > 0) {
      leaseRanOut = true;
      contactor = ContactorState.OPEN;
    }
  }

  <T extends EvseAction> List<T> all(Class<T> type) {
    return actions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends EvseAction> T last(Class<T> type) {
    List<T> all = all(type);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  @Override
  public void apply(List<EvseAction> all) {
    all.forEach(this::apply);
  }

  private void apply(EvseAction action) {
    actions.add(action);
    if (action instanceof EvseAction.Authorise) {
      authorisation = answer;
    } else if (action instanceof EvseAction.Lock) {
      locked = true;
    } else if (action instanceof EvseAction.Unlock) {
      locked = false;
    } else if (action instanceof EvseAction.CableCheck) {
      insulation = Insulation.TESTING;
    } else if (action instanceof EvseAction.PreCharge preCharge) {
      voltageV = preCharge.volts();
    } else if (action instanceof EvseAction.Energise energise) {
      leased = nanos + energise.lease().toNanos();
      contactor = contactor == ContactorState.OPEN ? ContactorState.MOVING : contactor;
    } else if (action instanceof EvseAction.Deenergise) {
      currentA = 0;
      opening = contactor == ContactorState.CLOSED;
      contactor = contactor == ContactorState.MOVING ? ContactorState.OPEN : contactor;
    } else if (action instanceof EvseAction.Pause pause) {
      paused = Optional.of(pause.session());
    } else if (action instanceof EvseAction.End) {
      paused = Optional.empty();
    }
  }

  @Override
  public EvseId id() {
    return new EvseId("E01");
  }

  @Override
  public EvseRating rating() {
    return rating;
  }

  @Override
  public EvseView view() {
    EvseView.MeterValue meter = new EvseView.MeterValue("M1", importWh, 0, at, Optional.empty());
    return new EvseView(
        at,
        nanos,
        pilot,
        contactor,
        locked,
        insulation,
        voltageV,
        currentA,
        voltageV * currentA,
        meter,
        offer,
        rating.maxChargeW(),
        limitDischargeW,
        schedule,
        prices,
        authorisation,
        notice,
        fault,
        paused,
        certificates);
  }

  @Override
  public AutoCloseable watch(Runnable changed) {
    return () -> {};
  }

  @Override
  public VehiclePeer peer() {
    byte[] random = new byte[64];
    Arrays.fill(random, entropy);
    Optional<VehiclePeer.TlsSession> session =
        tls
            ? Optional.of(new VehiclePeer.TlsSession("TLSv1.2", "suite", List.of()))
            : Optional.empty();
    return new VehiclePeer(id(), 1, protocol, 1, "[fe80::1]:50000", session, random);
  }

  @Override
  public EvseUnit evse() {
    return this;
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
    sent.add(message);
  }

  @Override
  public void deadline(Duration in) {
    due = nanos + Math.max(0, in.toNanos());
  }

  @Override
  public void noDeadline() {
    due = Long.MAX_VALUE;
  }

  /** When patience ends, from now. */
  Duration patience() {
    return Duration.ofNanos(due - nanos);
  }

  @Override
  public void close(String code, String sentence) {
    if (closed == null) {
      closed = code;
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }
}
