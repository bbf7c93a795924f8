package io.tidegate.codec.ocpp.json.v21;

/** State of the charging process. */
public enum ChargingState {
  CHARGING,
  EV_CONNECTED,
  SUSPENDED_EV,
  SUSPENDED_EVSE,
  IDLE
}
