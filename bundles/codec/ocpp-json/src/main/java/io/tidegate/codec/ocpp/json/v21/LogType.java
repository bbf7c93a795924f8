package io.tidegate.codec.ocpp.json.v21;

/** Which log. */
public enum LogType {
  DIAGNOSTICS_LOG,
  SECURITY_LOG,
  DATA_COLLECTOR_LOG
}
