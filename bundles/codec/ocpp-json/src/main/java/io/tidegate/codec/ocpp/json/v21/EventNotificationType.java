package io.tidegate.codec.ocpp.json.v21;

/** Which kind of monitor raised an event. */
public enum EventNotificationType {
  HARD_WIRED_NOTIFICATION,
  HARD_WIRED_MONITOR,
  PRECONFIGURED_MONITOR,
  CUSTOM_MONITOR
}
