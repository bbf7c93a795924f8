package io.tidegate.codec.ocpp.json.v21;

/** Where a value was measured. */
public enum MeasuringPoint {
  BODY,
  CABLE,
  EV,
  INLET,
  OUTLET,
  UPSTREAM
}
