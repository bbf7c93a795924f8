package io.tidegate.codec.ocpp.json.v21;

/** Why a reservation has ended. */
public enum ReservationUpdateStatus {
  EXPIRED,
  REMOVED,
  NO_TRANSACTION
}
