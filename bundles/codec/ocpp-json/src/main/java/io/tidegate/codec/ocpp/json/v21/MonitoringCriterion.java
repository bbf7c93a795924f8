package io.tidegate.codec.ocpp.json.v21;

/** Which monitors. */
public enum MonitoringCriterion {
  THRESHOLD_MONITORING,
  DELTA_MONITORING,
  PERIODIC_MONITORING
}
