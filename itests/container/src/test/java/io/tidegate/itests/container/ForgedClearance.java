package io.tidegate.itests.container;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.quantity.EvseId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks like a clearance; the envelope has never seen it. */
public final class ForgedClearance implements Clearance {

  @Override
  public Setpoint setpoint() {
    Instant now = Instant.now();
    return new Setpoint(
        1, new EvseId("E01"), Optional.empty(), -10_000, now, now.plusSeconds(30), List.of());
  }
}
