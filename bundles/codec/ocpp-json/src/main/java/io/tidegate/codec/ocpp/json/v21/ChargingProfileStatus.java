package io.tidegate.codec.ocpp.json.v21;

/** Whether a station took a profile. */
public enum ChargingProfileStatus {
  ACCEPTED,
  REJECTED
}
