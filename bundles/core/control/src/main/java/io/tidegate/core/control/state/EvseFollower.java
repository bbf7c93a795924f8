package io.tidegate.core.control.state;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.site.EvseSpec;
import java.time.Instant;
import java.util.List;

/**
 * Keeps account of one EVSE's setpoints: which may be in force, and whether it does what it has
 * accepted. Thread-confined.
 */
final class EvseFollower {
  private CommitmentBook book;
  private Follow follow;

  EvseFollower() {
    this(List.of(), Follow.NOTHING);
  }

  EvseFollower(List<Sent> unsettled, Follow follow) {
    this.book = new CommitmentBook(unsettled);
    this.follow = follow;
  }

  CommitmentBook book() {
    return book;
  }

  Follow follow() {
    return follow;
  }

  /** It may be obeying anything that it is able to. */
  Commitment anything(EvseSpec evse, Instant at) {
    book = new CommitmentBook();
    follow = Follow.NOTHING;
    return book.anything(-evse.maxDischargeW(), evse.maxChargeW(), at);
  }

  void reset() {
    book = new CommitmentBook();
    follow = Follow.NOTHING;
  }

  EvseState settled(EvseState before, SiteInput.SetpointOutcome outcome, Instant at) {
    Commitment old = before.commitment();
    Commitment now = book.settled(old, outcome.setpoint(), outcome.outcome());
    if (now.equals(old)) {
      return before;
    }
    EvseState after = EvseReducer.commitment(before, now);
    if (outcome.outcome() != Outcome.ACCEPTED) {
      return after;
    }
    follow = follow.accepted(now.acceptedW(), at);
    boolean ran = old.inForce(at) && old.acceptedW() != 0;
    boolean runs = now.acceptedW() != 0;
    if (ran == runs) {
      return after;
    }
    return runs ? EvseReducer.running(after, at) : EvseReducer.stopped(after, at);
  }

  EvseState measured(EvseState state, SiteInput.EvseTelemetry telemetry, Instant at) {
    double power = telemetry.powerW();
    if (!Double.isFinite(power) || !state.commitment().inForce(at)) {
      return state;
    }
    follow = follow.settled(at);
    double missing = follow.shortfallW(power);
    double shown = state.deliverableW();
    if (missing > 0) {
      return EvseReducer.shortfall(state, missing, power);
    }
    boolean stillShort =
        !Double.isNaN(shown)
            && !Follow.recovered(shown, power)
            && Math.abs(follow.expectW()) >= Math.abs(shown);
    return stillShort
        ? EvseReducer.shortfall(state, 0, shown)
        : EvseReducer.shortfall(state, 0, Double.NaN);
  }

  static EvseState reindexed(EvseState s, int index) {
    return new EvseState(
        index,
        s.online(),
        s.offlineSince(),
        s.availability(),
        s.session(),
        s.measured(),
        s.commitment(),
        s.derateW(),
        s.derateCause(),
        s.shortfallW(),
        s.deliverableW(),
        s.lastStopAt(),
        s.lastStartAt(),
        s.shareAssured(),
        s.shareDetail());
  }
}
