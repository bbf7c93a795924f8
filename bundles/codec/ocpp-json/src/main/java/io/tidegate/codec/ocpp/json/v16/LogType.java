package io.tidegate.codec.ocpp.json.v16;

/** Which log. */
public enum LogType {
  DIAGNOSTICS_LOG,
  SECURITY_LOG
}
