package io.tidegate.codec.ocpp.json.v201;

/** Answer to a vehicle's needs. */
public enum ChargingNeedsStatus {
  ACCEPTED,
  REJECTED,
  PROCESSING
}
