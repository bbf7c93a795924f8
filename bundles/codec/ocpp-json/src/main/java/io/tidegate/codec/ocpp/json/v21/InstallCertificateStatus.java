package io.tidegate.codec.ocpp.json.v21;

/** Whether a root is trusted now. */
public enum InstallCertificateStatus {
  ACCEPTED,
  REJECTED,
  FAILED
}
