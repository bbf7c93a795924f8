package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.api.vehicle.EvseView.PriceSlot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small honest EVSE over virtual time: it moves its contactor in a while, opens it when the lease
 * is out, and never closes it with a fault or while the vehicle is not ready.
 */
final class VirtualEvse implements EvseUnit {
  static final Instant BEGIN = Instant.parse("2026-11-21T12:00:00Z");
  private static final long MS = 1_000_000L;

  final List<EvseAction> actions = new ArrayList<>();
  EvseRating rating;
  PilotState pilot = PilotState.B;
  Authorisation authorisation = Authorisation.NONE;

  /** What somebody will say when asked; WAITING: nobody says anything. */
  Authorisation word = Authorisation.ACCEPTED;

  Insulation insulation = Insulation.UNKNOWN;
  Insulation tested = Insulation.VALID;
  int violations;
  boolean stuck;
  boolean dead;
  boolean welded;
  boolean changed;
  boolean certificates;
  double offerW = 11_000;
  long setpoint = 7;
  long offerExpires = Long.MAX_VALUE;
  double limitChargeW;
  double limitDischargeW;
  List<PowerSlot> schedule = List.of(new PowerSlot(3_600, 9_000, 4_000));
  List<PriceSlot> prices = List.of();
  Notice notice = Notice.NONE;
  Optional<Fault> fault = Optional.empty();
  Optional<PausedSession> paused = Optional.empty();

  private ContactorState contactor = ContactorState.OPEN;
  private boolean session;
  private boolean wantedClosed;
  private boolean locked;
  private long nanos = 1_000_000_000L;
  private long leaseUntil;
  private long movedAt = Long.MAX_VALUE;
  private long testedAt = Long.MAX_VALUE;
  private long saidAt = Long.MAX_VALUE;
  private double volts;

  VirtualEvse(boolean direct) {
    rating =
        direct
            ? new EvseRating("DE*TDG*E1", true, 0, 0, 200, 920, 1, 60, 50, 30_000, 25_000, 500)
            : new EvseRating("DE*TDG*E1", false, 3, 230, 0, 0, 6, 32, 32, 22_000, 22_000, 1_400);
    limitChargeW = rating.maxChargeW();
    limitDischargeW = rating.maxDischargeW();
  }

  long nanos() {
    return nanos;
  }

  boolean closed() {
    return contactor == ContactorState.CLOSED;
  }

  boolean open() {
    return contactor == ContactorState.OPEN;
  }

  /** Whether power could flow though nobody vouches for it. */
  boolean unsafe() {
    return closed() && (!session || nanos - leaseUntil > 0 || fault.isPresent());
  }

  /** When something next happens here by itself. */
  long next() {
    long lease = wantedClosed ? leaseUntil : Long.MAX_VALUE;
    return Math.min(Math.min(lease, movedAt), Math.min(testedAt, saidAt));
  }

  void runTo(long at) {
    nanos = at;
    violations += unsafe() && nanos - leaseUntil != 0 ? 1 : 0;
    if (wantedClosed && nanos - leaseUntil >= 0) {
      move(false, 20);
    }
    if (nanos >= movedAt) {
      movedAt = Long.MAX_VALUE;
      changed = true;
      contactor =
          wantedClosed
              ? ContactorState.CLOSED
              : welded ? ContactorState.WELDED : ContactorState.OPEN;
    }
    if (nanos >= testedAt) {
      testedAt = Long.MAX_VALUE;
      insulation = tested;
      changed = true;
    }
    if (nanos >= saidAt) {
      saidAt = Long.MAX_VALUE;
      authorisation = word;
      changed = true;
    }
  }

  private void move(boolean close, long ms) {
    if (close == wantedClosed) {
      return;
    }
    if (close && (fault.isPresent() || !pilot.ready() || !session)) {
      return;
    }
    wantedClosed = close;
    changed = true;
    if (close && stuck) {
      contactor = ContactorState.MOVING;
      return;
    }
    contactor = close || contactor != ContactorState.OPEN ? ContactorState.MOVING : contactor;
    movedAt = nanos + ms * MS;
  }

  void pilot(PilotState state) {
    pilot = state;
    changed = true;
    if (!state.ready()) {
      move(false, 20);
    }
  }

  void fault(String code, boolean emergency) {
    fault = Optional.of(new Fault(code, "something is wrong", emergency));
    changed = true;
    move(false, 20);
  }

  @Override
  public void apply(List<EvseAction> given) {
    for (EvseAction action : given) {
      actions.add(action);
      apply(action);
    }
  }

  private void apply(EvseAction action) {
    if (action instanceof EvseAction.Begin) {
      session = true;
      authorisation = Authorisation.NONE;
      paused = Optional.empty();
    } else if (action instanceof EvseAction.Authorise) {
      authorisation = Authorisation.WAITING;
      saidAt = word == Authorisation.WAITING ? Long.MAX_VALUE : nanos + 300 * MS;
    } else if (action instanceof EvseAction.CableCheck) {
      insulation = Insulation.TESTING;
      testedAt = nanos + 400 * MS;
    } else if (action instanceof EvseAction.PreCharge preCharge) {
      volts = dead ? 0 : preCharge.volts();
    } else if (action instanceof EvseAction.Energise energise) {
      leaseUntil = nanos + energise.lease().toNanos();
      move(true, 60);
    } else if (action instanceof EvseAction.Deenergise off) {
      move(false, off.now() ? 20 : 400);
      volts = 0;
    } else if (action instanceof EvseAction.Lock) {
      locked = true;
    } else if (action instanceof EvseAction.Unlock) {
      locked = false;
    } else if (action instanceof EvseAction.Pause pause) {
      paused = Optional.of(pause.session());
      session = false;
    } else if (action instanceof EvseAction.End) {
      session = false;
    }
    changed = true;
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
    double powerW = closed() ? offerW : 0;
    Instant at = BEGIN.plusNanos(nanos);
    return new EvseView(
        at,
        nanos,
        pilot,
        contactor,
        locked,
        insulation,
        rating.direct() ? volts : 230,
        powerW / 400,
        powerW,
        new EvseView.MeterValue("M1", 1_000, 200, at, Optional.of("0badcafe")),
        new EvseView.PowerOffer(offerW, setpoint, offerExpires),
        limitChargeW,
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
  public AutoCloseable watch(Runnable called) {
    return () -> {};
  }
}
