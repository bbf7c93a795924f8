package io.tidegate.charging.secc;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.charging.secc.Effect.Level;
import io.tidegate.charging.secc.UnitState.Mode;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Sessions of vehicles and the transactions that the site knows them by. A transaction begins when
 * somebody has agreed that the vehicle charges, outlives a pause, and ends with the session or the
 * plug.
 */
final class Sessions {
  private static final int RADIX = 36;

  private Sessions() {}

  static void begin(Turn t, EvseAction.Begin begin) {
    if (!t.s.session.isEmpty()) {
      if (t.s.session.equals(begin.sessionId()) && t.s.paused.isEmpty()) {
        return;
      }
      over(t, "", "another session begins");
    }
    boolean resumes =
        begin.resumed()
            && t.s.paused.filter(p -> id(p).equalsIgnoreCase(begin.sessionId())).isPresent();
    if (!resumes) {
      forget(t);
    }
    t.s.session = begin.sessionId();
    t.s.evcc = Desk.printable(begin.evccId());
    t.s.wants = Optional.empty();
    t.s.windowed = false;
    t.s.discharge = false;
    t.s.dischargeBy = "";
    t.s.dismissed = false;
    t.s.dismissAt = 0;
    t.s.insulation = Insulation.UNKNOWN;
    boolean known = resumes && !t.s.transaction.isEmpty();
    t.s.asking = "";
    t.s.authorisation = known ? Authorisation.ACCEPTED : Authorisation.NONE;
    if (resumes) {
      t.s.paused = Optional.empty();
      t.effects.add(new Effect.Keep(Optional.empty(), "", 0));
    }
    t.say(
        Level.INFO,
        "",
        "session "
            + t.s.session
            + (resumes ? " goes on with " : " begins with ")
            + Pseudonym.of(t.s.evcc));
  }

  private static String id(PausedSession paused) {
    return HexFormat.of().formatHex(paused.sessionId());
  }

  /**
   * Somebody has agreed: the transaction begins.
   *
   * @param token on whose account
   */
  static void accept(Turn t, String token) {
    t.s.authorisation = Authorisation.ACCEPTED;
    if (!t.s.transaction.isEmpty()) {
      return;
    }
    String begun = Long.toString(t.world.at().toEpochMilli(), RADIX);
    String name = t.s.session.replaceAll("[^A-Za-z0-9._-]", "");
    t.s.transaction = (name.length() > RADIX ? name.substring(0, RADIX) : name) + "-" + begun;
    t.s.booked = 0;
    t.s.setpoint = 0;
    t.s.untold = 0;
    book(
        t,
        Kind.STARTED,
        "{\"vehicle\":" + Json.text(t.s.evcc) + ",\"token\":" + Json.text(token) + "}");
    t.post(new SiteInput.SessionStarted(t.evse(), t.session(), t.s.transaction));
    t.say(Level.INFO, "", "session " + t.s.session + " may charge; transaction " + t.s.transaction);
    Report.vehicle(t);
    Report.permission(t);
  }

  /** The dialect's session is over; the transaction too, unless the session is paused. */
  static void over(Turn t, String code, String sentence) {
    if (t.s.session.isEmpty()) {
      return;
    }
    t.say(
        code.isEmpty() ? Level.INFO : Level.WARN,
        code,
        "session " + t.s.session + " is over: " + sentence);
    boolean paused = t.s.paused.isPresent();
    t.s.session = "";
    t.s.evcc = "";
    t.s.wants = Optional.empty();
    t.s.authorisation = Authorisation.NONE;
    t.s.dismissed = false;
    t.s.dismissAt = 0;
    if (t.s.mode != Mode.IDLE || t.s.closed) {
      Power.stop(t);
    }
    if (paused) {
      t.effects.add(new Effect.Link(Effect.Wish.PAUSE));
    } else {
      t.s.locked = false;
      close(t, code.isEmpty() ? sentence : code + ": " + sentence);
      t.effects.add(new Effect.Link(Effect.Wish.TERMINATE));
      if (t.s.plugged && !t.s.ended) {
        // the vehicle may begin anew when it likes; it is not woken
        t.s.retries = Desk.RETRIES;
        t.effects.add(new Effect.Link(Effect.Wish.MATCH));
      }
    }
    t.s.discharge = false;
  }

  /** The vehicle sleeps; it may come back until the plug is out. */
  static void pause(Turn t, PausedSession session) {
    if (t.s.session.isEmpty()) {
      return;
    }
    t.s.paused = Optional.of(session);
    t.effects.add(new Effect.Keep(t.s.paused, t.s.transaction, t.s.booked));
    t.s.discharge = false;
    t.s.dischargeBy = "Pause";
    if (!t.s.transaction.isEmpty()) {
      double no = Double.NaN;
      t.post(new SiteInput.VehicleLimits(t.evse(), t.session(), 0, 0, no, no, Optional.empty()));
      Report.permission(t);
    }
    if (t.s.mode != Mode.IDLE) {
      Power.stop(t);
    }
  }

  /** What was paused is not taken up any more. */
  static void forget(Turn t) {
    if (t.s.paused.isPresent()) {
      t.s.paused = Optional.empty();
      t.effects.add(new Effect.Keep(Optional.empty(), "", 0));
    }
    if (t.s.session.isEmpty()) {
      close(t, "the paused session is not taken up");
    }
  }

  /** Ends the transaction. */
  static void close(Turn t, String reason) {
    if (t.s.transaction.isEmpty()) {
      return;
    }
    book(t, Kind.ENDED, "{\"reason\":" + Json.text(reason) + "}");
    t.post(new SiteInput.SessionEnded(t.evse(), t.session(), reason));
    t.s.transaction = "";
    t.s.setpoint = 0;
    t.s.untold = 0;
    t.s.discharge = false;
    t.s.toldW = Double.NaN;
  }

  static void book(Turn t, Kind kind, String note) {
    if (t.s.transaction.isEmpty()) {
      return;
    }
    t.effects.add(
        new Effect.Book(
            t.s.transaction,
            t.s.siteSession(),
            t.s.booked,
            kind,
            t.s.importWh,
            t.s.exportWh,
            note));
    t.s.booked++;
    t.s.bookedAt = t.now;
  }
}
