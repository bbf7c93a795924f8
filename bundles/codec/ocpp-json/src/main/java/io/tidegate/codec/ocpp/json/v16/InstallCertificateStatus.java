package io.tidegate.codec.ocpp.json.v16;

/** Whether a root is trusted now. */
public enum InstallCertificateStatus {
  ACCEPTED,
  FAILED,
  REJECTED
}
