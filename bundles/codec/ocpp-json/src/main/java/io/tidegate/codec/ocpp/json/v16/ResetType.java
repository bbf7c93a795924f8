package io.tidegate.codec.ocpp.json.v16;

/** How thoroughly a station restarts. */
public enum ResetType {
  HARD,
  SOFT
}
