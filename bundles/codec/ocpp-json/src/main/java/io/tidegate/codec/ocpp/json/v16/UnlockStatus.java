package io.tidegate.codec.ocpp.json.v16;

/** Whether a cable is free. */
public enum UnlockStatus {
  UNLOCKED,
  UNLOCK_FAILED,
  NOT_SUPPORTED
}
