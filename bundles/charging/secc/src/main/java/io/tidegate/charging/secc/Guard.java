package io.tidegate.charging.secc;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.charging.secc.Effect.Level;
import io.tidegate.charging.secc.UnitState.Mode;
import java.util.Optional;

/**
 * What forbids power. Levels, looked at in every step: as long as one of them is there, no power
 * flows. A fault stands until its cause and the session are over.
 */
final class Guard {
  private static final double OVER_V = 1.05;
  private static final double MARGIN_V = 10;
  private static final double AC_OVER_V = 1.2;
  private static final double OVER_A = 1.1;
  private static final double MARGIN_A = 2;
  private static final double OBEDIENCE_A = 3;

  private Guard() {}

  /** A cause. */
  private record Cause(String code, String sentence, boolean emergency, boolean now) {
    static Optional<Cause> now(String code, String sentence) {
      return Optional.of(new Cause(code, sentence, false, true));
    }
  }

  static void watch(Turn t) {
    Optional<Cause> cause =
        devices(t)
            .or(() -> contactor(t))
            .or(() -> electric(t))
            .or(() -> obedience(t))
            .or(() -> pilot(t))
            .or(() -> link(t));
    if (cause.isPresent()) {
      Cause c = cause.get();
      put(t, c.code(), c.sentence(), c.emergency());
      if (c.now()) {
        Power.trip(t);
      } else {
        Power.stop(t);
      }
    } else if (t.s.fault.isPresent()
        && !t.s.ended
        && t.s.session.isEmpty()
        && t.s.mode == Mode.IDLE
        && !t.s.closed) {
      t.say(Level.INFO, t.s.fault.get().code(), "is over; the EVSE is available again");
      t.s.fault = Optional.empty();
    }
  }

  /** A fault that a step has found by itself: power ends now. */
  static void raise(Turn t, String code, String sentence, boolean emergency) {
    put(t, code, sentence, emergency);
    Power.trip(t);
  }

  private static void put(Turn t, String code, String sentence, boolean emergency) {
    Optional<Fault> before = t.s.fault;
    boolean worse = emergency && before.filter(Fault::emergency).isEmpty();
    if (before.isEmpty() || worse) {
      t.s.fault = Optional.of(new Fault(code, sentence, emergency));
      t.say(Level.ERROR, code, sentence);
    }
  }

  private static Optional<Cause> devices(Turn t) {
    if (t.sensed.stopped()) {
      return Optional.of(
          new Cause("ERR_EMERGENCY_STOP", "the emergency stop is pressed", true, true));
    }
    return t.sensed.silent().isEmpty()
        ? Optional.empty()
        : Cause.now("ERR_DEVICE_SILENT", "nothing is heard of " + t.sensed.silent());
  }

  private static Optional<Cause> contactor(Turn t) {
    ContactorState state = Power.contactor(t);
    if (state == ContactorState.WELDED) {
      return Cause.now("ERR_CONTACTOR_WELDED", "the contactor is closed though told to open");
    }
    if (state == ContactorState.FAILED && t.s.closed) {
      return Cause.now("ERR_CONTACTOR_FAILED", "the contactor is open though told to close");
    }
    return Optional.empty();
  }

  private static Optional<Cause> electric(Turn t) {
    EvseRating rating = t.set.rating();
    boolean windowed = t.s.windowed && t.s.mode == Mode.ENERGISED && t.s.closed;
    double mostV =
        rating.direct()
            ? (windowed ? Math.min(t.s.windowV, rating.maxV()) : rating.maxV()) * OVER_V + MARGIN_V
            : rating.nominalV() * AC_OVER_V;
    double amps = t.sensed.amps();
    double mostA = (amps >= 0 ? rating.maxChargeA() : rating.maxDischargeA()) * OVER_A + MARGIN_A;
    if (t.sensed.volts() > mostV) {
      return Cause.now(
          "ERR_OVER_VOLTAGE",
          Math.round(t.sensed.volts()) + " V where at most " + Math.round(mostV) + " V may be");
    }
    if (Math.abs(amps) > mostA) {
      return Cause.now(
          "ERR_OVER_CURRENT",
          Math.round(amps) + " A where at most " + Math.round(mostA) + " A may flow");
    }
    boolean bad =
        rating.direct() && t.s.closed && t.sensed.ohms() < Power.FAULT_OHM_PER_V * rating.maxV();
    return bad
        ? Cause.now("ERR_INSULATION", "insulation of " + Math.round(t.sensed.ohms()) + " ohm")
        : Optional.empty();
  }

  /** More than was offered, or the other way round, for longer than anybody needs to follow. */
  private static Optional<Cause> obedience(Turn t) {
    double most = t.s.closed ? allowedA(t, 1) : 0;
    double least = t.s.closed ? allowedA(t, -1) : 0;
    double amps = t.sensed.amps();
    t.s.disobeying = amps > most * OVER_A + OBEDIENCE_A || amps < least * OVER_A - OBEDIENCE_A;
    if (!t.s.disobeying) {
      t.s.disobeyedSince = t.now;
      return Optional.empty();
    }
    return t.since(t.s.disobeyedSince) < t.set.obeyMs()
        ? Optional.empty()
        : Cause.now(
            "ERR_OVER_CURRENT",
            Math.round(amps) + " A where " + Math.round(Power.grantedW(t)) + " W are offered");
  }

  private static double allowedA(Turn t, int direction) {
    if (t.set.rating().direct()) {
      return direction * Math.max(0, direction * t.s.amps);
    }
    double perAmp = t.set.rating().nominalV() * t.set.rating().phases();
    return direction * Math.max(0, direction * Power.grantedW(t)) / perAmp;
  }

  private static Optional<Cause> pilot(Turn t) {
    PilotState pilot = t.sensed.pilot();
    boolean needed =
        (t.s.closed && t.s.mode == Mode.ENERGISED)
            || t.s.mode == Mode.CABLE_CHECK
            || t.s.mode == Mode.PRECHARGE;
    if (t.s.closed && t.s.mode == Mode.STOPPING && pilot == PilotState.B) {
      // the vehicle was faster: it has ended by itself
      Power.trip(t);
      return Optional.empty();
    }
    boolean live = needed || (t.s.closed && t.s.mode == Mode.STOPPING);
    return live && !pilot.ready()
        ? Cause.now("ERR_PILOT_LOST", "the control pilot is in state " + pilot + " under power")
        : Optional.empty();
  }

  private static Optional<Cause> link(Turn t) {
    if (t.sensed.plc().isEmpty() || t.s.mode == Mode.IDLE || t.s.session.isEmpty()) {
      return Optional.empty();
    }
    PlcLink.Report report = t.sensed.plc().get();
    if (report.state() != PlcLink.State.MATCHED) {
      return Optional.of(
          new Cause(
              "ERR_ISO_TIMEOUT",
              "the power line's link is lost: " + report.state() + " " + report.detail(),
              false,
              false));
    }
    return report.lossPct() > t.set.lossPct()
        ? Optional.of(
            new Cause(
                "ERR_ISO_TIMEOUT",
                String.format(
                    java.util.Locale.ROOT,
                    "%.1f %% of the packets are lost on the power line",
                    report.lossPct()),
                false,
                false))
        : Optional.empty();
  }
}
