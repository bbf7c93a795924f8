package io.tidegate.codec.ocpp.json.v16;

/** What a connector is doing. */
public enum ChargePointStatus {
  AVAILABLE,
  PREPARING,
  CHARGING,
  SUSPENDED_EVSE,
  SUSPENDED_EV,
  FINISHING,
  RESERVED,
  UNAVAILABLE,
  FAULTED
}
