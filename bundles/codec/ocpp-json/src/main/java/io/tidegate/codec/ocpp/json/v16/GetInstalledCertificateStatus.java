package io.tidegate.codec.ocpp.json.v16;

/** Whether there are any. */
public enum GetInstalledCertificateStatus {
  ACCEPTED,
  NOT_FOUND
}
