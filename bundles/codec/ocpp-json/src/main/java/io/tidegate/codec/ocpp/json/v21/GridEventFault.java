package io.tidegate.codec.ocpp.json.v21;

/** Why a grid support function tripped. */
public enum GridEventFault {
  CURRENT_IMBALANCE,
  LOCAL_EMERGENCY,
  LOW_INPUT_POWER,
  OVER_CURRENT,
  OVER_FREQUENCY,
  OVER_VOLTAGE,
  PHASE_ROTATION,
  REMOTE_EMERGENCY,
  UNDER_FREQUENCY,
  UNDER_VOLTAGE,
  VOLTAGE_IMBALANCE
}
