package io.tidegate.codec.ocpp.json.v16;

/** Whether a log comes. */
public enum LogStatus {
  ACCEPTED,
  REJECTED,
  ACCEPTED_CANCELED
}
