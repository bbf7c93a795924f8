package io.tidegate.codec.ocpp.json.v21;

/** What raised an event. */
public enum EventTrigger {
  ALERTING,
  DELTA,
  PERIODIC
}
