package io.tidegate.codec.ocpp.json.v16;

/** Whether firmware is fetched. */
public enum UpdateFirmwareStatus {
  ACCEPTED,
  REJECTED,
  ACCEPTED_CANCELED,
  INVALID_CERTIFICATE,
  REVOKED_CERTIFICATE
}
