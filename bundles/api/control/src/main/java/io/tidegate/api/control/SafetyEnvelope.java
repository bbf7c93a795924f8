package io.tidegate.api.control;

import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import java.util.List;

/**
 * The only door to an actuator. Pure and total: never throws, the same arguments give the same
 * bits; only the clearances are new objects each time.
 */
public interface SafetyEnvelope {

  /** The memory of a site that nothing is known of yet. */
  SafetyState initial(SiteModel model, Instant at);

  /**
   * Advances the memory to the picture's instant (hysteresis, thermal models) and says what would
   * be let through.
   */
  Envelope bounds(SitePicture picture, SafetyState state);

  /**
   * Turns proposals into setpoints that break no limit in whatever order the stations answer: what
   * is unacknowledged or offline counts at its worst case, and an increase waits until the decrease
   * that makes room for it is confirmed.
   *
   * @param nextSetpointId id of the first setpoint that this decision issues
   */
  Verdict clear(SitePicture picture, Envelope envelope, Allocation proposal, long nextSetpointId);

  /** Bounds and the memory that goes with them. */
  record Envelope(Bounds bounds, SafetyState state) {}

  /**
   * The decision.
   *
   * @param powerW power of each EVSE that the envelope stands for now, indexed like the model's
   *     EVSEs; belongs to this object
   * @param reasons why, for each EVSE; never empty lists
   * @param cleared setpoints to send now: changes beyond the deadband, cuts, renewals that are due;
   *     decreases first
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Verdict(double[] powerW, List<List<Reason>> reasons, List<Clearance> cleared) {}
}
