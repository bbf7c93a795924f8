package io.tidegate.codec.ocpp.json.v21;

/** Whether a cable is free. */
public enum UnlockStatus {
  UNLOCKED,
  UNLOCK_FAILED,
  ONGOING_AUTHORIZED_TRANSACTION,
  UNKNOWN_CONNECTOR
}
