package io.tidegate.codec.ocpp.json.v201;

/** When a station resets. */
public enum ResetType {
  IMMEDIATE,
  ON_IDLE
}
