package io.tidegate.api.connection;

import io.tidegate.api.control.Clearance;
import java.time.Duration;
import java.util.Optional;

/**
 * A request to the station. The transport numbers it, frames it as OCPP-J CALL and keeps one in
 * flight.
 *
 * @param id message id, unique on the connection, at most 36 characters
 * @param action e.g. {@code SetChargingProfile}
 * @param payload JSON object
 * @param urgency setpoints first
 * @param key calls with an equal, non-empty key supersede each other while they wait
 * @param spacing shortest time since the last call with the same key was sent; zero for none
 * @param timeout deadline of the answer, from sending
 * @param clearance needed by every action that moves power
 * @param context the dialect's own note, given back with the answer, also to a newer version of it
 */
public record OutboundCall(
    String id,
    String action,
    String payload,
    Urgency urgency,
    String key,
    Duration spacing,
    Duration timeout,
    Optional<Clearance> clearance,
    Slot context) {

  /** Order of sending. */
  public enum Urgency {
    SETPOINT,
    CONTROL,
    ROUTINE
  }
}
