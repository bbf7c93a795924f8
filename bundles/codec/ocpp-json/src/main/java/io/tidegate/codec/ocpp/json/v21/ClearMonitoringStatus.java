package io.tidegate.codec.ocpp.json.v21;

/** Whether a monitor is gone. */
public enum ClearMonitoringStatus {
  ACCEPTED,
  REJECTED,
  NOT_FOUND
}
