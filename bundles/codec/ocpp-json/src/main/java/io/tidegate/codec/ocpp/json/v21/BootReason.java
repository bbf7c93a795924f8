package io.tidegate.codec.ocpp.json.v21;

/** Why a station booted. */
public enum BootReason {
  APPLICATION_RESET,
  FIRMWARE_UPDATE,
  LOCAL_RESET,
  POWER_UP,
  REMOTE_RESET,
  SCHEDULED_RESET,
  TRIGGERED,
  UNKNOWN,
  WATCHDOG
}
