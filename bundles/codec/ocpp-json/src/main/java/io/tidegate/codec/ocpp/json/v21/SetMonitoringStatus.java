package io.tidegate.codec.ocpp.json.v21;

/** Whether a monitor is set. */
public enum SetMonitoringStatus {
  ACCEPTED,
  UNKNOWN_COMPONENT,
  UNKNOWN_VARIABLE,
  UNSUPPORTED_MONITOR_TYPE,
  REJECTED,
  DUPLICATE
}
