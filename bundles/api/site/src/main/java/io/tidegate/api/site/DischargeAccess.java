package io.tidegate.api.site;

/** How a station takes a discharge setpoint. */
public enum DischargeAccess {
  /** Never: no discharge setpoint is sent (default). */
  NONE,
  /** OCPP 2.0.1 charging profiles with a negative limit. */
  NEGATIVE_LIMIT
}
