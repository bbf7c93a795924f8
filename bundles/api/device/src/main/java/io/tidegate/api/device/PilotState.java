package io.tidegate.api.device;

/** State of a control pilot (IEC 61851-1 table A.4), debounced. */
public enum PilotState {
  /** 12 V: no vehicle. */
  A,
  /** 9 V: vehicle there, takes no energy. */
  B,
  /** 6 V: vehicle ready. */
  C,
  /** 3 V: vehicle ready, asks for ventilation. */
  D,
  /** 0 V: short circuit or no supply. */
  E,
  /** −12 V: the EVSE is not available. */
  F,
  /** No voltage of the table, or the diode of the vehicle is missing, or nobody measures. */
  UNKNOWN;

  /** A vehicle is plugged in. */
  public boolean plugged() {
    return this == B || this == C || this == D;
  }

  /** The vehicle takes energy. */
  public boolean ready() {
    return this == C || this == D;
  }
}
