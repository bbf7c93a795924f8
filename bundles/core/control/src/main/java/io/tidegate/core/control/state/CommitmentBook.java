package io.tidegate.core.control.state;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one EVSE may be obeying: keeps every setpoint of uncertain fate until it is settled,
 * replaced or expired. Thread-confined.
 */
final class CommitmentBook {
  /** More unsettled setpoints than this are merged into their worst case, oldest first. */
  private static final int MOST = 16;

  /** How far a station's idea of an expiry may be from ours, s. */
  private static final long SKEW_S = 3;

  /** No setpoint lives longer than this, s. */
  private static final long LONGEST_S = 60;

  private final List<Sent> unsettled = new ArrayList<>(2);

  CommitmentBook() {}

  CommitmentBook(List<Sent> unsettled) {
    this.unsettled.addAll(unsettled);
  }

  List<Sent> unsettled() {
    return List.copyOf(unsettled);
  }

  void clear() {
    unsettled.clear();
  }

  /**
   * Nothing is known of what was sent: anything within these powers may be in force for as long as
   * a setpoint lives.
   */
  Commitment anything(double minW, double maxW, Instant at) {
    unsettled.clear();
    unsettled.add(new Sent(0, minW, maxW, at.plusSeconds(LONGEST_S + SKEW_S)));
    return pending(0, Double.NaN, Instant.EPOCH, 0, Double.NaN, Instant.EPOCH);
  }

  /** A setpoint is handed to the actuator. */
  Commitment issued(Commitment now, Setpoint setpoint) {
    for (int i = unsettled.size() - 1; i >= 0; i--) {
      if (!setpoint.issued().isBefore(unsettled.get(i).expires().plusSeconds(SKEW_S))) {
        unsettled.remove(i);
      }
    }
    if (unsettled.size() == MOST) {
      unsettled.add(0, unsettled.remove(0).merge(unsettled.remove(0)));
    }
    unsettled.add(
        new Sent(setpoint.id(), setpoint.powerW(), setpoint.powerW(), setpoint.expires()));
    return pending(
        now.acceptedId(),
        now.acceptedW(),
        now.acceptedUntil(),
        setpoint.id(),
        setpoint.powerW(),
        setpoint.issued());
  }

  /** Its fate is known; an id that is not (or no longer) in the book changes nothing. */
  Commitment settled(Commitment now, long id, Outcome outcome) {
    Sent sent = id == 0 ? null : find(id);
    if (sent == null || outcome == Outcome.UNKNOWN) {
      return now;
    }
    if (outcome == Outcome.ACCEPTED) {
      // the device keeps one profile: a newer one replaces all before it
      for (int i = unsettled.size() - 1; i >= 0; i--) {
        if (unsettled.get(i).id() <= id) {
          unsettled.remove(i);
        }
      }
      return pending(
          id, sent.maxW(), sent.expires(), now.lastSentId(), now.lastSentW(), now.lastSentAt());
    }
    unsettled.remove(sent);
    boolean neverLeft = outcome == Outcome.NOT_SENT && id == now.lastSentId();
    return pending(
        now.acceptedId(),
        now.acceptedW(),
        now.acceptedUntil(),
        neverLeft ? 0 : now.lastSentId(),
        now.lastSentW(),
        now.lastSentAt());
  }

  private Sent find(long id) {
    for (Sent sent : unsettled) {
      if (sent.id() == id) {
        return sent;
      }
    }
    return null;
  }

  private Commitment pending(
      long acceptedId,
      double acceptedW,
      Instant acceptedUntil,
      long lastSentId,
      double lastSentW,
      Instant lastSentAt) {
    double min = Double.NaN;
    double max = Double.NaN;
    Instant until = Instant.EPOCH;
    for (int i = 0; i < unsettled.size(); i++) {
      Sent sent = unsettled.get(i);
      min = Double.isNaN(min) ? sent.minW() : Math.min(min, sent.minW());
      max = Double.isNaN(max) ? sent.maxW() : Math.max(max, sent.maxW());
      until = sent.expires().isAfter(until) ? sent.expires() : until;
    }
    return new Commitment(
        acceptedId, acceptedW, acceptedUntil, min, max, until, lastSentId, lastSentW, lastSentAt);
  }
}
