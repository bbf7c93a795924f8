package io.tidegate.charging.secc;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.charging.secc.Effect.Level;
import io.tidegate.charging.secc.UnitState.Mode;

/**
 * Contactor and current: what is offered, what is driven, when is closed and opened. Magnitudes are
 * bounded by the offer first, then by what the vehicle takes, then by the rating.
 */
final class Power {
  /** A contactor is opened below this current, or when the time for the ramp is up. */
  static final double NO_CURRENT_A = 2;

  /** However slow the current falls, the contactor opens by then. */
  static final double LONGEST_STOP_MS = 1_000;

  /** No contactor closes between two voltages (IEC 61851-23 CC.3.2). */
  private static final double PRECHARGED_V = 20;

  static final double CABLE_CHECK_A = 1;
  private static final double CABLE_CHECK_MS = 20_000;

  /** IEC 61851-23: below this much a volt the insulation is at fault, and below that suspect. */
  static final double FAULT_OHM_PER_V = 100;

  private static final double WARNING_OHM_PER_V = 500;
  private static final double MS_PER_S = 1_000;

  private Power() {}

  static void drive(Turn t) {
    UnitState s = t.s;
    if (s.mode == Mode.ENERGISED && t.passed(s.leaseUntil)) {
      t.say(
          Level.WARN,
          "ERR_ISO_TIMEOUT",
          "nobody has renewed the lease under which power flows: current to zero, contactor open");
      stop(t);
    }
    if (s.dismissed && s.dismissAt != 0 && t.passed(s.dismissAt)) {
      s.dismissAt = 0;
      t.say(Level.INFO, "", "the vehicle has not ended the session by itself; power ends");
      stop(t);
    }
    switch (s.mode) {
      case IDLE -> off(t);
      case CABLE_CHECK -> check(t);
      case PRECHARGE -> quiet(t);
      case ENERGISED -> energise(t);
      case STOPPING -> fall(t);
    }
    s.drivenAt = t.now;
    if (s.untold != 0 && !s.closed) {
      // nothing flows: whatever the vehicle was told last, the setpoint is kept
      accept(t, s.untold);
      s.untold = 0;
    }
  }

  // what is offered

  /** What the vehicle may do now, W, signed. */
  static double offerW(Turn t) {
    UnitState s = t.s;
    return s.mode == Mode.STOPPING || s.fault.isPresent() ? 0 : grantedW(t);
  }

  /** The setpoint in force, or what remains without one. */
  static double grantedW(Turn t) {
    UnitState s = t.s;
    if (s.session.isEmpty() || s.authorisation != Authorisation.ACCEPTED) {
      return 0;
    }
    if (!inForce(t)) {
      return Math.min(t.world.spec().map(EvseSpec::safeShareW).orElse(0.0), limitChargeW(t));
    }
    if (s.setpointW >= 0) {
      return Math.min(s.setpointW, limitChargeW(t));
    }
    return permitted(t) ? Math.max(s.setpointW, -limitDischargeW(t)) : 0;
  }

  static boolean inForce(Turn t) {
    return t.s.setpoint != 0 && !t.passed(t.s.setpointUntil);
  }

  /** Somebody who may has agreed to discharge (S1.11). */
  static boolean permitted(Turn t) {
    return t.s.discharge || t.world.spec().map(EvseSpec::dischargeAttested).orElse(false);
  }

  static double limitChargeW(Turn t) {
    double most =
        Math.min(t.set.rating().maxChargeW(), t.world.spec().map(EvseSpec::maxChargeW).orElse(0.0));
    return least(most, t.sensed.supplyMaxW());
  }

  static double limitDischargeW(Turn t) {
    if (!t.set.rating().bidirectional() || !t.world.discharges()) {
      return 0;
    }
    double most =
        Math.min(
            t.set.rating().maxDischargeW(),
            t.world.spec().map(EvseSpec::maxDischargeW).orElse(0.0));
    return least(most, t.sensed.supplyMaxW());
  }

  private static double least(double most, double supply) {
    return Double.isNaN(supply) ? most : Math.min(most, Math.max(0, supply));
  }

  // what is driven

  private static void off(Turn t) {
    t.s.on = false;
    t.s.volts = 0;
    t.s.amps = 0;
    open(t);
  }

  /** DC: voltage at the open contactor; none when it is not open. */
  private static void quiet(Turn t) {
    if (t.sensed.closed().orElse(true)) {
      enter(t, Mode.IDLE);
      off(t);
    }
  }

  private static void check(Turn t) {
    UnitState s = t.s;
    quiet(t);
    if (s.mode != Mode.CABLE_CHECK) {
      return;
    }
    if (t.sensed.tests() >= s.test && !Double.isNaN(t.sensed.ohms())) {
      double ohms = t.sensed.ohms();
      double volts = t.set.rating().maxV();
      s.insulation =
          ohms < FAULT_OHM_PER_V * volts
              ? Insulation.FAULT
              : ohms < WARNING_OHM_PER_V * volts ? Insulation.WARNING : Insulation.VALID;
      enter(t, Mode.IDLE);
      off(t);
      if (s.insulation == Insulation.FAULT) {
        Guard.raise(t, "ERR_INSULATION", "insulation of " + Math.round(ohms) + " ohm", false);
      }
    } else if (t.since(s.modeSince) > CABLE_CHECK_MS) {
      s.insulation = Insulation.FAULT;
      Guard.raise(t, "ERR_INSULATION", "the insulation monitor does not finish", false);
    }
  }

  private static void energise(Turn t) {
    UnitState s = t.s;
    s.locked = true;
    if (!s.closed && mayClose(t)) {
      s.closed = true;
      s.movedAt = t.now;
      t.say(Level.INFO, "", "contactor closes for session " + s.session);
    }
    boolean through = s.closed && t.sensed.closed().orElse(false);
    if (!t.set.rating().direct()) {
      s.on = false;
      s.amps = 0;
    } else if (through) {
      double volts = s.windowed ? Math.min(s.windowV, t.set.rating().maxV()) : s.volts;
      s.on = true;
      s.amps = ramped(t, wantedA(t));
      s.volts = volts;
    } else {
      // what precharging has left stays, without current
      s.on = s.volts > 0;
      s.amps = 0;
    }
  }

  private static boolean mayClose(Turn t) {
    UnitState s = t.s;
    boolean agreed =
        !s.session.isEmpty()
            && s.authorisation == Authorisation.ACCEPTED
            && s.fault.isEmpty()
            && s.paused.isEmpty()
            && !s.dismissed;
    boolean sound =
        !t.set.rating().direct()
            || s.insulation == Insulation.VALID
            || s.insulation == Insulation.WARNING;
    boolean even =
        !t.set.rating().direct()
            || (s.volts > 0 && Math.abs(t.sensed.volts() - s.volts) <= PRECHARGED_V);
    boolean held = t.set.devices().lock().isEmpty() || t.sensed.locked().orElse(false);
    boolean isOpen = !t.sensed.closed().orElse(true);
    return agreed && sound && even && held && isOpen && t.sensed.pilot().ready();
  }

  /** DC: what the offer comes to at the present voltage, within the window and the rating. */
  private static double wantedA(Turn t) {
    UnitState s = t.s;
    EvseRating rating = t.set.rating();
    double volts = Math.max(t.sensed.volts(), rating.minV());
    if (!s.windowed || Double.isNaN(volts) || volts <= 0) {
      return 0;
    }
    double amps = grantedW(t) / volts;
    double wanted =
        amps > 0
            ? Math.min(amps, Math.min(s.windowChargeA, rating.maxChargeA()))
            : Math.max(amps, -Math.min(s.windowDischargeA, rating.maxDischargeA()));
    return Math.abs(wanted) < rating.minA() ? 0 : wanted;
  }

  /** Less at once, more along the ramp, the other way round from zero. */
  private static double ramped(Turn t, double wanted) {
    double before = Math.signum(t.s.amps) == Math.signum(wanted) ? Math.abs(t.s.amps) : 0;
    double step = t.set.rampAPerS() * t.since(t.s.drivenAt) / MS_PER_S;
    return Math.copySign(Math.min(Math.abs(wanted), before + step), wanted);
  }

  private static void fall(Turn t) {
    UnitState s = t.s;
    double passed = t.since(s.modeSince);
    double left = t.set.rampDownMs() == 0 ? 0 : Math.max(0, 1 - passed / t.set.rampDownMs());
    double along = s.rampFrom * left;
    double wanted = wantedA(t);
    boolean same = Math.signum(wanted) == Math.signum(along);
    s.amps = same ? Math.copySign(Math.min(Math.abs(along), Math.abs(wanted)), along) : 0;
    boolean silent = !(Math.abs(t.sensed.amps()) >= NO_CURRENT_A);
    if ((s.amps == 0 && silent) || passed >= LONGEST_STOP_MS || !s.closed) {
      enter(t, Mode.IDLE);
      off(t);
    }
  }

  // from one to the other

  static void enter(Turn t, Mode mode) {
    t.s.mode = mode;
    t.s.modeSince = t.now;
  }

  /** Current to zero along the ramp, then open. */
  static void stop(Turn t) {
    if (t.s.mode != Mode.STOPPING) {
      t.s.rampFrom = t.s.closed ? t.s.amps : 0;
      enter(t, Mode.STOPPING);
    }
    t.s.leaseUntil = t.now;
  }

  /** Everything off, now. */
  static void trip(Turn t) {
    enter(t, Mode.IDLE);
    t.s.leaseUntil = t.now;
    off(t);
  }

  private static void open(Turn t) {
    if (t.s.closed) {
      t.s.closed = false;
      t.s.movedAt = t.now;
      t.say(Level.INFO, "", "contactor opens");
    }
  }

  static void accept(Turn t, long setpoint) {
    t.post(new SiteInput.SetpointOutcome(t.evse(), setpoint, Outcome.ACCEPTED));
  }

  /** What the contactor really does. */
  static ContactorState contactor(Turn t) {
    UnitState s = t.s;
    boolean late = t.since(s.movedAt) > t.set.contactorMs();
    if (t.sensed.closed().isEmpty()) {
      return ContactorState.FAILED;
    }
    boolean is = t.sensed.closed().get();
    if (is == s.closed) {
      return is ? ContactorState.CLOSED : ContactorState.OPEN;
    }
    if (!late) {
      return ContactorState.MOVING;
    }
    return is ? ContactorState.WELDED : ContactorState.FAILED;
  }
}
