package io.tidegate.codec.ocpp.json.v16;

/** Whether a key is set. */
public enum ConfigurationStatus {
  ACCEPTED,
  REJECTED,
  REBOOT_REQUIRED,
  NOT_SUPPORTED
}
