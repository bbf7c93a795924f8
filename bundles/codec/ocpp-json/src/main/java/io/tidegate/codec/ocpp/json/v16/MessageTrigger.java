package io.tidegate.codec.ocpp.json.v16;

/** Which message to send. */
public enum MessageTrigger {
  BOOT_NOTIFICATION,
  DIAGNOSTICS_STATUS_NOTIFICATION,
  FIRMWARE_STATUS_NOTIFICATION,
  HEARTBEAT,
  METER_VALUES,
  STATUS_NOTIFICATION
}
