package io.tidegate.charging.secc;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.charging.secc.Effect.Level;
import io.tidegate.charging.secc.UnitSettings.Access;
import io.tidegate.charging.secc.UnitState.Mode;
import java.time.Duration;
import java.util.Optional;

/** What dialects, the site and operators ask for: sessions, authorisation, setpoints. */
final class Desk {
  /** A vehicle that is to leave has this long to say so. */
  static final int DISMISSAL_S = 10;

  private static final double LET_MS = 60_000;
  private static final double DISMISSED_MS = 15_000;
  static final int RETRIES = 3;

  /** T_step_EF of ISO 15118-3 is 4 s or more. */
  private static final double STEP_EF_MS = 4_500;

  private static final double MATCHING_MS = 2_000;
  private static final int MOST_NAME = 255;

  private Desk() {}

  // the plug

  /** Plugs and unplugs by the pilot's level. */
  static void plug(Turn t) {
    PilotState pilot = t.sensed.pilot();
    if (!t.s.plugged && pilot.plugged()) {
      t.s.plugged = true;
      t.s.retries = 0;
      t.say(Level.INFO, "", "a vehicle is plugged in");
      t.effects.add(new Effect.Link(Effect.Wish.MATCH));
    } else if (pilot == PilotState.A && (t.s.plugged || t.s.paused.isPresent())) {
      boolean was = t.s.plugged;
      t.s.plugged = false;
      unplug(t, was);
    }
    matchAgain(t);
  }

  private static void unplug(Turn t, boolean was) {
    Sessions.over(t, "", "the plug is out");
    Sessions.forget(t);
    if (t.s.closed || t.s.mode != Mode.IDLE) {
      t.say(Level.WARN, "ERR_PILOT_LOST", "the plug is out under power");
      Power.trip(t);
    }
    t.s.locked = false;
    t.s.let = "";
    t.s.unavailable = false;
    t.s.insulation = Insulation.UNKNOWN;
    if (was) {
      t.say(Level.INFO, "", "the plug is out");
      t.effects.add(new Effect.Link(Effect.Wish.TERMINATE));
    }
  }

  /** A match that has failed is tried again, after state F has told the vehicle to begin anew. */
  private static void matchAgain(Turn t) {
    boolean failed =
        t.s.plugged
            && t.s.session.isEmpty()
            && t.sensed.plc().map(PlcLink.Report::state).orElse(null) == PlcLink.State.FAILED;
    if (t.s.unavailable && t.passed(t.s.retryAt)) {
      t.s.unavailable = false;
      t.s.retryAt = t.in(MATCHING_MS);
      t.effects.add(new Effect.Link(Effect.Wish.MATCH));
    } else if (failed
        && !t.s.unavailable
        && t.s.retries < RETRIES
        && (t.s.retries == 0 || t.passed(t.s.retryAt))) {
      t.s.retries++;
      t.s.unavailable = true;
      t.s.retryAt = t.in(STEP_EF_MS);
    }
  }

  // commands

  static void take(Turn t, Command command) {
    if (command instanceof Command.Said said) {
      said(t, said.action());
    } else if (command instanceof Command.Give give) {
      give(t, give.setpoint(), give.expiresNanos());
    } else if (command instanceof Command.Verdict verdict) {
      verdict(t, verdict);
    } else if (command instanceof Command.Let let) {
      let(t, let.token());
    } else if (command instanceof Command.Dismiss) {
      dismiss(t);
    } else if (command instanceof Command.TellAgain) {
      t.s.told = false;
      t.s.anew = true;
    } else if (command instanceof Command.Remember m) {
      remember(t, m);
    } else if (command instanceof Command.Stop stop) {
      stop(t, stop.reason());
    }
  }

  private static void stop(Turn t, String reason) {
    t.s.ended = true;
    Sessions.over(t, "", reason);
    if (t.s.paused.isEmpty()) {
      Sessions.close(t, reason);
    }
    Power.trip(t);
    t.s.locked = false;
    t.s.fault = Optional.of(new Fault("ERR_EVSE_GONE", reason, false));
  }

  private static void said(Turn t, EvseAction action) {
    if (action instanceof EvseAction.Begin begin) {
      Sessions.begin(t, begin);
    } else if (action instanceof EvseAction.End end) {
      Sessions.over(t, end.code(), end.sentence());
    } else if (action instanceof EvseAction.Authorise authorise) {
      authorise(t, authorise.contract());
    } else if (action instanceof EvseAction.Wants wants) {
      t.s.wants = Optional.of(wants);
      Report.vehicle(t);
    } else if (action instanceof EvseAction.Discharge discharge) {
      discharge(t, discharge);
    } else if (action instanceof EvseAction.Pause pause) {
      Sessions.pause(t, pause.session());
    } else if (action instanceof EvseAction.Confirmed confirmed) {
      Sessions.book(t, io.tidegate.api.journal.TransactionLedger.Kind.UPDATED, note(confirmed));
    } else {
      power(t, action);
    }
  }

  private static String note(EvseAction.Confirmed c) {
    return "{\"confirmed\":"
        + Json.text(c.meterId())
        + ",\"importWh\":"
        + Json.number(c.importWh())
        + ",\"receipt\":"
        + Json.text(c.receipt().orElse(""))
        + "}";
  }

  private static void power(Turn t, EvseAction action) {
    if (action instanceof EvseAction.Lock) {
      t.s.locked = true;
    } else if (action instanceof EvseAction.Unlock) {
      t.s.locked = false;
    } else if (action instanceof EvseAction.CableCheck check) {
      cableCheck(t, check.volts());
    } else if (action instanceof EvseAction.PreCharge precharge) {
      precharge(t, precharge);
    } else if (action instanceof EvseAction.Energise energise) {
      energise(t, energise);
    } else if (action instanceof EvseAction.Window window) {
      t.s.windowed = true;
      t.s.windowV = magnitude(window.maxV());
      t.s.windowChargeA = magnitude(window.chargeA());
      t.s.windowDischargeA = magnitude(window.dischargeA());
    } else if (action instanceof EvseAction.Told told) {
      if (t.s.untold != 0 && told.setpoint() >= t.s.untold) {
        Power.accept(t, t.s.untold);
        t.s.untold = 0;
      }
    } else if (action instanceof EvseAction.Deenergise stop) {
      deenergise(t, stop);
    }
  }

  private static void deenergise(Turn t, EvseAction.Deenergise stop) {
    if (!stop.sentence().isEmpty() || !stop.code().isEmpty()) {
      t.say(stop.code().isEmpty() ? Level.INFO : Level.WARN, stop.code(), stop.sentence());
    }
    if (stop.now()) {
      Power.trip(t);
    } else if (t.s.mode != Mode.IDLE) {
      Power.stop(t);
    }
  }

  /** Whatever is no number allows nothing. */
  private static double magnitude(double value) {
    return Double.isNaN(value) ? 0 : Math.max(0, value);
  }

  private static boolean mayPutVoltage(Turn t) {
    return t.set.rating().direct()
        && t.s.fault.isEmpty()
        && t.s.paused.isEmpty()
        && !t.s.session.isEmpty()
        && t.s.authorisation == Authorisation.ACCEPTED
        && !t.s.closed
        && (t.s.mode == Mode.IDLE || t.s.mode == Mode.CABLE_CHECK || t.s.mode == Mode.PRECHARGE)
        && t.sensed.pilot().ready();
  }

  private static void cableCheck(Turn t, double volts) {
    if (mayPutVoltage(t) && t.s.mode != Mode.CABLE_CHECK) {
      t.s.test++;
      t.s.insulation = Insulation.TESTING;
      Power.enter(t, Mode.CABLE_CHECK);
      t.s.on = true;
      t.s.volts = Math.min(magnitude(volts), t.set.rating().maxV());
      t.s.amps = Power.CABLE_CHECK_A;
    }
  }

  private static void precharge(Turn t, EvseAction.PreCharge wish) {
    boolean sound = t.s.insulation == Insulation.VALID || t.s.insulation == Insulation.WARNING;
    if (mayPutVoltage(t) && t.s.mode != Mode.CABLE_CHECK && sound) {
      if (t.s.mode != Mode.PRECHARGE) {
        Power.enter(t, Mode.PRECHARGE);
      }
      t.s.on = true;
      t.s.volts = Math.min(magnitude(wish.volts()), t.set.rating().maxV());
      t.s.amps =
          Math.min(
              Math.min(magnitude(wish.amps()), Power.NO_CURRENT_A), t.set.rating().maxChargeA());
    }
  }

  private static void energise(Turn t, EvseAction.Energise wish) {
    boolean may =
        !t.s.session.isEmpty()
            && t.s.authorisation == Authorisation.ACCEPTED
            && t.s.fault.isEmpty()
            && t.s.paused.isEmpty()
            && t.s.mode != Mode.STOPPING
            && t.s.mode != Mode.CABLE_CHECK;
    if (!may) {
      return;
    }
    if (t.s.mode != Mode.ENERGISED) {
      Power.enter(t, Mode.ENERGISED);
    }
    Duration most = Duration.ofMillis(t.set.leaseMs());
    Duration lease = wish.lease().compareTo(most) > 0 ? most : wish.lease();
    t.s.leaseUntil = t.in((double) Math.max(0, lease.toMillis()));
  }

  // authorisation

  private static void authorise(Turn t, Optional<String> contract) {
    if (t.s.session.isEmpty() || t.s.authorisation == Authorisation.ACCEPTED) {
      return;
    }
    if (t.set.access() == Access.ANY) {
      Sessions.accept(t, contract.orElse(t.s.evcc));
    } else if (!t.s.let.isEmpty() && !t.passed(t.s.letUntil)) {
      String by = t.s.let;
      t.s.let = "";
      Sessions.accept(t, by);
    } else {
      String token = contract.orElse(t.s.evcc);
      boolean asked = t.s.authorisation == Authorisation.WAITING && t.s.asking.equals(token);
      t.s.authorisation = Authorisation.WAITING;
      if (t.set.access() == Access.TOKENS && !asked) {
        t.s.asking = token;
        String type = contract.isPresent() ? "eMAID" : "MacAddress";
        t.effects.add(new Effect.Ask(t.s.session, token, type, contract.isPresent()));
      }
    }
  }

  private static void verdict(Turn t, Command.Verdict verdict) {
    if (!verdict.session().equals(t.s.session)
        || !verdict.token().equals(t.s.asking)
        || t.s.authorisation != Authorisation.WAITING) {
      return;
    }
    if (verdict.accepted()) {
      Sessions.accept(t, verdict.token());
    } else if (verdict.last()) {
      t.s.authorisation = Authorisation.REJECTED;
      t.say(Level.WARN, "V2G-401", "the contract is not among those that may charge here");
    }
  }

  private static void let(Turn t, String token) {
    if (!t.s.session.isEmpty()
        && (t.s.authorisation == Authorisation.WAITING
            || t.s.authorisation == Authorisation.NONE)) {
      Sessions.accept(t, token);
    } else {
      t.s.let = token;
      t.s.letUntil = t.in(LET_MS);
    }
  }

  private static void dismiss(Turn t) {
    t.s.let = "";
    if (!t.s.session.isEmpty()) {
      t.s.dismissed = true;
      t.s.dismissAt = t.in(DISMISSED_MS);
      t.say(Level.INFO, "", "an operator ends session " + t.s.session);
    } else if (!t.s.transaction.isEmpty()) {
      Sessions.forget(t);
    }
  }

  private static void discharge(Turn t, EvseAction.Discharge said) {
    if (t.s.session.isEmpty()) {
      return;
    }
    t.s.discharge = said.allowed() && t.s.paused.isEmpty();
    t.s.dischargeBy = said.message();
    Report.permission(t);
  }

  private static void remember(Turn t, Command.Remember m) {
    PausedSession paused = m.paused();
    if (t.s.session.isEmpty() && t.s.transaction.isEmpty() && t.sensed.pilot() != PilotState.A) {
      t.s.paused = Optional.of(paused);
      t.s.transaction = m.transaction();
      t.s.booked = m.booked();
      t.s.bookedAt = t.now;
      t.s.told = false;
    } else {
      t.effects.add(new Effect.Keep(Optional.empty(), "", 0));
    }
  }

  // setpoints

  private static void give(Turn t, Setpoint setpoint, long expires) {
    boolean ours =
        !t.s.transaction.isEmpty()
            && setpoint.session().filter(id -> id.value().equals(t.s.siteSession())).isPresent();
    boolean older = setpoint.id() <= t.s.setpoint && !t.s.anew;
    if (!ours || older || t.passed(expires)) {
      outcome(t, setpoint.id(), Outcome.NOT_SENT);
      return;
    }
    boolean out = setpoint.powerW() < 0;
    if (out && (!Power.permitted(t) || Power.limitDischargeW(t) == 0)) {
      outcome(t, setpoint.id(), Outcome.REJECTED);
      return;
    }
    if (t.s.untold != 0) {
      outcome(t, t.s.untold, Outcome.NOT_SENT);
      t.s.untold = 0;
    }
    t.s.setpoint = setpoint.id();
    t.s.anew = false;
    t.s.setpointW = setpoint.powerW();
    t.s.setpointUntil = expires;
    if (t.set.rating().direct() || !t.s.closed) {
      Power.accept(t, setpoint.id());
    } else {
      // the vehicle follows when it has been told, not before
      t.s.untold = setpoint.id();
    }
  }

  private static void outcome(Turn t, long setpoint, Outcome outcome) {
    t.post(new SiteInput.SetpointOutcome(t.evse(), setpoint, outcome));
  }

  /** A name of the vehicle's own, fit for a log. */
  static String printable(String name) {
    String cut = name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name;
    return cut.replaceAll("[^ -~]", "?");
  }
}
