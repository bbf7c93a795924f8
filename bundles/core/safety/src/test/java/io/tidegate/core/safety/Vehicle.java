package io.tidegate.core.safety;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.quantity.SessionId;
import java.time.Instant;
import java.util.Optional;

/** An EVSE of a test site and the vehicle at it, as the control loop would know them. */
final class Vehicle {
  final int index;
  final Book book = new Book();
  boolean online = true;
  boolean session = true;
  boolean assured = true;
  Availability availability = Availability.OCCUPIED;
  boolean allowed = true;
  double capacityWh = 50_000;
  double maxChargeW = Double.NaN;
  double maxDischargeW = Double.NaN;
  double reservePct = 0;
  double derateW = Double.NaN;
  double powerW = 0;
  double socPct = 60;
  double connectorC = 30;
  double inverterC = 40;
  double packC = Double.NaN;
  Instant started = Depot.START.minusSeconds(600);
  Instant reported = Depot.START;
  Instant packAt = Instant.EPOCH;

  Vehicle(int index) {
    this.index = index;
  }

  void report(Instant now) {
    reported = now;
    packAt = Double.isNaN(packC) ? Instant.EPOCH : now;
  }

  void told(double power, Instant now) {
    book.inForce(power, now);
  }

  EvseState state() {
    Session s =
        new Session(
            new SessionId("s" + index),
            "t",
            started,
            allowed,
            "test",
            capacityWh,
            maxChargeW,
            maxDischargeW,
            80,
            Optional.empty(),
            reservePct,
            "");
    return new EvseState(
        index,
        online,
        Instant.EPOCH,
        availability,
        session ? Optional.of(s) : Optional.empty(),
        session ? measured() : Measured.NOTHING,
        book.commitment(),
        derateW,
        "cooling",
        0,
        Double.NaN,
        Instant.EPOCH,
        Instant.EPOCH,
        assured,
        "");
  }

  private Measured measured() {
    return new Measured(
        powerW,
        at(powerW),
        socPct,
        at(socPct),
        connectorC,
        at(connectorC),
        inverterC,
        at(inverterC),
        packC,
        packAt,
        Double.NaN,
        Double.NaN);
  }

  private Instant at(double value) {
    return Double.isNaN(value) ? Instant.EPOCH : reported;
  }
}
