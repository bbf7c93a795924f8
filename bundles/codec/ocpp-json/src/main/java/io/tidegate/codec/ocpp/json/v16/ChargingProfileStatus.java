package io.tidegate.codec.ocpp.json.v16;

/** Whether a station took a profile. */
public enum ChargingProfileStatus {
  ACCEPTED,
  REJECTED,
  NOT_SUPPORTED
}
