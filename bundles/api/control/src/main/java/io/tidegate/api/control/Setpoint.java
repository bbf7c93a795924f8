package io.tidegate.api.control;

import io.tidegate.api.quantity.EvseId;
import java.time.Instant;
import java.util.List;

/**
 * An absolute power for one EVSE, with its expiry: repeating it is harmless, and without renewal
 * the device falls back to its safe share.
 *
 * @param id rises with every setpoint of the site
 * @param powerW W, load convention; 0 is a pause and never a discharge
 * @param reasons the binding ones, most binding first; never empty
 */
public record Setpoint(
    long id, EvseId evse, double powerW, Instant issued, Instant expires, List<Reason> reasons) {
  public Setpoint {
    reasons = List.copyOf(reasons);
  }
}
