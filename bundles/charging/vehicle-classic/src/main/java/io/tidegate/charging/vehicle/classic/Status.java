package io.tidegate.charging.vehicle.classic;

/**
 * What an EVSE says of itself (EVSEStatus).
 *
 * @param delayS within how many seconds the vehicle has to follow the notification, 0–65535
 * @param rcd AC: the residual current device has tripped
 */
public record Status(
    Notification notification, int delayS, Isolation isolation, Readiness readiness, boolean rcd) {

  /** What the vehicle is to do. */
  public enum Notification {
    NONE,
    STOP_CHARGING,
    RENEGOTIATION
  }

  /** DC. */
  public enum Isolation {
    INVALID,
    VALID,
    WARNING,
    FAULT
  }

  /** DC (EVSEStatusCode). */
  public enum Readiness {
    NOT_READY,
    READY,
    SHUTDOWN,
    ISOLATION_MONITORING,
    EMERGENCY_SHUTDOWN,
    MALFUNCTION
  }
}
