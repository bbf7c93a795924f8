package io.tidegate.codec.ocpp.json.v16;

/** Whether a connector is kept. */
public enum ReservationStatus {
  ACCEPTED,
  FAULTED,
  OCCUPIED,
  REJECTED,
  UNAVAILABLE
}
