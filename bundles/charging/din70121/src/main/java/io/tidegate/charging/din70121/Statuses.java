package io.tidegate.charging.din70121;

import io.tidegate.charging.vehicle.classic.Status;
import io.tidegate.codec.exi.iso15118.din.AcEVSEStatus;
import io.tidegate.codec.exi.iso15118.din.DcEVSEStatus;
import io.tidegate.codec.exi.iso15118.din.DcEVSEStatusCode;
import io.tidegate.codec.exi.iso15118.din.EVSENotification;
import io.tidegate.codec.exi.iso15118.din.IsolationLevel;

/** What the EVSE says of itself. */
final class Statuses {
  private Statuses() {}

  /** For the one response that has no other; nothing else here is of alternating current. */
  static AcEVSEStatus ac(Status status) {
    return new AcEVSEStatus(false, status.rcd(), status.delayS(), notification(status));
  }

  static DcEVSEStatus dc(Status status) {
    IsolationLevel isolation =
        switch (status.isolation()) {
          case INVALID -> IsolationLevel.INVALID;
          case VALID -> IsolationLevel.VALID;
          case WARNING -> IsolationLevel.WARNING;
          case FAULT -> IsolationLevel.FAULT;
        };
    DcEVSEStatusCode code =
        switch (status.readiness()) {
          case NOT_READY -> DcEVSEStatusCode.EVSE_NOT_READY;
          case READY -> DcEVSEStatusCode.EVSE_READY;
          case SHUTDOWN -> DcEVSEStatusCode.EVSE_SHUTDOWN;
          case ISOLATION_MONITORING -> DcEVSEStatusCode.EVSE_ISOLATION_MONITORING_ACTIVE;
          case EMERGENCY_SHUTDOWN -> DcEVSEStatusCode.EVSE_EMERGENCY_SHUTDOWN;
          case MALFUNCTION -> DcEVSEStatusCode.EVSE_MALFUNCTION;
        };
    return new DcEVSEStatus(isolation, code, status.delayS(), notification(status));
  }

  private static EVSENotification notification(Status status) {
    return switch (status.notification()) {
      case NONE -> EVSENotification.NONE;
      case STOP_CHARGING -> EVSENotification.STOP_CHARGING;
      case RENEGOTIATION -> EVSENotification.RE_NEGOTIATION;
    };
  }
}
