package io.tidegate.codec.ocpp.json.v16;

/** Whether a list is kept. */
public enum UpdateStatus {
  ACCEPTED,
  FAILED,
  NOT_SUPPORTED,
  VERSION_MISMATCH
}
