package io.tidegate.codec.ocpp.json.v201;

/** What raised an event. */
public enum EventTrigger {
  ALERTING,
  DELTA,
  PERIODIC
}
