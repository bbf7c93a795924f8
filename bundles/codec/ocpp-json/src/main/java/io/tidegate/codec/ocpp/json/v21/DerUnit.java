package io.tidegate.codec.ocpp.json.v21;

/** What the ordinate of a curve is. */
public enum DerUnit {
  NOT_APPLICABLE,
  PCT_MAX_W,
  PCT_MAX_VAR,
  PCT_W_AVAIL,
  PCT_VAR_AVAIL,
  PCT_EFFECTIVE_V
}
