package io.tidegate.api.control;

/**
 * Leave to send one setpoint once. Only the safety envelope makes them; a transport redeems one at
 * the {@link ClearanceOffice} that it is bound to before the setpoint's bytes leave. Implementing
 * this interface elsewhere gains nothing: clearances are known by identity.
 */
public interface Clearance {
  Setpoint setpoint();
}
