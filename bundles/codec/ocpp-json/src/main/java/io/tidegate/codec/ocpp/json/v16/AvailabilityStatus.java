package io.tidegate.codec.ocpp.json.v16;

/** Whether it is in or out of service. */
public enum AvailabilityStatus {
  ACCEPTED,
  REJECTED,
  SCHEDULED
}
