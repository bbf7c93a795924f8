package io.tidegate.codec.ocpp.json.v21;

/** Outcome of writing a variable. */
public enum SetVariableStatus {
  ACCEPTED,
  REJECTED,
  UNKNOWN_COMPONENT,
  UNKNOWN_VARIABLE,
  NOT_SUPPORTED_ATTRIBUTE_TYPE,
  REBOOT_REQUIRED
}
