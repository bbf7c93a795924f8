package io.tidegate.codec.ocpp.json;

/** Error codes of a CALLERROR (OCPP 2.0.1 part 4 §4.3). */
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

  private final String wire;

  RpcErrorCode(String wire) {
    this.wire = wire;
  }

  /** As it is sent. */
  public String wire() {
    return wire;
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
      case "OccurenceConstraintViolation" -> OCCURRENCE_CONSTRAINT_VIOLATION;
      case "FormationViolation" -> FORMAT_VIOLATION;
      default -> GENERIC_ERROR;
    };
  }
}
