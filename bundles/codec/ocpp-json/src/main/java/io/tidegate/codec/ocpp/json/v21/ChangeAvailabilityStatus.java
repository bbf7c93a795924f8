package io.tidegate.codec.ocpp.json.v21;

/** Whether it is in or out of service. */
public enum ChangeAvailabilityStatus {
  ACCEPTED,
  REJECTED,
  SCHEDULED
}
