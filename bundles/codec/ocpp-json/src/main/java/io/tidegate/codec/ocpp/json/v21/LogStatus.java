package io.tidegate.codec.ocpp.json.v21;

/** Whether a log comes. */
public enum LogStatus {
  ACCEPTED,
  REJECTED,
  ACCEPTED_CANCELED
}
