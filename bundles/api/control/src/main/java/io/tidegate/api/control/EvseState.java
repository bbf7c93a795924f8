package io.tidegate.api.control;

import java.time.Instant;
import java.util.Optional;

/**
 * One EVSE in the picture. Immutable; replaced when something changes.
 *
 * @param index its index in the site model
 * @param online whether its station is connected
 * @param offlineSince when the connection was lost; {@link Instant#EPOCH} when never connected
 * @param session the session in progress
 * @param derateW limit that the station has announced, W; NaN when there is none
 * @param derateCause its cause
 * @param shortfallW power that it gives less than asked, W ≥ 0, as seen in the last telemetry
 *     (S5.9); 0 when it follows
 * @param deliverableW what it has shown it can give while it falls short, W, signed; NaN when it
 *     follows
 * @param lastStopAt when its power last went to 0, for the dwell limit
 * @param lastStartAt when its power last left 0, for the dwell limit
 * @param shareAssured whether its station is known to hold the charge-only safe share beneath all
 *     setpoints; while not, nothing is known of what it does without one
 * @param shareDetail what the station said last of that, for an operator; empty when it never did
 */
public record EvseState(
    int index,
    boolean online,
    Instant offlineSince,
    SiteInput.Availability availability,
    Optional<Session> session,
    Measured measured,
    Commitment commitment,
    double derateW,
    String derateCause,
    double shortfallW,
    double deliverableW,
    Instant lastStopAt,
    Instant lastStartAt,
    boolean shareAssured,
    String shareDetail) {

  public EvseState {
    // journals written before stations reported on their safe share hold nothing here
    shareDetail = shareDetail == null ? "" : shareDetail;
  }
}
