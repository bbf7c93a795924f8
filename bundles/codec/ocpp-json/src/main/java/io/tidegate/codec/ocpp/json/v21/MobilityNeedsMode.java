package io.tidegate.codec.ocpp.json.v21;

/** Who says what a vehicle needs. */
public enum MobilityNeedsMode {
  EVCC,
  EVCC_SECC
}
