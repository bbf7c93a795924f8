package io.tidegate.codec.ocpp.json.v21;

/** Whether a list is kept. */
public enum SendLocalListStatus {
  ACCEPTED,
  FAILED,
  VERSION_MISMATCH
}
