package io.tidegate.charging.secc;

import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import java.util.Optional;

/**
 * Everything that an EVSE remembers from one step to the next. A step changes a copy of its own and
 * hands it out: after that it is never changed again. Times are of the monotonic clock, ns.
 */
final class UnitState implements Cloneable {

  /** What is done with power. */
  enum Mode {
    /** Contactor open, supply off. */
    IDLE,
    /** DC: voltage at the open contactor while the insulation is measured. */
    CABLE_CHECK,
    /** DC: voltage at the open contactor, as of the vehicle's battery. */
    PRECHARGE,
    /** Under a lease: closed as soon as it may be. */
    ENERGISED,
    /** Current to zero, then open. */
    STOPPING
  }

  // the session, as its dialect names it, and the transaction, as the site does
  String session = "";
  String evcc = "";
  String transaction = "";
  int booked;
  long bookedAt;
  Authorisation authorisation = Authorisation.NONE;

  /** Token that the lists are asked about. */
  String asking = "";

  Optional<EvseAction.Wants> wants = Optional.empty();
  boolean discharge;
  String dischargeBy = "";
  Optional<PausedSession> paused = Optional.empty();
  String let = "";
  long letUntil;
  boolean dismissed;
  long dismissAt;

  // the setpoint in force
  long setpoint;
  double setpointW;
  long setpointUntil;

  /** The site listens anew; its setpoints may be numbered from the beginning. */
  boolean anew;

  /** AC: number of a setpoint that the vehicle has not been told yet; 0: none. */
  long untold;

  // power
  Mode mode = Mode.IDLE;
  long modeSince;
  long leaseUntil;
  boolean windowed;
  double windowV;
  double windowChargeA;
  double windowDischargeA;
  boolean closed;
  long movedAt;
  boolean on;
  double volts;
  double amps;
  double rampFrom;
  long drivenAt;
  boolean locked;
  long test;
  Insulation insulation = Insulation.UNKNOWN;

  // what was seen
  boolean plugged;
  boolean begun;

  /** The unit is no more; nobody gets power of it. */
  boolean ended;

  long disobeyedSince;
  boolean disobeying;
  Optional<Fault> fault = Optional.empty();
  double importWh;
  double exportWh;
  long countedAt;
  int retries;
  long retryAt;
  boolean unavailable;

  // what was told to the site
  boolean told;
  Availability availability = Availability.AVAILABLE;
  double toldW = Double.NaN;
  long toldAt;
  double toldDerateW = Double.NaN;

  /** A copy to change. */
  UnitState copy() {
    try {
      return (UnitState) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("it is cloneable", e);
    }
  }

  /** Of the site; as long as there is a transaction. */
  String siteSession() {
    return "v2g-" + transaction;
  }

  Notice notice() {
    return dismissed ? new Notice(Notice.Kind.TERMINATE, Desk.DISMISSAL_S) : Notice.NONE;
  }
}
