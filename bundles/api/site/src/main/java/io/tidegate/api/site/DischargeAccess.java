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
  OCPP_2_1,
  /** An EVSE of our own, whose vehicles are spoken to in ISO 15118. */
  ISO_15118;

  /** As the site file writes it. */
  public String word() {
    return switch (this) {
      case OCPP_2_1 -> "ocpp2.1";
      case ISO_15118 -> "iso15118";
      default -> name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }
}
