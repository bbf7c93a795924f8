package io.tidegate.codec.ocpp.json.v21;

/** Whether there are any. */
public enum GetChargingProfileStatus {
  ACCEPTED,
  NO_PROFILES
}
