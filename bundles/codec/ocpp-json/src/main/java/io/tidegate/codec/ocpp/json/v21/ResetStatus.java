package io.tidegate.codec.ocpp.json.v21;

/** Whether a station resets. */
public enum ResetStatus {
  ACCEPTED,
  REJECTED,
  SCHEDULED
}
