package io.tidegate.codec.ocpp.json.v16;

/** Whether a station will send it. */
public enum TriggerMessageStatus {
  ACCEPTED,
  REJECTED,
  NOT_IMPLEMENTED
}
