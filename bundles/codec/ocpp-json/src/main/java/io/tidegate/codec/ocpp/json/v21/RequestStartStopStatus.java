package io.tidegate.codec.ocpp.json.v21;

/** Whether a station will start or stop. */
public enum RequestStartStopStatus {
  ACCEPTED,
  REJECTED
}
