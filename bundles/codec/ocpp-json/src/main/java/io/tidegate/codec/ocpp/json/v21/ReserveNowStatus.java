package io.tidegate.codec.ocpp.json.v21;

/** Whether an EVSE is kept. */
public enum ReserveNowStatus {
  ACCEPTED,
  FAULTED,
  OCCUPIED,
  REJECTED,
  UNAVAILABLE
}
