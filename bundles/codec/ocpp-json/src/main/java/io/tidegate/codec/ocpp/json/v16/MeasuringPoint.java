package io.tidegate.codec.ocpp.json.v16;

/** Where a value was measured. */
public enum MeasuringPoint {
  CABLE,
  EV,
  INLET,
  OUTLET,
  BODY
}
