package io.tidegate.charging.slac;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.MmeFrame;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known of a link.
 *
 * @param wanted whether a vehicle is to be matched once the modem has its key
 * @param down whether the modem has not answered when it was last asked for long
 * @param begun when the wait for a vehicle began, ns
 * @param deadline of the phase, ns; of no meaning when idle or matched
 * @param attempt of setting the key, from 0
 * @param secret that the modem has or is about to get
 * @param modem where its answers come from
 * @param maker of the modem, as far as it has shown itself
 * @param failed whether the last match failed, or was lost
 * @param detail why the link is as it is, for an operator
 */
record LinkState(
    Phase phase,
    boolean wanted,
    boolean down,
    long begun,
    long deadline,
    int attempt,
    Optional<Secret> secret,
    Optional<MacAddress> modem,
    Rules.Maker maker,
    List<Run> runs,
    Optional<Match> match,
    boolean failed,
    String detail) {

  /** What the link is about. */
  enum Phase {
    /** The modem cannot be reached; tried again at the deadline. */
    DOWN,
    /** The modem is given a key. */
    KEY,
    IDLE,
    /** Vehicles may ask. */
    WAITING,
    /** A vehicle has the key. */
    JOINING,
    MATCHED
  }

  /**
   * The vehicle that chose this EVSE.
   *
   * @param answer that gave it the key, sent again when it asks again
   */
  record Match(MacAddress vehicle, long runId, double attenuationDb, MmeFrame answer, Watch watch) {
    Match with(Watch next) {
      return new Match(vehicle, runId, attenuationDb, answer, next);
    }
  }

  LinkState {
    runs = List.copyOf(runs);
  }

  /** A link that has just got its interface: the modem is to leave whatever network it is in. */
  static LinkState fresh(Rules rules, boolean wanted, long now) {
    return new LinkState(
        Phase.DOWN,
        wanted,
        true,
        now,
        now,
        0,
        Optional.empty(),
        Optional.empty(),
        rules.maker(),
        List.of(),
        Optional.empty(),
        false,
        "The modem has not answered yet");
  }

  PlcLink.Report report() {
    Optional<Watch> watch = match.map(Match::watch);
    return new PlcLink.Report(
        state(),
        match.map(m -> m.vehicle().toString()),
        match.map(Match::attenuationDb).orElse(Double.NaN),
        watch.map(w -> w.quality().loss().percent()).orElse(Double.NaN),
        watch.map(w -> w.quality().badBlocks()).orElse(0L),
        detail);
  }

  private PlcLink.State state() {
    if (down) {
      return PlcLink.State.DOWN;
    } else if (phase == Phase.MATCHED) {
      return PlcLink.State.MATCHED;
    } else if (wanted || phase == Phase.WAITING || phase == Phase.JOINING) {
      return PlcLink.State.MATCHING;
    }
    return failed ? PlcLink.State.FAILED : PlcLink.State.UNMATCHED;
  }
}
