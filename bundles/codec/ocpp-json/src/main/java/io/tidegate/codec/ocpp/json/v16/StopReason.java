package io.tidegate.codec.ocpp.json.v16;

/** Why a transaction ended. */
public enum StopReason {
  EMERGENCY_STOP,
  EV_DISCONNECTED,
  HARD_RESET,
  LOCAL,
  OTHER,
  POWER_LOSS,
  REBOOT,
  REMOTE,
  SOFT_RESET,
  UNLOCK_COMMAND,
  DE_AUTHORIZED
}
