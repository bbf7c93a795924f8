package io.tidegate.codec.ocpp.json.v21;

/** Whether a battery is warm enough. */
public enum PreconditioningStatus {
  UNKNOWN,
  READY,
  NOT_READY,
  PRECONDITIONING
}
