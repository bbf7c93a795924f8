package io.tidegate.codec.ocpp.json.v21;

/** What a monitor watches for. */
public enum MonitorType {
  UPPER_THRESHOLD,
  LOWER_THRESHOLD,
  DELTA,
  PERIODIC,
  PERIODIC_CLOCK_ALIGNED,
  TARGET_DELTA,
  TARGET_DELTA_RELATIVE
}
