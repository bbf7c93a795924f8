package io.tidegate.api.control;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An absolute power for one EVSE, with its expiry: repeating it is harmless, and without renewal
 * the device falls back to its safe share.
 *
 * @param id rises with every setpoint of the site
 * @param session the session that it was decided for: no other vehicle may be given it. Empty only
 *     in journals of before; such a setpoint is not sent
 * @param powerW W, load convention; 0 is a pause and never a discharge
 * @param reasons the binding ones, most binding first; never empty
 */
public record Setpoint(
    long id,
    EvseId evse,
    Optional<SessionId> session,
    double powerW,
    Instant issued,
    Instant expires,
    List<Reason> reasons) {
  public Setpoint {
    session = session == null ? Optional.empty() : session;
    reasons = List.copyOf(reasons);
  }
}
