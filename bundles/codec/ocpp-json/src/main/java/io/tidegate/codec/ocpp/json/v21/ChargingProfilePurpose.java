package io.tidegate.codec.ocpp.json.v21;

/** What a profile limits. */
public enum ChargingProfilePurpose {
  CHARGING_STATION_EXTERNAL_CONSTRAINTS,
  CHARGING_STATION_MAX_PROFILE,
  TX_DEFAULT_PROFILE,
  TX_PROFILE,
  PRIORITY_CHARGING,
  LOCAL_GENERATION
}
