package io.tidegate.api.control;

import java.time.Instant;

/**
 * Where transports redeem clearances. A service of the safety envelope; any thread, never blocks.
 */
public interface ClearanceOffice {

  /** True exactly once for a clearance of this office whose setpoint has not expired. */
  boolean redeem(Clearance clearance, Instant now);
}
