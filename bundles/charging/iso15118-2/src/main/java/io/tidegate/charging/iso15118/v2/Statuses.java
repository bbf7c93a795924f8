package io.tidegate.charging.iso15118.v2;

import io.tidegate.charging.vehicle.classic.Status;
import io.tidegate.codec.exi.iso15118.iso2.AcEVSEStatus;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEStatus;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEStatusCode;
import io.tidegate.codec.exi.iso15118.iso2.EVSENotification;
import io.tidegate.codec.exi.iso15118.iso2.EVSEStatusVariant;
import io.tidegate.codec.exi.iso15118.iso2.IsolationLevel;

/** What the EVSE says of itself. */
final class Statuses {
  private Statuses() {}

  static EVSEStatusVariant of(Status status, boolean direct) {
    return direct ? dc(status) : ac(status);
  }

  static AcEVSEStatus ac(Status status) {
    return new AcEVSEStatus(status.delayS(), notification(status), status.rcd());
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
    return new DcEVSEStatus(status.delayS(), notification(status), isolation, code);
  }

  private static EVSENotification notification(Status status) {
    return switch (status.notification()) {
      case NONE -> EVSENotification.NONE;
      case STOP_CHARGING -> EVSENotification.STOP_CHARGING;
      case RENEGOTIATION -> EVSENotification.RE_NEGOTIATION;
    };
  }
}
