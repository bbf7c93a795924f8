package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.charging.vehicle.classic.Status.Isolation;
import io.tidegate.charging.vehicle.classic.Status.Notification;
import io.tidegate.charging.vehicle.classic.Status.Readiness;

/** What the EVSE says of itself in a response. */
final class Statuses {
  private Statuses() {}

  static Status of(Talk talk) {
    Notice notice = talk.view().notice();
    Notification notification =
        switch (notice.kind()) {
          case PAUSE, TERMINATE -> Notification.STOP_CHARGING;
          case SCHEDULE_RENEGOTIATION, SERVICE_RENEGOTIATION ->
              talk.standard().renegotiates() ? Notification.RENEGOTIATION : Notification.NONE;
          default -> Notification.NONE;
        };
    if (talk.view().fault().isPresent()) {
      notification = Notification.STOP_CHARGING;
    }
    int delay = Math.max(0, Math.min(65_535, notice.seconds()));
    boolean rcd = talk.view().fault().filter(f -> f.code().contains("RCD")).isPresent();
    return new Status(
        notification,
        notification == Notification.NONE ? 0 : delay,
        isolation(talk),
        readiness(talk),
        rcd);
  }

  /** The same, and the vehicle is to stop at once. */
  static Status stop(Talk talk) {
    Status plain = of(talk);
    return new Status(
        Notification.STOP_CHARGING, 0, plain.isolation(), Readiness.SHUTDOWN, plain.rcd());
  }

  private static Isolation isolation(Talk talk) {
    return switch (talk.view().insulation()) {
      case VALID -> Isolation.VALID;
      case WARNING -> Isolation.WARNING;
      case FAULT -> Isolation.FAULT;
      case UNKNOWN, TESTING -> Isolation.INVALID;
    };
  }

  private static Readiness readiness(Talk talk) {
    if (talk.view().fault().isPresent()) {
      return talk.view().fault().get().emergency()
          ? Readiness.EMERGENCY_SHUTDOWN
          : Readiness.MALFUNCTION;
    } else if (talk.view().notice().kind() == Notice.Kind.TERMINATE) {
      return Readiness.SHUTDOWN;
    }
    return switch (talk.session().phase()) {
      case CABLE_CHECKING -> Readiness.ISOLATION_MONITORING;
      case PRE_CHARGING, READY, LOOP, RENEGOTIATION, REDELIVERY -> Readiness.READY;
      default -> Readiness.NOT_READY;
    };
  }
}
