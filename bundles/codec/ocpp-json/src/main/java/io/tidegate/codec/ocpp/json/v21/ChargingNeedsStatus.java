package io.tidegate.codec.ocpp.json.v21;

/** Answer to a vehicle's needs. */
public enum ChargingNeedsStatus {
  ACCEPTED,
  REJECTED,
  PROCESSING,
  NO_CHARGING_PROFILE
}
