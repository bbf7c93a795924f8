package io.tidegate.api.control;

import java.time.Instant;

/**
 * What an EVSE may be obeying: the last setpoint it has accepted and all that were sent since
 * without an answer. After both times have passed it is at its fallback, the safe share.
 *
 * @param acceptedId id of the accepted setpoint, 0 when there is none
 * @param acceptedW its power, W; NaN when there is none
 * @param acceptedUntil its expiry
 * @param pendingMinW lowest power among the unanswered, NaN when there is none
 * @param pendingMaxW highest power among the unanswered, NaN when there is none
 * @param pendingUntil latest expiry among the unanswered
 * @param lastSentId id of the newest setpoint handed to the actuator, 0 when there is none or when
 *     it never left
 * @param lastSentW its power, NaN when there is none
 * @param lastSentAt when
 */
public record Commitment(
    long acceptedId,
    double acceptedW,
    Instant acceptedUntil,
    double pendingMinW,
    double pendingMaxW,
    Instant pendingUntil,
    long lastSentId,
    double lastSentW,
    Instant lastSentAt) {
  public static final Commitment NONE =
      new Commitment(
          0,
          Double.NaN,
          Instant.EPOCH,
          Double.NaN,
          Double.NaN,
          Instant.EPOCH,
          0,
          Double.NaN,
          Instant.EPOCH);

  /** Whether an accepted setpoint is in force at {@code now}. */
  public boolean inForce(Instant now) {
    return acceptedId != 0 && now.isBefore(acceptedUntil);
  }

  /** Whether an unanswered setpoint may be in force at {@code now}. */
  public boolean uncertain(Instant now) {
    return !Double.isNaN(pendingMaxW) && now.isBefore(pendingUntil);
  }
}
