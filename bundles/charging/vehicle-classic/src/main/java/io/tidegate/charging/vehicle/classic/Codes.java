package io.tidegate.charging.vehicle.classic;

/** Catalogue codes of what ends a session. */
final class Codes {
  /** The vehicle was silent for too long, or something took too long. */
  static final String TIMEOUT = "ERR_ISO_TIMEOUT";

  /** No session was set up in time. */
  static final String HANDSHAKE = "ERR_V2G_HANDSHAKE_TIMEOUT";

  /** A contract or its signature is not good. */
  static final String CONTRACT = "V2G_ERR_042";

  /** Nobody has agreed to the session. */
  static final String UNAUTHORISED = "V2G-401";

  /** A message that cannot be read. */
  static final String MESSAGE = "ERR_ISO_MESSAGE";

  static final String SEQUENCE = "ERR_ISO_SEQUENCE";
  static final String SESSION = "ERR_ISO_SESSION";
  static final String CONTACTOR = "ERR_ISO_CONTACTOR";
  static final String PARAMETER = "ERR_ISO_PARAMETER";
  static final String INSULATION = "ERR_ISO_INSULATION";
  static final String METERING = "ERR_ISO_METERING";

  private Codes() {}

  static String of(Verdict verdict) {
    return switch (verdict) {
      case FAILED_SEQUENCE_ERROR -> SEQUENCE;
      case FAILED_UNKNOWN_SESSION -> SESSION;
      case FAILED_CONTACTOR_ERROR, FAILED_POWER_DELIVERY_NOT_APPLIED -> CONTACTOR;
      case FAILED_SIGNATURE_ERROR,
          FAILED_CERT_CHAIN_ERROR,
          FAILED_CERTIFICATE_EXPIRED,
          FAILED_CERTIFICATE_REVOKED,
          FAILED_CERTIFICATE_NOT_ALLOWED_AT_THIS_EVSE,
          FAILED_NO_CERTIFICATE_AVAILABLE,
          FAILED_CHALLENGE_INVALID ->
          CONTRACT;
      case FAILED_METERING_SIGNATURE_NOT_VALID -> METERING;
      default -> PARAMETER;
    };
  }
}
