package io.tidegate.codec.ocpp.json.v201;

/** Who limits a station besides us. */
public enum ChargingLimitSource {
  EMS,
  OTHER,
  SO,
  CSO
}
