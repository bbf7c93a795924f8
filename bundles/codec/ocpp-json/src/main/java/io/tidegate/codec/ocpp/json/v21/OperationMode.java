package io.tidegate.codec.ocpp.json.v21;

/** What a vehicle does within a period (block Q). */
public enum OperationMode {
  IDLE,
  CHARGING_ONLY,
  CENTRAL_SETPOINT,
  EXTERNAL_SETPOINT,
  EXTERNAL_LIMITS,
  CENTRAL_FREQUENCY,
  LOCAL_FREQUENCY,
  LOCAL_LOAD_BALANCING
}
