package io.tidegate.codec.ocpp.json;

/** Error codes of a CALLERROR (2.x part 4 §4.3; 1.6J §4.2.3). */
public enum RpcErrorCode {
  FORMAT_VIOLATION("FormatViolation"),
  GENERIC_ERROR("GenericError"),
  INTERNAL_ERROR("InternalError"),
  MESSAGE_TYPE_NOT_SUPPORTED("MessageTypeNotSupported"),
  NOT_IMPLEMENTED("NotImplemented"),
  NOT_SUPPORTED("NotSupported"),
  OCCURRENCE_CONSTRAINT_VIOLATION("OccurrenceConstraintViolation"),
  PROPERTY_CONSTRAINT_VIOLATION("PropertyConstraintViolation"),
  PROTOCOL_ERROR("ProtocolError"),
  RPC_FRAMEWORK_ERROR("RpcFrameworkError"),
  SECURITY_ERROR("SecurityError"),
  TYPE_CONSTRAINT_VIOLATION("TypeConstraintViolation");

  private static final String OLD_OCCURRENCE = "OccurenceConstraintViolation";
  private final String wire;

  RpcErrorCode(String wire) {
    this.wire = wire;
  }

  /** As 2.x spells it. */
  public String wire() {
    return wire;
  }

  /**
   * As a version spells it. 1.6 writes Occurence with one r and has neither of the codes for broken
   * frames: FormatViolation comes nearest.
   */
  public String wire(Version version) {
    if (version != Version.OCPP_1_6) {
      return wire;
    }
    return switch (this) {
      case OCCURRENCE_CONSTRAINT_VIOLATION -> OLD_OCCURRENCE;
      case RPC_FRAMEWORK_ERROR, MESSAGE_TYPE_NOT_SUPPORTED -> FORMAT_VIOLATION.wire;
      default -> wire;
    };
  }

  /**
   * The code that a peer sent. The spellings of 1.6 are accepted on every version; a code that
   * nobody knows counts as {@link #GENERIC_ERROR}.
   */
  public static RpcErrorCode of(String wire) {
    for (RpcErrorCode code : values()) {
      if (code.wire.equals(wire)) {
        return code;
      }
    }
    return switch (wire) {
      case OLD_OCCURRENCE -> OCCURRENCE_CONSTRAINT_VIOLATION;
      case "FormationViolation" -> FORMAT_VIOLATION;
      default -> GENERIC_ERROR;
    };
  }
}
