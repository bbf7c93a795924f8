package io.tidegate.core.safety;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Setpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps the contract of {@link Commitment} for the tests, in the plainest way. */
final class Book {
  private final List<Setpoint> unanswered = new ArrayList<>();
  private Setpoint last;
  private long acceptedId;
  private double acceptedW = Double.NaN;
  private Instant acceptedUntil = Instant.EPOCH;
  private double lastW = Double.NaN;
  private Instant lastAt = Instant.EPOCH;
  private boolean left = true;
  private double anyMinW = Double.NaN;
  private double anyMaxW = Double.NaN;
  private Instant anyUntil = Instant.EPOCH;

  /** Everything before is forgotten: a power has been accepted just now. */
  void inForce(double powerW, Instant now) {
    unanswered.clear();
    knowAll();
    acceptedId = 1;
    acceptedW = powerW;
    acceptedUntil = now.plusSeconds((long) Timing.lifeS(powerW, 2_000));
    lastW = powerW;
    lastAt = now;
  }

  void forget() {
    unanswered.clear();
    acceptedId = 0;
    acceptedW = Double.NaN;
    acceptedUntil = Instant.EPOCH;
    lastW = Double.NaN;
    lastAt = Instant.EPOCH;
    last = null;
    knowAll();
  }

  private void knowAll() {
    anyMinW = Double.NaN;
    anyMaxW = Double.NaN;
    anyUntil = Instant.EPOCH;
  }

  /** After a restart: anything within these powers may be in force for as long as one lives. */
  void anything(double minW, double maxW, Instant now) {
    forget();
    anyMinW = minW;
    anyMaxW = maxW;
    anyUntil = now.plusSeconds((long) (Timing.PAUSE_EXPIRY_S + Timing.SKEW_S));
  }

  void issued(Setpoint setpoint) {
    unanswered.removeIf(s -> !setpoint.issued().isBefore(s.expires()));
    unanswered.add(setpoint);
    last = setpoint;
    left = true;
    lastW = setpoint.powerW();
    lastAt = setpoint.issued();
  }

  void accepted(long id) {
    for (Setpoint s : List.copyOf(unanswered)) {
      if (s.id() == id) {
        acceptedId = id;
        acceptedW = s.powerW();
        acceptedUntil = s.expires();
        unanswered.removeIf(u -> u.id() <= id);
        knowAll();
      }
    }
  }

  /** It certainly never took effect. */
  void refused(long id) {
    unanswered.removeIf(s -> s.id() == id);
  }

  /** The same, and the device has not even seen it. */
  void neverLeft(long id) {
    refused(id);
    left = last == null || last.id() != id;
  }

  List<Setpoint> unanswered() {
    return List.copyOf(unanswered);
  }

  Commitment commitment() {
    double min = anyMinW;
    double max = anyMaxW;
    Instant until = anyUntil;
    for (Setpoint s : unanswered) {
      min = Double.isNaN(min) ? s.powerW() : Math.min(min, s.powerW());
      max = Double.isNaN(max) ? s.powerW() : Math.max(max, s.powerW());
      until = s.expires().isAfter(until) ? s.expires() : until;
    }
    long lastId = !left ? 0 : last == null ? acceptedId : last.id();
    return new Commitment(
        acceptedId, acceptedW, acceptedUntil, min, max, until, lastId, lastW, lastAt);
  }
}
