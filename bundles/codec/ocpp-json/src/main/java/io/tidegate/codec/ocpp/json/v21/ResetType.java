package io.tidegate.codec.ocpp.json.v21;

/** When a station resets. */
public enum ResetType {
  IMMEDIATE,
  ON_IDLE,
  IMMEDIATE_AND_RESUME
}
