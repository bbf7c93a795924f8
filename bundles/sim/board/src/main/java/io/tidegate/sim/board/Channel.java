package io.tidegate.sim.board;

import io.tidegate.codec.charger.board.BoardMessage;
import io.tidegate.codec.charger.board.BoardMessage.Flags;
import io.tidegate.codec.charger.board.BoardMessage.Rating;
import io.tidegate.codec.charger.board.BoardMessage.Result;
import java.util.Optional;

/**
 * One EVSE of the board: pilot circuit, contactor, lock, supply and meter, moved on in small steps.
 * Its lock guards everything; time is handed in.
 */
final class Channel implements SimulatedEvse {
  private static final double PILOT_V = 12;
  private static final double ARC_A = 2;
  private static final double INRUSH_V = 20;
  private static final double NANOS_PER_S = 1e9;
  private static final double S_PER_H = 3_600;
  private static final double SOUND_OHM = 2e6;

  private final ChannelSpec spec;
  private final Supply supply;
  private final Runnable edge;

  // the vehicle
  private boolean connected;
  private Plug.Resistor resistor = Plug.Resistor.B;
  private boolean diode = true;
  private boolean vehicleContactor;
  private double takesA;
  private double vehicleOhm = SOUND_OHM;

  // what the gateway wants
  private double dutyPct = 100;
  private boolean wantClosed;
  private long closeUntil;
  private boolean wantLocked;
  private long outputUntil;
  private boolean lapsed;

  // what is
  private boolean closed;
  private boolean locked;
  private long contactorMoves;
  private long lockMoves;
  private long testEnds;
  private boolean testing;
  private double insulationOhm = Double.NaN;
  private double importWh;
  private double exportWh;
  private long last;
  private boolean stepped;

  // what may be wrong
  private boolean welded;
  private boolean stuckOpen;
  private boolean jammed;
  private boolean emergencyStop;
  private double extraV;
  private double extraA;
  private double derateW = Double.POSITIVE_INFINITY;
  private double worstArcA;
  private double worstInrushV;

  /**
   * @param edge is run, without the lock, when the gateway should hear of something at once
   */
  Channel(ChannelSpec spec, Runnable edge) {
    this.spec = spec;
    this.supply = new Supply(spec);
    this.edge = edge;
  }

  /** Moves everything on. Returns whether a level has changed. */
  synchronized boolean step(long now) {
    double seconds = stepped ? (now - last) / NANOS_PER_S : 0;
    last = now;
    stepped = true;
    boolean before = closed;
    boolean lockedBefore = locked;
    lapse(now);
    if (emergencyStop) {
      wantClosed = false;
      supply.off();
    }
    move(now);
    if (testing && now - testEnds >= 0) {
      testing = false;
      insulationOhm = vehicleOhm;
    } else if (!testing && !Double.isNaN(insulationOhm)) {
      insulationOhm = connected ? vehicleOhm : SOUND_OHM;
    }
    boolean through = closed && connected && vehicleContactor;
    if (spec.direct()) {
      worstInrushV = Math.max(worstInrushV, supply.step(seconds, through));
    }
    count(seconds);
    return before != closed || lockedBefore != locked;
  }

  private void lapse(long now) {
    if (wantClosed && now - closeUntil >= 0) {
      wantClosed = false;
      contactorMoves = now;
      lapsed = true;
    }
    if (supply.on() && now - outputUntil >= 0) {
      supply.off();
      lapsed = true;
    }
  }

  private void move(long now) {
    long after = spec.contactorMs() * 1_000_000L;
    if (wantClosed != closed && now - contactorMoves >= after) {
      if (wantClosed) {
        closed = !stuckOpen;
      } else if (!welded) {
        worstArcA = Math.max(worstArcA, Math.abs(current()));
        closed = false;
      }
    }
    if (wantLocked != locked && !jammed && now - lockMoves >= spec.lockMs() * 1_000_000L) {
      locked = wantLocked;
    }
  }

  private void count(double seconds) {
    double wh = power() * seconds / S_PER_H;
    importWh += Math.max(0, wh);
    exportWh += Math.max(0, -wh);
  }

  private double current() {
    if (spec.direct()) {
      return supply.amps() + extraA;
    }
    return (closed && connected ? takesA : 0) + extraA;
  }

  private double power() {
    return spec.direct()
        ? (supply.volts() + extraV) * current()
        : spec.phases() * spec.nominalV() * current();
  }

  /** What the board measures of it now. */
  synchronized BoardMessage.Status status(long boardMs) {
    double high = high();
    boolean steady = dutyPct <= 0 || dutyPct >= 100;
    double low = steady ? high : connected && !diode ? -high : -PILOT_V;
    Flags flags =
        new Flags(wantClosed, closed, locked, emergencyStop, supply.on(), testing, lapsed);
    return new BoardMessage.Status(
        boardMs,
        high,
        low,
        dutyPct,
        flags,
        (spec.direct() ? supply.volts() : spec.nominalV()) + extraV,
        current(),
        insulationOhm,
        30 + Math.abs(current()) / 5);
  }

  private double high() {
    if (dutyPct <= 0) {
      return -PILOT_V;
    }
    return connected ? resistor.volts() : PILOT_V;
  }

  synchronized BoardMessage.Meter meter() {
    return new BoardMessage.Meter(importWh, exportWh, power(), Optional.empty());
  }

  synchronized Rating rating() {
    return spec.direct()
        ? new Rating(
            spec.minV(),
            spec.maxV(),
            spec.maxSourceA(),
            spec.maxSinkA(),
            Math.min(derateW, spec.maxW()))
        : Rating.NONE;
  }

  boolean direct() {
    return spec.direct();
  }

  /** Does what a frame asks for. */
  Result take(BoardMessage command, long now) {
    Result result;
    synchronized (this) {
      result = obey(command, now);
    }
    edge.run();
    return result;
  }

  private Result obey(BoardMessage command, long now) {
    if (command instanceof BoardMessage.Pilot pilot) {
      dutyPct = pilot.percent();
      return dutyPct <= 100 ? Result.DONE : Result.RANGE;
    } else if (command instanceof BoardMessage.Switch contactor) {
      return contactor(contactor, now);
    } else if (command instanceof BoardMessage.Lock lock) {
      lockMoves = wantLocked == lock.locked() ? lockMoves : now;
      wantLocked = lock.locked();
      return jammed && locked != wantLocked ? Result.HARDWARE : Result.DONE;
    } else if (command instanceof BoardMessage.Output output) {
      return output(output, now);
    } else if (command instanceof BoardMessage.TestInsulation) {
      testing = true;
      testEnds = now + spec.insulationTestMs() * 1_000_000L;
      return Result.DONE;
    }
    return Result.UNKNOWN;
  }

  private Result contactor(BoardMessage.Switch order, long now) {
    if (order.closed() && emergencyStop) {
      return Result.INTERLOCK;
    }
    if (order.closed() != wantClosed) {
      wantClosed = order.closed();
      contactorMoves = now;
    }
    if (order.closed()) {
      closeUntil = now + order.holdMs() * 1_000_000L;
      lapsed = false;
    }
    return Result.DONE;
  }

  private Result output(BoardMessage.Output order, long now) {
    if (!spec.direct()) {
      return Result.UNKNOWN;
    }
    if (!order.on()) {
      supply.off();
      return Result.DONE;
    }
    if (emergencyStop) {
      return Result.INTERLOCK;
    }
    if (!supply.take(order.volts(), order.amps())) {
      return Result.RANGE;
    }
    outputUntil = now + order.holdMs() * 1_000_000L;
    return Result.DONE;
  }

  // the vehicle's side

  @Override
  public void connect() {
    change(
        () -> {
          connected = true;
          resistor = Plug.Resistor.B;
          vehicleContactor = false;
          takesA = 0;
        });
  }

  @Override
  public boolean disconnect() {
    synchronized (this) {
      if (locked) {
        return false;
      }
    }
    tear();
    return true;
  }

  @Override
  public void tear() {
    change(
        () -> {
          worstArcA = Math.max(worstArcA, connected ? Math.abs(current()) : 0);
          connected = false;
          vehicleContactor = false;
          takesA = 0;
        });
  }

  @Override
  public void pilot(Plug.Resistor newer) {
    change(() -> resistor = newer);
  }

  @Override
  public void diode(boolean present) {
    change(() -> diode = present);
  }

  @Override
  public void battery(double volts, double ohms) {
    change(() -> supply.battery(volts, ohms));
  }

  @Override
  public void contactor(boolean newer) {
    change(() -> vehicleContactor = newer && connected);
  }

  @Override
  public void takes(double amps) {
    change(() -> takesA = amps);
  }

  @Override
  public void insulation(double ohms) {
    change(() -> vehicleOhm = ohms);
  }

  @Override
  public synchronized boolean connected() {
    return connected;
  }

  @Override
  public synchronized boolean locked() {
    return locked;
  }

  @Override
  public synchronized double dutyPct() {
    return connected ? dutyPct : Double.NaN;
  }

  @Override
  public synchronized boolean energised() {
    return closed;
  }

  @Override
  public synchronized double volts() {
    if (!connected) {
      return 0;
    }
    return spec.direct() ? supply.volts() : closed ? spec.nominalV() : 0;
  }

  @Override
  public synchronized double amps() {
    return connected ? current() - extraA : 0;
  }

  @Override
  public synchronized double powerW() {
    return connected && closed ? (spec.direct() ? volts() : spec.phases() * volts()) * amps() : 0;
  }

  // what tests break

  @Override
  public void weld(boolean on) {
    change(() -> welded = on);
  }

  @Override
  public void stickOpen(boolean on) {
    change(() -> stuckOpen = on);
  }

  @Override
  public void jamLock(boolean on) {
    change(() -> jammed = on);
  }

  @Override
  public void emergencyStop(boolean pressed) {
    change(() -> emergencyStop = pressed);
  }

  @Override
  public void measuresMore(double volts, double amps) {
    change(
        () -> {
          extraV = volts;
          extraA = amps;
        });
  }

  @Override
  public void derate(double maxW) {
    change(() -> derateW = maxW);
  }

  @Override
  public synchronized double orderedV() {
    return supply.orderedV();
  }

  @Override
  public synchronized double orderedA() {
    return supply.orderedA();
  }

  @Override
  public synchronized boolean arced() {
    return worstArcA > ARC_A;
  }

  @Override
  public synchronized boolean rushed() {
    return worstInrushV > INRUSH_V;
  }

  private void change(Runnable change) {
    synchronized (this) {
      change.run();
    }
    edge.run();
  }
}
