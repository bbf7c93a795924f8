package io.tidegate.codec.ocpp.json.v201;

/** Whether a station resets. */
public enum ResetStatus {
  ACCEPTED,
  REJECTED,
  SCHEDULED
}
