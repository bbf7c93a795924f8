package io.tidegate.codec.ocpp.json.v16;

/** Whether a certificate is gone. */
public enum DeleteCertificateStatus {
  ACCEPTED,
  FAILED,
  NOT_FOUND
}
