package io.tidegate.codec.ocpp.json.v16;

/** What a profile limits. */
public enum ChargingProfilePurpose {
  CHARGE_POINT_MAX_PROFILE,
  TX_DEFAULT_PROFILE,
  TX_PROFILE
}
