package io.tidegate.codec.ocpp.json.v21;

/** Outcome of reading a variable. */
public enum GetVariableStatus {
  ACCEPTED,
  REJECTED,
  UNKNOWN_COMPONENT,
  UNKNOWN_VARIABLE,
  NOT_SUPPORTED_ATTRIBUTE_TYPE
}
