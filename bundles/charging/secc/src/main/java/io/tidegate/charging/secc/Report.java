package io.tidegate.charging.secc;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import java.util.Optional;

/** What the site hears: states when they change, measurements often enough. */
final class Report {
  private static final double TELEMETRY_MS = 1_000;
  private static final double SOONEST_MS = 100;
  private static final double IDLE_MS = 10_000;
  private static final double MOVED_W = 100;
  private static final double MOVED = 0.02;
  private static final double BOOK_MS = 300_000;
  private static final double MS_PER_H = 3_600_000;
  private static final double FULL_PCT = 100;

  /** Above this the energy that still fits says too little of the capacity. */
  private static final double ALMOST_FULL_PCT = 95;

  private Report() {}

  static void tell(Turn t) {
    count(t);
    if (!t.s.told) {
      all(t);
    }
    Availability now = availability(t);
    if (now != t.s.availability) {
      t.s.availability = now;
      t.post(new SiteInput.EvseStatus(t.evse(), now));
    }
    derate(t);
    measure(t);
    if (!t.s.transaction.isEmpty() && t.since(t.s.bookedAt) > BOOK_MS) {
      Sessions.book(t, Kind.UPDATED, "{}");
    }
  }

  private static void all(Turn t) {
    t.s.told = true;
    t.s.availability = availability(t);
    t.post(new SiteInput.EvseStatus(t.evse(), t.s.availability));
    t.post(
        new SiteInput.SafeShareReport(
            t.evse(), true, "the gateway itself keeps it at this EVSE, charge only"));
    if (!Double.isNaN(t.s.toldDerateW)) {
      t.post(new SiteInput.DerateNotice(t.evse(), t.s.toldDerateW, "supply"));
    }
    t.s.toldW = Double.NaN;
    if (!t.s.transaction.isEmpty()) {
      t.post(new SiteInput.SessionStarted(t.evse(), t.session(), t.s.transaction));
      vehicle(t);
      permission(t);
      if (t.s.paused.isPresent()) {
        double no = Double.NaN;
        t.post(new SiteInput.VehicleLimits(t.evse(), t.session(), 0, 0, no, no, Optional.empty()));
      }
    }
  }

  static Availability availability(Turn t) {
    if (t.s.ended) {
      return Availability.UNAVAILABLE;
    }
    return t.s.fault.isPresent()
        ? Availability.FAULTED
        : t.s.plugged ? Availability.OCCUPIED : Availability.AVAILABLE;
  }

  /** The vehicle's word on itself. */
  static void vehicle(Turn t) {
    if (t.s.transaction.isEmpty() || t.s.wants.isEmpty()) {
      return;
    }
    EvseAction.Wants w = t.s.wants.get();
    double capacity = capacityWh(w);
    t.post(
        new SiteInput.VehicleLimits(
            t.evse(),
            t.session(),
            magnitude(w.maxChargeW()),
            magnitude(w.maxDischargeW()),
            capacity,
            targetPct(w, capacity),
            w.departure()));
  }

  private static double magnitude(double value) {
    return Double.isNaN(value) ? value : Math.abs(value);
  }

  /** Said by the vehicle, or what is left to fill over the share that it is. */
  static double capacityWh(EvseAction.Wants w) {
    if (w.capacityWh() > 0) {
      return w.capacityWh();
    }
    return w.maxWh() > 0 && w.socPct() < ALMOST_FULL_PCT
        ? w.maxWh() / (1 - w.socPct() / FULL_PCT)
        : Double.NaN;
  }

  static double targetPct(EvseAction.Wants w, double capacityWh) {
    if (!Double.isNaN(w.targetSocPct())) {
      return w.targetSocPct();
    }
    double target = w.socPct() + FULL_PCT * w.targetWh() / capacityWh;
    return Double.isNaN(target) ? target : Math.max(0, Math.min(FULL_PCT, target));
  }

  static void permission(Turn t) {
    if (!t.s.transaction.isEmpty() && !t.s.dischargeBy.isEmpty()) {
      t.post(
          new SiteInput.DischargePermission(t.evse(), t.session(), t.s.discharge, t.s.dischargeBy));
    }
  }

  /** The supply says itself what it is good for. */
  private static void derate(Turn t) {
    double supply = t.sensed.supplyMaxW();
    double rated = t.set.rating().maxChargeW();
    double now = supply < rated * (1 - MOVED) ? supply : Double.NaN;
    double told = t.s.toldDerateW;
    boolean moved = Double.isNaN(now) != Double.isNaN(told) || Math.abs(now - told) > MOVED * rated;
    if (moved && !Double.isNaN(supply)) {
      t.s.toldDerateW = now;
      t.post(new SiteInput.DerateNotice(t.evse(), now, "supply"));
    }
  }

  private static void measure(Turn t) {
    double power = powerW(t);
    double since = t.since(t.s.toldAt);
    boolean first = Double.isNaN(t.s.toldW);
    boolean moved =
        Math.abs(power - t.s.toldW) > Math.max(MOVED_W, MOVED * Math.abs(power))
            && since >= SOONEST_MS;
    double period = t.s.transaction.isEmpty() ? IDLE_MS : TELEMETRY_MS;
    if (Double.isNaN(power) || (!first && !moved && since < period)) {
      return;
    }
    t.s.toldW = power;
    t.s.toldAt = t.now;
    double no = Double.NaN;
    double soc = t.s.wants.map(EvseAction.Wants::socPct).orElse(no);
    t.post(
        new SiteInput.EvseTelemetry(
            t.evse(), t.world.at(), power, soc, no, no, no, t.s.importWh, t.s.exportWh));
  }

  /** At the connector, by its meter where that measures power. */
  static double powerW(Turn t) {
    if (t.sensed.closed().isPresent() && !t.sensed.closed().get() && !t.s.closed) {
      return 0;
    }
    EvseRating rating = t.set.rating();
    double factor = rating.direct() ? 1 : rating.phases();
    return factor * t.sensed.volts() * t.sensed.amps();
  }

  /** The meter's registers; without one the energy is added up here. */
  private static void count(Turn t) {
    if (t.sensed.meter().isPresent()) {
      t.s.importWh = t.sensed.meter().get().importWh();
      t.s.exportWh = t.sensed.meter().get().exportWh();
    } else if (t.set.devices().meter().isEmpty()) {
      double power = powerW(t);
      double wh = Double.isNaN(power) ? 0 : power * t.since(t.s.countedAt) / MS_PER_H;
      t.s.importWh += Math.max(0, wh);
      t.s.exportWh += Math.max(0, -wh);
    }
    t.s.countedAt = t.now;
  }
}
