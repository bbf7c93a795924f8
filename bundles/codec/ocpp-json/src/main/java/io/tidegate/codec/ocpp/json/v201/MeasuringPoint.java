package io.tidegate.codec.ocpp.json.v201;

/** Where a value was measured. */
public enum MeasuringPoint {
  BODY,
  CABLE,
  EV,
  INLET,
  OUTLET
}
