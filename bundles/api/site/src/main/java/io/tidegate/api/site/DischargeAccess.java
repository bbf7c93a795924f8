package io.tidegate.api.site;

import java.util.Locale;

/** How a station takes a discharge setpoint. */
public enum DischargeAccess {
  /** Never: no discharge setpoint is sent (default). */
  NONE,
  /** OCPP 2.0.1 charging profiles with a negative limit. */
  NEGATIVE_LIMIT,
  /** OCPP 2.0.1 charging profiles with the operation modes and setpoints of 2.1 added. */
  V2X_ADDITIONS,
  /** The operation modes of OCPP 2.1 (block Q), spoken as 2.1. */
  OCPP_2_1;

  /** As the site file writes it. */
  public String word() {
    return this == OCPP_2_1 ? "ocpp2.1" : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
