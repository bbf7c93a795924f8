package io.tidegate.codec.ocpp.json.v16;

/** Unit of a limit: W in all, or A on each phase. */
public enum ChargingRateUnit {
  A,
  W
}
