package io.tidegate.codec.ocpp.json.v16;

/** Whether a station found a profile to clear. */
public enum ClearChargingProfileStatus {
  ACCEPTED,
  UNKNOWN
}
