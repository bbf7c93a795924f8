package io.tidegate.api.control;

/**
 * Why a power is what it is. The name is the catalogue code that console, journal and metrics show.
 */
public enum ReasonCode {
  // what was asked for
  MUST_CHARGE,
  GRID_COMMAND,
  POLICY_TARGET,
  PLAN,
  DEFAULT_CHARGE,
  FAIR_SHARE,
  // limits of one EVSE
  NO_SESSION,
  OFFLINE,
  EVSE_RATING,
  VEHICLE_LIMIT,
  MIN_CURRENT,
  MAX_SHARE,
  RAMP,
  DWELL,
  DERATED,
  SHORTFALL,
  CONNECTOR_TEMPERATURE,
  INVERTER_TEMPERATURE,
  PACK_TEMPERATURE,
  SOC_FULL,
  FAULTED,
  // no discharge
  SOC_FLOOR,
  SOC_HYSTERESIS,
  SOC_UNKNOWN,
  RESERVE,
  DISCHARGE_NOT_AUTHORISED,
  DISCHARGE_NOT_SUPPORTED,
  DISCHARGE_ATTESTED,
  MANDATE_LOST,
  CLOCK_UNTRUSTED,
  JOURNAL_UNWRITABLE,
  MAINS_OUT_OF_WINDOW,
  // the tree
  NODE_RATING,
  PHASE_RATING,
  GRID_IMPORT_CAP,
  GRID_EXPORT_CAP,
  PHASE_IMBALANCE,
  HOT_SPOT,
  STALE_MEASUREMENT,
  COMMAND_LIMIT,
  // ordering
  AWAITING_DECREASE,
  SAFE_SHARE,
  /** The station has not assured its safe share: without a setpoint it may charge at its most. */
  FALLBACK_UNKNOWN,
  STOPPING
}
