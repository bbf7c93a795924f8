package io.tidegate.codec.ocpp.json.v21;

/** Which value of a variable; Actual when absent. */
public enum AttributeType {
  ACTUAL,
  TARGET,
  MIN_SET,
  MAX_SET
}
