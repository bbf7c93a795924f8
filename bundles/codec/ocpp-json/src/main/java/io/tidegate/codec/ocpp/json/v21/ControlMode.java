package io.tidegate.codec.ocpp.json.v21;

/** Who decides on the power: the plan, or the station at any moment. */
public enum ControlMode {
  SCHEDULED_CONTROL,
  DYNAMIC_CONTROL
}
