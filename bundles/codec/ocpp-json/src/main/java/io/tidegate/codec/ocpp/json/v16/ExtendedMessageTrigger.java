package io.tidegate.codec.ocpp.json.v16;

/** Which message to send, by the security white paper. */
public enum ExtendedMessageTrigger {
  BOOT_NOTIFICATION,
  LOG_STATUS_NOTIFICATION,
  FIRMWARE_STATUS_NOTIFICATION,
  HEARTBEAT,
  METER_VALUES,
  SIGN_CHARGE_POINT_CERTIFICATE,
  STATUS_NOTIFICATION
}
